/** Every id that package.json and the code share. A test compares them. */
export const COMMANDS = {
  connect: 'llmGateway.connect',
  checkConnection: 'llmGateway.checkConnection',
  runFullDiagnosis: 'llmGateway.runFullDiagnosis',
  showConfiguration: 'llmGateway.showConfiguration',
  showReport: 'llmGateway.showReport',
  copyReport: 'llmGateway.copyReport',
  saveReportJson: 'llmGateway.saveReportJson',
  explainError: 'llmGateway.explainError',
  explainSelection: 'llmGateway.explainSelection',
  explainTerminalSelection: 'llmGateway.explainTerminalSelection',
  explainFinding: 'llmGateway.explainFinding',
  openTroubleshootingTable: 'llmGateway.openTroubleshootingTable',
  copyForGatewayTeam: 'llmGateway.copyForGatewayTeam',
  applyFix: 'llmGateway.applyFix',
  disconnect: 'llmGateway.disconnect',
  showActions: 'llmGateway.showActions',
  refresh: 'llmGateway.refresh',
  openLog: 'llmGateway.openLog',
  reportIssue: 'llmGateway.reportIssue',
} as const;

/** The id of a command. */
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = { diagnostics: 'llmGateway.diagnostics' } as const;

/** Context key with the health state, for `when` clauses and the welcome text. */
export const STATE_CONTEXT = 'llmGateway.state';

/** Context key: the report is what the active editor shows. */
export const REPORT_CONTEXT = 'llmGateway.reportInFront';

export const STATUS_ITEM = 'llmGateway.status';

/** Schemes of read-only documents. Their addresses never carry content. */
export const SCHEMES = {
  report: 'llm-gateway-report',
  configuration: 'llm-gateway-configuration',
  preview: 'llm-gateway-preview',
  explanation: 'llm-gateway-explanation',
  troubleshooting: 'llm-gateway-troubleshooting',
} as const;

/** Keys of stored state. `journal` and `agreementKey` are in SecretStorage, the others in the extension's global state and free of secrets. */
export const STORED = {
  journal: 'llmGateway.journal',
  agreementKey: 'llmGateway.agreementKey',
  lastCheck: 'llmGateway.lastCheck',
  syncAdded: 'llmGateway.syncAdded',
} as const;

/** The extension whose setting is written. */
export const CLAUDE_EXTENSION = 'anthropic.claude-code';
