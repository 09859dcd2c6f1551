import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { parsedBody, type RecordedRequest } from '../gateway/recorded-request';
import { actionLabel } from '../host/selectors';
import { waitFor } from '../host/waiting';
import { filesWith } from './leaks';
import { closeScenes, contentOf, openScene, picture, pictureOfFailure, type Scene, VERSION } from './scene';

/** A credential that is nowhere else, so that every place it turns up in is a leak. */
const SENTINEL = 'sk-sentinel-Zq7vXw3LkT9mB2nR';
const COMMAND = 'Gateway: Run Full Diagnosis';

/** A request that a model would have answered, and somebody been billed for. */
function isComplete({ method, path, body }: RecordedRequest): boolean {
  if (method !== 'POST' || !/^\/v1\/messages(\?|$)/.test(path)) return false;
  const { max_tokens: most, messages, model } = (parsedBody(body) ?? {}) as Readonly<Record<string, unknown>>;
  return (
    Number(most) >= 1 &&
    Array.isArray(messages) &&
    messages.length > 0 &&
    /^claude-(haiku|sonnet|opus)/.test(String(model))
  );
}

describe(`Run Full Diagnosis (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    gateway = await startPracticeGateway({ reads: 'bearer', keys: [SENTINEL] });
    scene = await openScene({
      colorTheme: 'Default Light Modern',
      viewport: { width: 1400, height: 900 },
      machineSettings: `${JSON.stringify(
        {
          'claudeCode.environmentVariables': [
            { name: 'ANTHROPIC_BASE_URL', value: gateway.url },
            { name: 'ANTHROPIC_AUTH_TOKEN', value: SENTINEL },
          ],
        },
        null,
        2,
      )}\n`,
    });
    await scene.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await scene.workbench.tree('Diagnostics').open('Gateway');
  });
  after(async () => {
    await closeScenes();
    await gateway.stop();
  });
  beforeEach(() => {
    gateway.clear();
  });
  afterEach(async function () {
    await pictureOfFailure(this);
    gateway.misbehave();
    if (
      this.currentTest?.state === 'failed' &&
      (await scene.workbench.notifications.texts()).some((text) => text.startsWith('Diagnosing'))
    )
      await scene.workbench.notifications.cancel('Diagnosing');
    while (await scene.workbench.dialog.isOpen()) await scene.workbench.press('Escape');
    await scene.workbench.runCommand('Notifications: Clear All Notifications');
  });

  const clipboard = (): Promise<string> => scene.workbench.page.evaluate('navigator.clipboard.readText()');

  /** Runs the command up to its question, and gives what that says. */
  async function question(): Promise<string> {
    await scene.workbench.runCommand(COMMAND);
    await scene.workbench.dialog.waitForOpen(`Run the full diagnosis of 127.0.0.1:${gateway.port}?`);
    return scene.workbench.dialog.detail();
  }

  /** The report, as soon as it begins with this: a preview follows its text after a while. */
  async function report(beginning: string): Promise<Locator> {
    return waitFor(`a report that begins with "${beginning}"`, async () => {
      const body = await scene.workbench.editors.webview(beginning);
      return (await body.innerText()).startsWith(beginning) && body;
    });
  }

  async function pressTitleButton(label: string): Promise<void> {
    await scene.workbench.page.locator(`.editor-group-container.active .editor-actions ${actionLabel(label)}`).click();
  }

  async function inTheme(theme: string): Promise<void> {
    const { page } = scene.workbench;
    const colour = (): Promise<string> =>
      page.locator('.monaco-workbench').evaluate((element: { readonly className: string }) => element.className);
    const before = await colour();
    writeFileSync(scene.profile.userSettings, JSON.stringify({ 'workbench.colorTheme': theme }));
    await waitFor(theme, async () => (await colour()) !== before);
  }

  it('asks once, with what it may cost; who says no has sent nothing', async () => {
    const { dialog } = scene.workbench;
    const detail = await question();
    assert.match(detail, /^Up to \d+ checks run from here/);
    assert.match(detail, /At most \d+ of the requests may use tokens, with at most \d+ output tokens in total/);
    assert.deepEqual((await dialog.buttons()).sort(), ['Cancel', 'Free Checks Only', 'Run Diagnosis']);
    await picture(scene, 'diagnosis-question');
    await scene.workbench.press('Escape');
    await waitFor('the dialog to close', async () => !(await dialog.isOpen()));
    await sleep(1_000);
    assert.deepEqual(gateway.requests, []);
    await scene.status.waitFor('Gateway: not checked');
  });

  it('a healthy gateway: the verdict, a report with pictures, rows in groups, and no more paid requests than were said', async () => {
    const { workbench, status } = scene;
    const detail = await question();
    const [, most = ''] = /At most (\d+) of the requests may use tokens/.exec(detail) ?? [];
    // With the keyboard: the first button has the focus.
    await workbench.press('Enter');
    await workbench.notifications.waitFor(`Connected to 127.0.0.1:${gateway.port}. No action needed.`);
    assert.deepEqual(await workbench.notifications.buttons('Connected to'), ['Show Report']);
    await status.waitFor('Gateway: connected');
    const paid = gateway.requests.filter(isComplete);
    assert.ok(paid.length >= 1 && paid.length <= Number(most), `${paid.length} of ${most}`);
    const body = await report(`Connected to 127.0.0.1:${gateway.port}.`);
    const pictures = body.locator('img');
    await waitFor('the pictures', async () => (await pictures.count()) > 0);
    const widths = await pictures.evaluateAll(
      (images: readonly { readonly naturalWidth: number; readonly alt: string }[]) =>
        images.map(({ naturalWidth, alt }) => [naturalWidth, alt] as const),
    );
    for (const [width, alt] of widths) assert.ok(width > 0 && alt !== '', JSON.stringify(widths));
    const rows = await workbench.tree('Diagnostics').rows();
    for (const group of ['Network path', 'Models', 'Session requests']) {
      const row = rows.find(({ label, level }) => label === group && level === 2);
      assert.match(row?.description ?? '', /^\d+ passed/, JSON.stringify(rows));
      assert.equal(row?.expanded, false);
    }
    await workbench.tree('Diagnostics').toggle('Network path');
    const probe = await waitFor('a probe', async () =>
      (await workbench.tree('Diagnostics').rows()).find(
        ({ level, description }) => level === 3 && /^\d+ ms · passed$/.test(description),
      ),
    );
    assert.match(probe.ariaLabel, /\d+ ms · passed, \S+/);
    await picture(scene, 'diagnosis-healthy');
    await workbench.tree('Diagnostics').toggle('Network path');
  });

  it('Copy Report, from the report’s own title: the verdict and no credential, no pictures', async () => {
    await report('Connected to');
    await pressTitleButton('Copy Report');
    await scene.workbench.notifications.dismiss('Copied. The report contains no credentials');
    const copied = await clipboard();
    assert.match(copied, /^# Connected to 127/);
    assert.ok(copied.includes('Versions') && !copied.includes('data:image') && !copied.includes(SENTINEL), copied);
  });

  it('Save Report as JSON: where the user says, and over another file only when the dialog was told to', async () => {
    const { workbench, profile } = scene;
    const { quickInput } = workbench;
    const file = join(profile.workspace, 'saved.json');
    const save = async (): Promise<void> => {
      await workbench.runCommand('Gateway: Save Report as JSON…');
      await quickInput.waitForOpen('Gateway: Save Report as JSON');
      await waitFor('the proposed name', async () =>
        /gateway-report-\d{4}-\d\d-\d\d\.json$/.test(await quickInput.value()),
      );
      await quickInput.fill(file);
      await quickInput.accept();
    };
    await save();
    await workbench.notifications.dismiss('Saved as saved.json. It contains no credentials.');
    const saved = JSON.parse(contentOf(file) ?? '') as Record<string, unknown>;
    assert.deepEqual([saved['healthy'], typeof saved['verdict']], [true, 'string']);
    assert.ok(Array.isArray(saved['probes']) && saved['probes'].length > 12);
    writeFileSync(file, 'mine');
    await save();
    await waitFor('the question', async () => (await quickInput.title()).includes('already exists'));
    // The first no leads back to the name.
    await quickInput.escape();
    await quickInput.waitForOpen('Gateway: Save Report as JSON');
    await quickInput.escape();
    await quickInput.waitForClosed();
    assert.equal(contentOf(file), 'mine');
  });

  it('while it goes on: the tree fills and says whom it waits for, a second run is told of, and stopping keeps what was found', async () => {
    const { workbench, status } = scene;
    const tree = workbench.tree('Diagnostics');
    gateway.misbehave('hang');
    await question();
    await workbench.dialog.press('Run Diagnosis');
    await status.waitFor('Gateway: checking…');
    const waiting = await waitFor('a row that waits', async () =>
      (await tree.rows()).find(({ description }) => description === `waiting for 127.0.0.1:${gateway.port}`),
    );
    assert.match(waiting.ariaLabel, /waiting for 127\.0\.0\.1/);
    assert.match((await tree.rows()).find(({ label }) => label === 'Checks')?.description ?? '', /^\d+ of \d+$/);
    await waitFor('a row that is done', async () =>
      (await tree.rows()).some(({ description }) => /^\d+ ms · passed$/.test(description)),
    );
    await waitFor('the notification', async () =>
      (await workbench.notifications.texts()).some((text) => /\d+ of \d+, waiting for 127\.0\.0\.1:\d+ \(/.test(text)),
    );
    await workbench.editors.webview(`waiting for 127.0.0.1:${gateway.port}`);
    await picture(scene, 'diagnosis-running');
    const asked = gateway.requests.length;
    await workbench.runCommand(COMMAND);
    await workbench.notifications.waitFor('A check is already running:');
    assert.equal(await workbench.dialog.isOpen(), false);
    await workbench.notifications.press('A check is already running:', 'Stop It');
    await tree.waitForRow('Checks');
    const rows = await waitFor('the mark', async () => {
      const now = await tree.rows();
      return now.some(({ label }) => /^Incomplete: stopped after \d+ of \d+$/.test(label)) && now;
    });
    assert.ok(
      rows.some(({ description }) => /^\d+ ms · passed$/.test(description)),
      JSON.stringify(rows),
    );
    await status.waitFor('Gateway: connected');
    await waitFor(
      'the notification to go',
      async () => !(await workbench.notifications.texts()).some((text) => text.startsWith('Diagnosing')),
    );
    await picture(scene, 'diagnosis-stopped');
    await sleep(1_000);
    assert.ok(gateway.requests.length - asked < 8, 'nothing more is sent');
  });

  it('cancelling from the notification ends it too, and the next run is whole', async () => {
    const { workbench, status } = scene;
    gateway.misbehave('hang');
    await question();
    await workbench.dialog.press('Run Diagnosis');
    await workbench.notifications.waitFor('waiting for');
    await workbench.notifications.cancel('Diagnosing');
    await workbench.tree('Diagnostics').waitForRow('Checks');
    await waitFor('the mark', async () =>
      (await workbench.tree('Diagnostics').rows()).some(({ label }) => label.startsWith('Incomplete:')),
    );
    await status.waitFor('Gateway: connected');
    gateway.misbehave();
    await workbench.runCommand('Gateway: Check Connection');
    await workbench.notifications.waitFor('Connected to');
    await waitFor(
      'the mark to go',
      async () => !(await workbench.tree('Diagnostics').rows()).some(({ label }) => label.startsWith('Incomplete:')),
    );
  });

  it('a firewall that refuses code: cause and owner in the verdict, and the text for the one who acts', async () => {
    const { workbench, status } = scene;
    gateway.misbehave('waf-code-403-html');
    await question();
    await workbench.dialog.press('Run Diagnosis');
    const verdict = 'A firewall in front of the gateway blocks text that looks like code. Ask your gateway team';
    await workbench.notifications.waitFor(verdict);
    assert.deepEqual(await workbench.notifications.buttons(verdict), ['Show Report', 'Copy for Gateway Team']);
    assert.equal(await status.kind(), 'error');
    await report('A firewall in front of the gateway');
    const tree = workbench.tree('Diagnostics');
    await tree.waitForRow('Findings');
    const group = (await tree.rows()).find(({ label, level }) => level === 2 && label === 'Session requests');
    assert.match(group?.description ?? '', /^1 failed · /);
    assert.equal(group?.expanded, true);
    await picture(scene, 'diagnosis-fault-light');
    await workbench.notifications.press(verdict, 'Copy for Gateway Team');
    await workbench.notifications.dismiss('Copied. Paste it into a message to your gateway team');
    assert.match(await clipboard(), /(?:firewall|load balancer)/);
    await inTheme('Default Dark Modern');
    await picture(scene, 'diagnosis-fault-dark');
    await inTheme('Default High Contrast');
    await picture(scene, 'diagnosis-fault-contrast');
    await inTheme('Default Light Modern');
    await workbench.setViewport({ width: 760, height: 700 });
    await picture(scene, 'diagnosis-fault-narrow');
    await workbench.setViewport({ width: 1400, height: 900 });
  });

  it('with a limit of 0, or when only what is free was agreed to, nothing that costs is sent', async () => {
    const { workbench, profile } = scene;
    await question();
    await workbench.dialog.press('Free Checks Only');
    await workbench.notifications.waitFor('all free checks passed. No model was called:');
    await scene.status.waitFor('Gateway: reachable');
    assert.ok(gateway.requests.length > 3);
    assert.deepEqual(gateway.requests.filter(isComplete), []);
    await picture(scene, 'diagnosis-free');
    await workbench.runCommand('Notifications: Clear All Notifications');

    writeFileSync(profile.userSettings, JSON.stringify({ 'llmGateway.diagnosis.maxPaidRequests': 0 }));
    gateway.clear();
    const detail = await waitFor('the setting to count', async () => {
      const text = await question();
      if (text.includes('No request that may use tokens is sent.')) return text;
      await workbench.dialog.press('Cancel');
      return undefined;
    });
    assert.doesNotMatch(detail, /At most/);
    assert.deepEqual((await workbench.dialog.buttons()).sort(), ['Cancel', 'Run Diagnosis']);
    await workbench.dialog.press('Run Diagnosis');
    await workbench.notifications.waitFor('No model was called:');
    assert.ok(gateway.requests.length > 3);
    assert.deepEqual(gateway.requests.filter(isComplete), []);
  });

  it('and the credential is nowhere but in its settings file and its header', async () => {
    const { workbench, profile, server, status } = scene;
    const screens = [
      await workbench.page.locator('body').innerText(),
      await (await workbench.editors.webview('Versions')).innerText(),
      await clipboard(),
      await status.tooltip(),
      server.log(),
    ];
    for (const shown of screens) assert.ok(!shown.includes(SENTINEL), shown);
    // VS Code keeps a copy of a remote window's settings files for its next start.
    const holders = filesWith(profile.root, SENTINEL)
      .map((file) => file.slice(profile.root.length + 1))
      .filter((file) => !file.includes('CachedConfigurations/'));
    assert.deepEqual(holders, ['data/Machine/settings.json']);
    for (const { headers, path, body } of gateway.requests)
      assert.ok(!`${path}${body}${headers['x-api-key'] ?? ''}${headers['user-agent'] ?? ''}`.includes(SENTINEL));
  });

  it('a check that fails: the log has host, status and time, and Report Issue the report; no credential is in either', async () => {
    const { workbench, profile, status } = scene;
    gateway.misbehave('waf-403-html');
    await workbench.runCommand('Gateway: Check Connection');
    await status.waitFor('firewall');
    await workbench.runCommand('Gateway: Open Log');
    const request = new RegExp(`\\[info\\] POST 127\\.0\\.0\\.1:${gateway.port} → 403 after \\d+ ms \\(messages\\)`);
    await waitFor('the request in the log', async () => request.test(await workbench.editors.outputText()));
    await picture(scene, 'log');
    const onDisk = filesWith(profile.root, 'Verdict: 127.0.0.1').filter((file) => file.endsWith('.log'));
    assert.ok(onDisk.length > 0);
    for (const text of [await workbench.editors.outputText(), ...onDisk.map(contentOf)])
      assert.ok(text !== undefined && !text.includes(SENTINEL), text);
    await workbench.runCommand('View: Hide Panel');
    await workbench.runCommand('Gateway: Report Issue');
    // A stable VS Code in a browser has no reporter that takes the report.
    await workbench.notifications.dismiss('The report is copied instead, without credentials');
    const copied = await clipboard();
    assert.ok(copied.includes('Versions') && !copied.includes(SENTINEL), copied);
  });
});

describe(`Run Full Diagnosis where a command prints the credential (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  beforeEach(async () => {
    gateway = await startPracticeGateway({ keys: [SENTINEL] });
  });
  afterEach(async function () {
    await pictureOfFailure(this);
    await closeScenes();
    await gateway.stop();
  });

  const open = async (restricted: boolean): Promise<void> => {
    scene = await openScene({
      restricted,
      colorTheme: 'Default Light Modern',
      claudeSettings: JSON.stringify({
        env: { ANTHROPIC_BASE_URL: gateway.url },
        apiKeyHelper: `touch "$HOME/helper-ran"; echo ${SENTINEL}`,
      }),
    });
  };
  const helperRan = (): boolean => readdirSync(scene.profile.home).includes('helper-ran');

  it('shows the command before it is run, and runs it when that was agreed to', async () => {
    await open(false);
    const { workbench } = scene;
    await workbench.runCommand(COMMAND);
    await workbench.dialog.waitForOpen('Run the full diagnosis of');
    const detail = await workbench.dialog.detail();
    // What the user wrote is what runs, and is shown as it is.
    assert.ok(
      detail.includes(`This command will be run to get the credential: touch "$HOME/helper-ran"; echo ${SENTINEL}`),
      detail,
    );
    await picture(scene, 'diagnosis-helper');
    assert.equal(helperRan(), false);
    await workbench.dialog.press('Run Diagnosis');
    await workbench.notifications.waitFor('Connected to');
    assert.ok(helperRan());
    assert.ok(gateway.requests.some(({ headers }) => headers['authorization'] === `Bearer ${SENTINEL}`));
  });

  it('Check Connection shows it too: a no runs and sends nothing, a yes counts until the command changes', async () => {
    await open(false);
    const { workbench, status, claudeSettings } = scene;
    const CHECK = 'Gateway: Check Connection';
    const question = 'Run the command that prints the credential?';
    const checked = async (): Promise<void> => {
      await workbench.notifications.dismiss('Connected to');
      gateway.clear();
    };
    await workbench.runCommand(CHECK);
    await workbench.dialog.waitForOpen(question);
    const detail = await workbench.dialog.detail();
    // What the user wrote is what runs, and is shown as it is.
    assert.ok(
      detail.includes(`This command will be run to get the credential: touch "$HOME/helper-ran"; echo ${SENTINEL}`),
      detail,
    );
    assert.deepEqual((await workbench.dialog.buttons()).sort(), ['Cancel', 'Open the File', 'Run It']);
    await picture(scene, 'check-helper');
    await workbench.dialog.press('Cancel');
    await sleep(1_000);
    assert.deepEqual([helperRan(), gateway.requests.length], [false, 0]);
    await status.waitFor('Gateway: not checked');

    await workbench.runCommand(CHECK);
    await workbench.dialog.waitForOpen(question);
    await workbench.dialog.press('Run It');
    await checked();
    assert.ok(helperRan());

    await workbench.runCommand(CHECK);
    await checked();
    assert.equal(await workbench.dialog.isOpen(), false);

    writeFileSync(
      claudeSettings,
      JSON.stringify({ env: { ANTHROPIC_BASE_URL: gateway.url }, apiKeyHelper: `echo ${SENTINEL}` }),
    );
    await workbench.runCommand(CHECK);
    await workbench.dialog.waitForOpen(question);
    assert.match(await workbench.dialog.detail(), /credential: echo/);
    await workbench.dialog.press('Cancel');

    // The diagnosis shows the command in its own question: a yes to that counts here.
    await workbench.runCommand(COMMAND);
    await workbench.dialog.waitForOpen('Run the full diagnosis of');
    await workbench.dialog.press('Run Diagnosis');
    await checked();
    await workbench.runCommand(CHECK);
    await checked();
  });

  it('leaves it out in Restricted Mode, and says so', async () => {
    await open(true);
    const { workbench, status } = scene;
    await workbench.runCommand(COMMAND);
    await workbench.dialog.waitForOpen('Run the full diagnosis of');
    assert.match(
      await workbench.dialog.detail(),
      /In Restricted Mode, the command that prints the credential isn’t run\./,
    );
    await workbench.dialog.press('Run Diagnosis');
    await waitFor(
      'the end',
      async () =>
        (await status.text()) !== 'Gateway: checking…' &&
        (await workbench.notifications.texts()).some((text) => !text.startsWith('Diagnosing')),
    );
    await workbench.editors.webview('Restricted Mode');
    await picture(scene, 'diagnosis-restricted');
    assert.equal(helperRan(), false);
    assert.ok(gateway.requests.every(({ headers }) => !JSON.stringify(headers).includes(SENTINEL)));
  });
});
