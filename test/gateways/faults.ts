import { ADDRESS_FAULTS } from './rows/address';
import { CREDENTIAL_FAULTS } from './rows/credential';
import { HELPER_FAULTS } from './rows/helper';
import { MODEL_FAULTS } from './rows/model';
import { PASSAGE_FAULTS } from './rows/passage';
import { PROVIDER_FAULTS } from './rows/provider';
import { PROXY_FAULTS } from './rows/proxy';
import { TLS_FAULTS } from './rows/tls';
import type { Fault } from './row';

/** Every way in which a gateway, or the way to it, is broken here; what is expected is what is really wrong. */
export const FAULTS: readonly Fault[] = [
  ...ADDRESS_FAULTS,
  ...TLS_FAULTS,
  ...PROXY_FAULTS,
  ...CREDENTIAL_FAULTS,
  ...HELPER_FAULTS,
  ...MODEL_FAULTS,
  ...PASSAGE_FAULTS,
  ...PROVIDER_FAULTS,
];
