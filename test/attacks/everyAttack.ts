import type { Attack } from './attack';
import { CERTIFICATE_ATTACKS } from './rows/certificates';
import { CLIENT_LEAKS } from './rows/clientLeaks';
import { CONSENT } from './rows/consent';
import { FOREIGN_FILES } from './rows/foreignFiles';
import { LINK_ATTACKS } from './rows/links';
import { LOG_ATTACKS } from './rows/log';
import { REDACTION_ATTACKS } from './rows/redaction';
import { SLOW_TEXTS } from './rows/slowTexts';
import { STORED_STATE } from './rows/storedState';
import { UNASKED_ATTACKS } from './rows/unasked';
import { WRITING } from './rows/writing';

/** Every row of the attack matrix, family by family. */
export const EVERY_ATTACK: readonly Attack[] = [
  ...CERTIFICATE_ATTACKS,
  ...CLIENT_LEAKS,
  ...CONSENT,
  ...FOREIGN_FILES,
  ...LINK_ATTACKS,
  ...LOG_ATTACKS,
  ...REDACTION_ATTACKS,
  ...SLOW_TEXTS,
  ...STORED_STATE,
  ...UNASKED_ATTACKS,
  ...WRITING,
];
