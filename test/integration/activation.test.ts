import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../src/ui/ids';
import { waitFor } from '../host/waiting';
import { requestsSoFar, SENTINEL } from './environment';
import { contributions, extension, freshReport, rowOf } from './window';

/** Long enough for whatever an extension might put off until after its start. */
const QUIET_MS = 3_000;

describe('activation', () => {
  it('happens by itself, in the installed VSIX', async () => {
    await waitFor('the activation', () => extension().isActive);
    assert.match(extension().extensionPath, /llm-gateway-connect\.llm-gateway-connect-\d+\.\d+\.\d+/);
  });

  it('registers every command that is declared, and no other', async () => {
    const declared = contributions().commands.map(({ command }) => command);
    const views = Object.values(VIEWS);
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('llmGateway.'));
    // VS Code adds some for each view, to focus it and the like.
    const own = registered.filter((id) => !views.some((view) => id.startsWith(`${view}.`)));
    assert.deepEqual(own.sort(), [...declared].sort());
    assert.deepEqual(Object.values(COMMANDS).sort(), [...declared].sort());
  });

  it('brings every view that is declared', async () => {
    const { views, viewsContainers } = contributions();
    const declared = Object.values(views).flatMap((list) => list.map(({ id }) => id));
    assert.deepEqual(Object.values(VIEWS), declared);
    const known = await vscode.commands.getCommands(true);
    for (const id of declared) {
      assert.ok(known.includes(`${id}.focus`), `VS Code knows no view ${id}`);
      await vscode.commands.executeCommand(`${id}.focus`);
    }
    for (const { id } of Object.values(viewsContainers).flat())
      assert.ok(known.includes(`workbench.view.extension.${id}`), `VS Code knows no container ${id}`);
  });

  it('sends nothing', async () => {
    // The gateway is set up, which the report can tell; whoever wanted to ask it knew where.
    assert.ok(rowOf('ANTHROPIC_BASE_URL', await freshReport()));
    await sleep(QUIET_MS);
    assert.deepEqual(requestsSoFar(), []);
  });

  it('sends one request when it is asked to', async () => {
    await vscode.commands.executeCommand(COMMANDS.checkConnection);
    const [request, ...further] = await waitFor('a request', () => requestsSoFar().length > 0 && requestsSoFar());
    assert.deepEqual(further, []);
    assert.equal(`${request?.method} ${request?.path}`, 'POST /v1/messages?beta=true');
    const { authorization, ...others } = request?.headers ?? {};
    assert.equal(authorization, `Bearer ${SENTINEL}`);
    assert.ok(
      !JSON.stringify([others, request?.path, request?.body]).includes(SENTINEL),
      'the credential is in that header only',
    );
    assert.match(await freshReport(), /^# Connected to 127\.0\.0\.1:\d+\./);
  });

  it('sends nothing more for a full diagnosis that nobody has agreed to', async () => {
    const before = requestsSoFar().length;
    // Its question is a modal dialog, which is refused here.
    await vscode.commands.executeCommand(COMMANDS.runFullDiagnosis);
    await sleep(QUIET_MS);
    assert.equal(requestsSoFar().length, before);
  });
});
