import { NEXT_STEPS } from '../causes/nextSteps';
import { TROUBLESHOOTING } from '../causes/table';

const OTHER_HEADER = '`check --base-url URL --kind unknown`';

/**
 * What a terminal shows in place of texts that name a command of VS Code: what to run or set there. `cli.ts` gives it to
 * `@vscode/l10n` as its language, so it applies wherever such a text is shown.
 */
export const TERMINAL_TEXTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(TROUBLESHOOTING).flatMap(({ remedy, terminalSteps = {} }) =>
      remedy.flatMap((step, index) => (terminalSteps[index] === undefined ? [] : [[step, terminalSteps[index]]])),
    ),
  ),
  [NEXT_STEPS['check-connection'].words]: 'Run `check` to see how the gateway responds now.',
  [NEXT_STEPS['full-diagnosis'].words]: 'Run `check --full` to test everything.',
  [NEXT_STEPS['show-configuration'].words]: 'Run `config` to see what Claude Code sends and where each value is set.',
  [NEXT_STEPS['connect-again'].words]: `Run ${OTHER_HEADER} to find out which header the gateway reads.`,
  [NEXT_STEPS['other-header'].words]: `Try the credential in the other header: run ${OTHER_HEADER}.`,
  [NEXT_STEPS['whole-answer'].words]:
    'Look at the complete response, including its status and body: run `check`, or claude --debug.',
  'No gateway is set up here. Run Gateway: Connect to Gateway.':
    'No gateway is set up here. Set ANTHROPIC_BASE_URL and ANTHROPIC_AUTH_TOKEN in ~/.claude/settings.json.',
  'Set up for {host}, not checked yet. Run Gateway: Check Connection.':
    'Set up for {host}, not checked yet. Run `check`.',
  '{host} responds. To check whether it accepts the credential, run Gateway: Check Connection.':
    '{host} responds. To check whether it accepts the credential, run `check`.',
};
