import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../host/packaged';

/** Fills the folder that is opened, so that there is something to look at. */
export function writeSample({ workspace }: Profile, gatewayUrl: string, key: string): void {
  const text = `# Try it out

1. Press F1 and run **Gateway: Connect to Gateway**.
2. Enter the address of the practice gateway: \`${gatewayUrl}\`
3. Choose any kind of credential, and enter the key: \`${key}\` (as a command: \`echo ${key}\`)

The practice gateway reads both headers. It, this folder and all settings written here are gone when \`npm start\` ends.
`;
  writeFileSync(join(workspace, 'README.md'), text);
}

/** Keeps a first start to the point. In the packaged VS Code nothing else does. */
export const FIRST_SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'readme',
} as const;
