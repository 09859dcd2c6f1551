import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/ui/ids';
import { waitFor } from '../host/waiting';
import { given, GATEWAY_URL_VARIABLE, gatewayVariables, requestsSoFar, SENTINEL } from './environment';
import { FILES, freshReport, reportWith, restoring, settingsInForce, withSettings, writeSettings } from './window';
import { ENVIRONMENT_SETTING } from '../../src/core/files/vscodeSettings';

const INTERVAL = 'llmGateway.healthCheck.intervalMinutes';
/** Longer than a check waits for the configuration to settle, and than it takes. */
const QUIET_MS = 6000;

type Requests = ReturnType<typeof requestsSoFar>;

/** What a settings file holds, as far as VS Code wrote none of it. */
function contentOf(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** The requests that arrive from now on. */
function arrivals(): () => Requests {
  const before = requestsSoFar().length;
  return () => requestsSoFar().slice(before);
}

/** Runs something while the checks are switched on, and the user has checked the gateway that is set up. */
async function switchedOn(work: () => Promise<void>): Promise<void> {
  await freshReport();
  await vscode.commands.executeCommand(COMMANDS.checkConnection);
  await reportWith('that it works', (text) => text.startsWith('# Connected to 127.0.0.1:'));
  await withSettings(FILES.user, { ...contentOf(FILES.user), [INTERVAL]: 15 }, work);
}

/** A change of how Claude Code is set up that changes nothing about where and what it sends. */
function changeSomething(value: string): void {
  writeSettings(FILES.claude, { env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: value } });
}

function assertFree(requests: Requests): void {
  for (const { method, path, body } of requests) {
    const { messages = [], max_tokens: tokens = 0 } = (body === '' ? {} : JSON.parse(body)) as {
      messages?: unknown[];
      max_tokens?: number;
    };
    assert.ok(messages.length === 0 || tokens < 1, `${method} ${path} may cost tokens`);
  }
}

describe('checks without tokens', () => {
  it('are not made when they are switched off, whatever changes', async () => {
    const arrived = arrivals();
    await restoring(FILES.claude, async () => {
      changeSomething('4001');
      await reportWith('the change', (text) => text.includes('4001'));
      await sleep(QUIET_MS);
    });
    assert.deepEqual(arrived(), []);
  });

  it('are made once after a change, and cost nothing', async () => {
    await switchedOn(async () => {
      await restoring(FILES.claude, async () => {
        const arrived = arrivals();
        changeSomething('4002');
        await waitFor('a request', () => arrived().length > 0);
        await sleep(QUIET_MS);
        const [request, ...further] = arrived();
        assert.deepEqual(further, []);
        assertFree(arrived());
        assert.equal(request?.headers['authorization'], `Bearer ${SENTINEL}`);
        await reportWith('that it works', (text) => text.startsWith('# Connected to 127.0.0.1:'));
      });
      // The change back is one, too.
      await sleep(QUIET_MS);
    });
  });

  it('are not made at an address that nobody has checked, and again where somebody has', async () => {
    const { file } = settingsInForce();
    await switchedOn(async () => {
      await restoring(file, async () => {
        const arrived = arrivals();
        writeSettings(file, {
          ...contentOf(file),
          [ENVIRONMENT_SETTING]: gatewayVariables(given(GATEWAY_URL_VARIABLE).replace('127.0.0.1', 'localhost')),
        });
        await reportWith('that it is new', (text) => text.includes('it’s a new address on this machine'));
        await sleep(QUIET_MS);
        assert.deepEqual(arrived(), []);
      });
      const arrived = arrivals();
      await reportWith('that it works', (text) => text.startsWith('# Connected to 127.0.0.1:'));
      // A host that has changed has to stay for half a minute.
      await waitFor('a request', () => arrived().length > 0, 90_000);
      await sleep(QUIET_MS);
      assertFree(arrived());
    });
  });

  it('are not made where the folder says where to', async () => {
    await switchedOn(async () => {
      await restoring(FILES.project, async () => {
        writeSettings(FILES.project, { env: { ANTHROPIC_BASE_URL: `${given(GATEWAY_URL_VARIABLE)}/of-the-folder` } });
        await reportWith('the address of the folder', (text) => text.includes('of-the-folder'));
        const arrived = arrivals();
        await sleep(QUIET_MS);
        assert.deepEqual(arrived(), []);
      });
      const arrived = arrivals();
      await waitFor('a request', () => arrived().length > 0, 90_000);
      assertFree(arrived());
    });
  });
});
