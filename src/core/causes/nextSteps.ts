/** The commands that a next step can run, and what their buttons are called: as in the command palette. */
export const STEP_BUTTONS = {
  checkConnection: 'Check Connection',
  runFullDiagnosis: 'Run Full Diagnosis',
  showConfiguration: 'Show Effective Configuration',
  connect: 'Connect to Gateway',
} as const;

/** A command that a next step can run, by its name in `COMMANDS` (`ui/ids.ts`). */
export type StepCommand = keyof typeof STEP_BUTTONS;

/**
 * What can be done to find out more, when an error text fits several causes or none. Without a `command` it is
 * something that a person looks up.
 */
export const NEXT_STEPS = {
  'check-connection': {
    words: 'Run Gateway: Check Connection to see how the gateway responds now.',
    command: 'checkConnection',
  },
  'full-diagnosis': { words: 'Run Gateway: Run Full Diagnosis to test everything.', command: 'runFullDiagnosis' },
  'show-configuration': {
    words: 'Run Gateway: Show Effective Configuration to see what Claude Code sends and where each value is set.',
    command: 'showConfiguration',
  },
  'connect-again': {
    words: 'Run Gateway: Connect to Gateway and choose “I wasn’t told” to find out which header the gateway reads.',
    command: 'connect',
  },
  'other-header': {
    words: 'Try the credential in the other header: run Gateway: Connect to Gateway and choose “I wasn’t told”.',
    command: 'connect',
  },
  'gateway-log': {
    words:
      'Ask your gateway team whether the request is in their log. If it isn’t, something in front of the gateway responded.',
  },
  'whole-answer': {
    words:
      'Look at the complete response, including its status and body: run Gateway: Check Connection, or claude --debug.',
    command: 'checkConnection',
  },
  'run-helper': {
    words: 'Run the apiKeyHelper command in a terminal: it must print only the credential.',
  },
  'wait-and-retry': { words: 'Try again in a minute: if it works then, the problem was temporary.' },
  terminal: { words: 'Run claude in a terminal in this folder: its output has more details.' },
} as const satisfies Record<string, { readonly words: string; readonly command?: StepCommand }>;

/** An id of {@link NEXT_STEPS}. */
export type NextStepId = keyof typeof NEXT_STEPS;
