/** Values of `forceLoginMethod` that Claude Code acts on; an unknown value is ignored (measured with 2.1.329). */
export const LOGIN_METHODS = ['claudeai', 'console', 'gateway'] as const;
