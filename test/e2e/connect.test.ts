import assert from 'node:assert/strict';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { PRACTICE_KEY, type Reads } from '../gateway/credentials';
import { runClient } from '../client/run';
import { acceptChanges, answerSteps, atStep, chooseWhere, disconnect, type Answers } from './flow';
import { closeScenes, contentOf, modeOf, openScene, picture, type Scene, VERSION } from './scene';

const SETTING = 'claudeCode.environmentVariables';
/** A user's file with everything that a careless rewrite loses. */
const MACHINE_SETTINGS = `{\n    // my proxy\n    "http.proxySupport": "override", // keep\n    "${SETTING}": [\n        { "name": "FOO", "value": "bar" }, /* mine */\n    ],\n}\n`;
const CLAUDE_SETTINGS = '{\n  "env": {\n    "FOO": "bar"\n  },\n  "model": "opus"\n}\n';

interface Journey {
  readonly kind: Answers['kind'];
  readonly reads: Reads;
  readonly terminal: boolean;
  readonly credential: string;
  /** The variables that must stand in VS Code's setting, beside FOO. */
  readonly written: readonly string[];
  /** Headers of the real client's request. */
  readonly authorization: boolean;
  readonly xApiKey: boolean;
  readonly told: string;
}

const JOURNEYS: readonly Journey[] = [
  {
    kind: 'bearer',
    reads: 'bearer',
    terminal: false,
    credential: PRACTICE_KEY,
    written: ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN'],
    authorization: true,
    xApiKey: false,
    told: 'accepted the credential',
  },
  {
    kind: 'api-key',
    reads: 'x-api-key',
    terminal: true,
    credential: PRACTICE_KEY,
    written: ['ANTHROPIC_BASE_URL', 'ANTHROPIC_API_KEY'],
    authorization: false,
    xApiKey: true,
    told: 'accepted the credential',
  },
  {
    kind: 'unknown',
    reads: 'x-api-key',
    terminal: false,
    credential: PRACTICE_KEY,
    written: ['ANTHROPIC_BASE_URL', 'ANTHROPIC_API_KEY'],
    authorization: false,
    xApiKey: true,
    told: 'your gateway reads x-api-key \\(ANTHROPIC_API_KEY\\)',
  },
  {
    kind: 'helper',
    reads: 'both',
    terminal: true,
    credential: `echo ${PRACTICE_KEY}`,
    written: ['ANTHROPIC_BASE_URL'],
    authorization: true,
    xApiKey: true,
    told: 'accepted the credential',
  },
];

describe(`Connect to Gateway in VS Code (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    scene = await openScene({
      machineSettings: MACHINE_SETTINGS,
      claudeSettings: CLAUDE_SETTINGS,
      approvedKeys: [PRACTICE_KEY],
      colorTheme: 'Default Light Modern',
    });
  });
  after(closeScenes);
  afterEach(() => gateway.stop());

  for (const journey of JOURNEYS) {
    it(`${journey.kind} at a gateway that reads ${journey.reads}${journey.terminal ? ', terminal too' : ''}`, async () => {
      const { workbench, status, profile } = scene;
      gateway = await startPracticeGateway({ reads: journey.reads });
      await status.waitFor('Gateway: not set up');
      await answerSteps(scene, { url: gateway.url, kind: journey.kind, credential: journey.credential });
      await atStep(workbench, '4/5');
      assert.match(await workbench.quickInput.placeholder(), new RegExp(journey.told));
      assert.equal(gateway.requests.at(-1)?.path, '/v1/messages?beta=true');
      assert.equal(gateway.requests.at(-1)?.headers['anthropic-version'], '2023-06-01');
      assert.match(gateway.requests.at(-1)?.headers['user-agent'] ?? '', /^llm-gateway-connect\/\d/);
      assert.equal(gateway.requests.length, journey.kind === 'unknown' ? 2 : 1);
      assert.equal(contentOf(profile.machineSettings), MACHINE_SETTINGS, 'nothing written before the preview');

      await chooseWhere(scene, journey.terminal);
      await atStep(workbench, '5/5');
      await picture(scene, `preview-${journey.kind}`);
      const preview = await workbench.page.locator('.editor-group-container.active').innerText();
      assert.match(preview, /ANTHROPIC_BASE_URL/);
      if (journey.kind !== 'helper') assert.ok(!preview.includes(PRACTICE_KEY), 'the preview hides the credential');
      await acceptChanges(scene);
      await status.waitFor('Gateway: connected');

      const text = contentOf(profile.machineSettings) ?? '';
      for (const kept of [
        '// my proxy\n',
        '"http.proxySupport": "override", // keep\n',
        '{ "name": "FOO", "value": "bar" }, /* mine */\n',
      ])
        assert.ok(text.includes(kept), kept);
      const lines = journey.written.map(
        (name) =>
          `        { "name": "${name}", "value": "${name === 'ANTHROPIC_BASE_URL' ? gateway.url : PRACTICE_KEY}" },\n`,
      );
      assert.equal(text, MACHINE_SETTINGS.replace('/* mine */\n', `/* mine */\n${lines.join('')}`));
      assert.deepEqual(JSON.parse(contentOf(profile.userSettings) ?? '{}'), {
        'settingsSync.ignoredSettings': [SETTING],
      });
      const claude = JSON.parse(contentOf(scene.claudeSettings) ?? '{}') as Record<string, unknown>;
      if (!journey.terminal) assert.equal(contentOf(scene.claudeSettings), CLAUDE_SETTINGS);
      else if (journey.kind === 'helper')
        assert.deepEqual([claude['apiKeyHelper'], claude['model']], [journey.credential, 'opus']);
      else
        assert.deepEqual(claude['env'], {
          FOO: 'bar',
          ANTHROPIC_BASE_URL: gateway.url,
          ANTHROPIC_API_KEY: PRACTICE_KEY,
        });

      const tooltip = await status.tooltip();
      for (const part of [
        new URL(gateway.url).host,
        journey.kind === 'helper' ? 'apiKeyHelper' : (journey.written[1] ?? ''),
        'Checked',
      ])
        assert.ok(tooltip.includes(part), `${part} in ${tooltip}`);

      // Claude Code in VS Code gets the setting as its environment; in the terminal it reads its own file.
      const environment = Object.fromEntries([
        ['ANTHROPIC_BASE_URL', gateway.url],
        ...journey.written.slice(1).map((name) => [name, PRACTICE_KEY]),
      ]) as Record<string, string>;
      const run = await runClient({
        env: journey.terminal ? {} : environment,
        ...(journey.terminal ? { home: profile.home } : {}),
        gateway: { port: Number(new URL(gateway.url).port), keys: [PRACTICE_KEY], reads: journey.reads },
      });
      assert.match(run.stdout, /connected/);
      const sent = run.requests.find(({ method }) => method === 'POST');
      assert.equal(sent?.path, '/v1/messages?beta=true');
      assert.equal(sent.headers['authorization'], journey.authorization ? `Bearer ${PRACTICE_KEY}` : undefined);
      assert.equal(sent.headers['x-api-key'], journey.xApiKey ? PRACTICE_KEY : undefined);

      await disconnect(scene);
      assert.equal(contentOf(profile.machineSettings), MACHINE_SETTINGS);
      assert.equal(contentOf(scene.claudeSettings), CLAUDE_SETTINGS);
      assert.equal(contentOf(profile.userSettings), undefined);
      assert.equal(modeOf(scene.claudeSettings), '644');
    });
  }
});
