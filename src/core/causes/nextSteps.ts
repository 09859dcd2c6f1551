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
    words: 'Ask the gateway again, from here: Gateway: Check Connection shows what it answers now.',
    command: 'checkConnection',
  },
  'full-diagnosis': { words: 'Measure all of it: Gateway: Run Full Diagnosis.', command: 'runFullDiagnosis' },
  'show-configuration': {
    words: 'See what Claude Code sends, and because of which line: Gateway: Show Effective Configuration.',
    command: 'showConfiguration',
  },
  'connect-again': {
    words: 'Run Gateway: Connect to Gateway and choose “I wasn’t told”: it finds the header that the gateway reads.',
    command: 'connect',
  },
  'other-header': {
    words:
      'Try the credential in the other header: Gateway: Connect to Gateway does it when you choose “I wasn’t told”.',
    command: 'connect',
  },
  'gateway-log': {
    words:
      'Ask your gateway team whether the request is in their log: when it is not, something in front of the gateway answered.',
  },
  'whole-answer': {
    words: 'Look at the whole answer, status and body included: run claude --debug, or Gateway: Check Connection.',
    command: 'checkConnection',
  },
  'run-helper': {
    words: 'Run the apiKeyHelper command by hand in a terminal: it must print the credential and nothing else.',
  },
  'wait-and-retry': { words: 'Try again in a minute: if it works then, it was passing.' },
  terminal: { words: 'Run claude in a terminal of this folder: what it prints there says more.' },
} as const satisfies Record<string, { readonly words: string; readonly command?: StepCommand }>;

/** An id of {@link NEXT_STEPS}. */
export type NextStepId = keyof typeof NEXT_STEPS;
