import assert from 'node:assert/strict';
import { waitFor } from '../host/waiting';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { PRACTICE_KEY } from '../gateway/credentials';
import { answerSteps, atStep, chooseKind, chooseWhere, enterCredential, enterUrl } from './flow';
import { closeScenes, contentOf, openScene, picture, type Scene, VERSION } from './scene';

const WRONG_KEY = 'sk-mistyped-9876543210';

interface WrongTurn {
  readonly what: string;
  readonly misbehave?: Parameters<PracticeGateway['misbehave']>[0];
  readonly tls?: 'self-signed';
  readonly url?: (gateway: PracticeGateway) => string;
  readonly credential?: string;
  /** The verdict, and the button that leads to the step that can mend it. */
  readonly verdict: RegExp;
  readonly mend: string;
  readonly step: string;
}

const WRONG_TURNS: readonly WrongTurn[] = [
  {
    what: 'a wrong key',
    credential: WRONG_KEY,
    verdict: /^The gateway rejected the credential\. You: copy the credential again, in full\.$/,
    mend: 'Enter the Credential Again',
    step: '3/5',
  },
  {
    what: 'a wrong port',
    url: () => 'http://127.0.0.1:9',
    verdict: /^Can’t connect to 127\.0\.0\.1:9\. You: check the address and port/,
    mend: 'Change the Address',
    step: '1/5',
  },
  {
    what: 'a web page instead of JSON',
    misbehave: 'html-login-page',
    verdict: /returns a web page instead of an API response\. Ask your gateway team/,
    mend: 'Change the Address',
    step: '1/5',
  },
  {
    what: 'a redirect to a sign-in page',
    misbehave: 'redirect-login',
    verdict: /redirects to https:\/\/login\.gateway\.test/,
    mend: 'Change the Address',
    step: '1/5',
  },
  {
    what: 'a self-signed certificate',
    tls: 'self-signed',
    verdict: /^The certificate of 127\.0\.0\.1:\d+ isn’t trusted here\. You:/,
    mend: 'Change the Address',
    step: '1/5',
  },
  {
    what: 'a firewall',
    misbehave: 'waf-403-html',
    verdict: /^A firewall in front of the gateway blocked the request\. Ask your gateway team/,
    mend: 'Change the Address',
    step: '1/5',
  },
];

describe(`Wrong turns in VS Code (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    scene = await openScene({ colorTheme: 'Default Light Modern' });
  });
  after(closeScenes);
  beforeEach(async () => {
    gateway = await startPracticeGateway({ reads: 'bearer' });
  });
  afterEach(async () => {
    await gateway.stop();
    const { profile, claudeSettings, workbench } = scene;
    assert.deepEqual(
      [profile.userSettings, profile.machineSettings, claudeSettings].map(contentOf),
      [undefined, undefined, undefined],
      'nothing is written',
    );
    if (await workbench.dialog.isOpen()) await workbench.press('Escape');
    while (await workbench.quickInput.isOpen()) await workbench.quickInput.escape();
  });

  /** Waits for a remark under the input: it follows the typing with a small delay. */
  const remark = (pattern: RegExp): Promise<unknown> =>
    waitFor(`the remark ${String(pattern)}`, async () => pattern.test(await scene.workbench.quickInput.message()));

  for (const turn of WRONG_TURNS) {
    it(`${turn.what}: a verdict, and the way back`, async () => {
      const { dialog, quickInput } = scene.workbench;
      if (turn.tls !== undefined) {
        await gateway.stop();
        gateway = await startPracticeGateway({ tls: turn.tls });
      }
      if (turn.misbehave !== undefined) gateway.misbehave(turn.misbehave);
      const credential = turn.credential ?? PRACTICE_KEY;
      await answerSteps(scene, { url: turn.url?.(gateway) ?? gateway.url, kind: 'bearer', credential });
      await dialog.waitForOpen();
      const [message, detail] = [await dialog.message(), await dialog.detail()];
      assert.match(message, turn.verdict);
      assert.match(detail, /Nothing was written\./);
      assert.ok(!`${message}${detail}`.includes(credential));
      await picture(scene, `wrong-turn-${turn.what.replace(/\W+/g, '-')}`);
      await dialog.press(turn.mend);
      await atStep(scene.workbench, turn.step);
      if (turn.step === '3/5') {
        assert.equal(await quickInput.value(), credential, 'what was typed can be mended');
        await enterCredential(scene, PRACTICE_KEY);
        await atStep(scene.workbench, '4/5');
      }
    });
  }

  it('the other header is tried when the user wants it', async () => {
    await gateway.stop();
    gateway = await startPracticeGateway({ reads: 'x-api-key' });
    await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
    await scene.workbench.dialog.waitForOpen('Your gateway reads x-api-key, not Authorization: Bearer.');
    assert.deepEqual(
      gateway.requests.map(({ headers }) => [headers['authorization'], headers['x-api-key']]),
      [
        [`Bearer ${PRACTICE_KEY}`, undefined],
        [undefined, PRACTICE_KEY],
      ],
      'the header of the chosen variable, and the other one only after that was refused',
    );
    await scene.workbench.dialog.press('Try the Other Header');
    await atStep(scene.workbench, '4/5');
  });

  it('a /v1 at the end is offered for removal', async () => {
    const { quickInput } = scene.workbench;
    await scene.workbench.runCommand('Gateway: Connect to Gateway');
    await atStep(scene.workbench, '1/5');
    await quickInput.fill(`  "${gateway.url}/v1/"  `);
    await remark(/this would become \/v1\/v1\/messages/);
    await quickInput.accept();
    await quickInput.pick(`Use ${gateway.url}`);
    await chooseKind(scene, 'bearer');
    await enterCredential(scene, PRACTICE_KEY);
    await atStep(scene.workbench, '4/5');
    assert.equal(gateway.requests.at(-1)?.path, '/v1/messages?beta=true');
  });

  it('a /v1 that is kept ends in the verdict about the path', async () => {
    await scene.workbench.runCommand('Gateway: Connect to Gateway');
    await enterUrl(scene, `${gateway.url}/v1`);
    await scene.workbench.quickInput.pick(`Keep ${gateway.url}/v1`);
    await chooseKind(scene, 'bearer');
    await enterCredential(scene, PRACTICE_KEY);
    await scene.workbench.dialog.waitForOpen('The base URL’s path is wrong');
    await scene.workbench.dialog.press('Cancel');
    await scene.workbench.quickInput.waitForClosed();
  });

  const REFUSED: readonly [string, RegExp][] = [
    ['llm-gateway.example.com', /Start with https:\/\//],
    ['https://user:secret@gw.example', /Remove the user name and password/],
    ['ftp://gw.example', /Use https:\/\//],
    ['https://gw.example/?a=1', /Remove everything from \?/],
    ['https://gw example', /Character 11 is a space/],
  ];
  it('an address that cannot be used is refused while typing', async () => {
    const { quickInput } = scene.workbench;
    await scene.workbench.runCommand('Gateway: Connect to Gateway');
    await atStep(scene.workbench, '1/5');
    for (const [url, message] of REFUSED) {
      await quickInput.fill(url);
      await remark(message);
      assert.equal(await quickInput.severity(), 'error');
      await quickInput.accept();
      assert.equal(await quickInput.step(), '1/5');
    }
    await quickInput.fill('http://gateway.example');
    await quickInput.accept();
    await quickInput.pick('Change the address');
    await atStep(scene.workbench, '1/5');
  });

  it('a credential that cannot be sent is refused, by position', async () => {
    const { quickInput } = scene.workbench;
    await scene.workbench.runCommand('Gateway: Connect to Gateway');
    await enterUrl(scene, gateway.url);
    await chooseKind(scene, 'api-key');
    await atStep(scene.workbench, '3/5');
    assert.equal(await quickInput.isPassword(), true);
    for (const [value, message] of [
      ['sk-a ', /space at the end \(position 5\)/],
      [' sk-a', /position 1/],
      ['sk-“a”', /position 4 .*U\+201C/],
    ] as const) {
      await quickInput.fill(value);
      await remark(message);
      assert.equal(await quickInput.severity(), 'error');
    }
    await quickInput.back();
    await atStep(scene.workbench, '2/5');
    await quickInput.back();
    await atStep(scene.workbench, '1/5');
    assert.equal(await quickInput.value(), gateway.url, 'Back keeps what was typed');
  });

  it('Cancel during verification leads back to the credential, at once', async () => {
    gateway.misbehave('hang');
    await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
    await scene.workbench.notifications.waitFor('1 request (a few more if it’s rejected), at most 1 output token');
    await picture(scene, 'verifying');
    await scene.workbench.notifications.cancel('Verifying the credential');
    await atStep(scene.workbench, '3/5');
    assert.equal(await scene.workbench.dialog.isOpen(), false);
  });

  for (const step of ['1/5', '2/5', '3/5', '4/5', '5/5']) {
    it(`Escape in step ${step} ends it`, async () => {
      const { workbench } = scene;
      await workbench.runCommand('Gateway: Connect to Gateway');
      const moves = [
        () => enterUrl(scene, gateway.url),
        () => chooseKind(scene, 'bearer'),
        () => enterCredential(scene, PRACTICE_KEY),
        () => chooseWhere(scene, true),
      ];
      for (const move of moves.slice(0, Number(step[0]) - 1)) await move();
      await atStep(workbench, step);
      await workbench.quickInput.escape();
      await workbench.quickInput.waitForClosed();
      await waitFor('the preview to close', async () => (await workbench.editors.titles()).length === 0);
    });
  }
});
