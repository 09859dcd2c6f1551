import { waitFor } from '../host/waiting';
import type { Scene } from './scene';

/** The kinds as the second step names them. */
export const KIND = {
  bearer: 'Bearer token',
  'api-key': 'API key',
  helper: 'A command that prints one',
  unknown: 'I wasn’t told',
} as const;

/** Answers for the steps of Connect to Gateway, up to the verification. */
export interface Answers {
  readonly url: string;
  readonly kind: keyof typeof KIND;
  readonly credential: string;
}

/** Runs Connect to Gateway and answers the first three steps; verification then runs. */
export async function answerSteps(scene: Scene, answers: Answers): Promise<void> {
  await scene.workbench.runCommand('Gateway: Connect to Gateway');
  await enterUrl(scene, answers.url);
  await chooseKind(scene, answers.kind);
  await enterCredential(scene, answers.credential);
}

/** Step 1. */
export async function enterUrl({ workbench }: Scene, url: string): Promise<void> {
  await atStep(workbench, '1/5');
  await workbench.quickInput.fill(url);
  await workbench.quickInput.accept();
}

/** Step 2. */
export async function chooseKind({ workbench }: Scene, kind: keyof typeof KIND): Promise<void> {
  await atStep(workbench, '2/5');
  await workbench.quickInput.pick(KIND[kind]);
}

/** Step 3. */
export async function enterCredential({ workbench }: Scene, credential: string): Promise<void> {
  await atStep(workbench, '3/5');
  await workbench.quickInput.fill(credential);
  await workbench.quickInput.accept();
}

/** Step 4: where to write. `terminal` also writes Claude Code's own file. */
export async function chooseWhere({ workbench }: Scene, terminal: boolean): Promise<void> {
  await atStep(workbench, '4/5');
  const rows = await workbench.quickInput.rows();
  const row = rows.find(({ label }) => label.startsWith('VS Code') && label.includes('terminal') === terminal);
  if (row === undefined) throw new Error(`no such place: ${JSON.stringify(rows)}`);
  await workbench.quickInput.pick(row.label);
}

/** Step 5: accepts the changes, and waits until they are written. */
export async function acceptChanges(scene: Scene): Promise<void> {
  const { workbench } = scene;
  await atStep(workbench, '5/5');
  await workbench.quickInput.pick('Write these changes');
  // VS Code may take seconds to read a changed settings file, and the message waits for that.
  await waitFor('the message that it is connected', async () =>
    (await workbench.notifications.texts()).some((text) => text.includes('Connected to')),
  );
  await workbench.notifications.dismiss('Connected to');
}

/** Waits for a step of the flow. */
export async function atStep(workbench: Scene['workbench'], step: string): Promise<void> {
  await waitFor(`step ${step}`, async () => (await workbench.quickInput.step()) === step);
}

/** Runs Disconnect and confirms it; `then` is what the status bar says afterwards. */
export async function disconnect({ workbench, status }: Scene, then = 'not set up'): Promise<void> {
  await workbench.runCommand('Gateway: Disconnect');
  await workbench.dialog.waitForOpen('Disconnect from the gateway?');
  await workbench.dialog.press('Disconnect');
  await workbench.notifications.dismiss('Disconnected.');
  await status.waitFor(then);
}
