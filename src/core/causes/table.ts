import type { CauseId } from './causes';
import { ANSWER_ROWS } from './rows/answerRows';
import { CLIENT_ROWS } from './rows/clientRows';
import { CREDENTIAL_ROWS } from './rows/credentialRows';
import { LEAK_ROWS } from './rows/leakRows';
import { NETWORK_ROWS } from './rows/networkRows';
import { PROBE_ROWS } from './rows/probeRows';
import { REQUEST_ROWS } from './rows/requestRows';
import { SERVICE_ROWS } from './rows/serviceRows';
import { SETTINGS_ROWS } from './rows/settingsRows';
import type { Row } from './row';

/** The troubleshooting table: a cause stands here once, and every view takes its words from here. */
export const TROUBLESHOOTING: Readonly<Record<CauseId, Row>> = {
  ...CREDENTIAL_ROWS,
  ...LEAK_ROWS,
  ...NETWORK_ROWS,
  ...ANSWER_ROWS,
  ...SERVICE_ROWS,
  ...REQUEST_ROWS,
  ...CLIENT_ROWS,
  ...SETTINGS_ROWS,
  ...PROBE_ROWS,
};
