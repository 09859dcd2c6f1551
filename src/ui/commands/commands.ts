import { t } from '@vscode/l10n';
import { showActions } from './actions';
import { applyFix } from './applyFix';
import { checkConnection } from './checkConnection';
import { connect, type ConnectContext } from '../connect/connectFlow';
import { copyForGatewayTeam } from './copyForGatewayTeam';
import { copyReport } from './copyReport';
import { disconnect } from './disconnect';
import { explainError, explainSelection, explainTerminalSelection } from './explainError';
import { causeIn } from './findingArgument';
import { COMMANDS, type CommandId } from '../ids';
import { tell } from '../window/messages';
import { reportIssue } from './reportIssue';
import { runFullDiagnosis } from './runDiagnosis';
import { saveReportJson } from './saveReport';
import { withProgressInStatusBar } from '../window/screen';

/** One row a command. `argument` is what a menu or a button hands over. */
const HANDLERS: Readonly<Record<CommandId, (context: ConnectContext, argument: unknown) => Promise<unknown>>> = {
  [COMMANDS.connect]: connect,
  [COMMANDS.checkConnection]: ({ store, documents, version }) => checkConnection(store, documents, version),
  [COMMANDS.runFullDiagnosis]: runFullDiagnosis,
  [COMMANDS.showConfiguration]: async ({ store, documents }) => {
    await store.refresh();
    await documents.showConfiguration();
    // The document opens before the shell has answered, and follows.
    await withProgressInStatusBar(t('Gateway: reading the environment of your login shell'), () => store.askOthers());
  },
  [COMMANDS.showReport]: async ({ store, documents }) => {
    await store.refresh();
    await documents.showReport();
  },
  [COMMANDS.copyReport]: ({ documents }) => copyReport(documents),
  [COMMANDS.saveReportJson]: ({ documents }) => saveReportJson(documents),
  [COMMANDS.explainError]: explainError,
  [COMMANDS.explainSelection]: explainSelection,
  [COMMANDS.explainTerminalSelection]: explainTerminalSelection,
  [COMMANDS.explainFinding]: ({ documents }, row) => documents.showTroubleshooting(causeIn(row)),
  [COMMANDS.openTroubleshootingTable]: ({ documents }, cause) => documents.showTroubleshooting(causeIn(cause)),
  [COMMANDS.copyForGatewayTeam]: ({ store, documents, version }, argument) =>
    copyForGatewayTeam(store, documents, version, argument),
  [COMMANDS.applyFix]: applyFix,
  [COMMANDS.disconnect]: ({ extension, store, journal }) => disconnect(extension, store, journal),
  [COMMANDS.showActions]: ({ store }) => showActions(store),
  [COMMANDS.refresh]: ({ store }) => store.forgetAndRefresh(),
  [COMMANDS.openLog]: ({ store }) => {
    store.log.show();
    return Promise.resolve();
  },
  [COMMANDS.reportIssue]: ({ documents, extension }) => reportIssue(documents, extension.extension.id),
};

/** Runs a command. What a menu or a button hands over is its argument. */
export type CommandRunner = (id: CommandId, argument: unknown) => Promise<void>;

/** Runs commands in a context. An unexpected failure is logged and shown once. */
export function commandRunner(context: ConnectContext): CommandRunner {
  return async (id, argument) => {
    try {
      await HANDLERS[id](context, argument);
    } catch (error) {
      context.store.log.error(`${id} failed`, error);
      tell('error', t('Something went wrong, and the command didn’t finish. See the log for details.'), [
        { label: t('Open Log'), value: COMMANDS.openLog },
        { label: t('Report Issue'), value: COMMANDS.reportIssue },
      ]);
    }
  };
}
