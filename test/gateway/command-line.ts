import { parseArgs } from 'node:util';
import { TLS, type Tls } from './certificates';
import { READS, type Reads } from './credentials';
import { isMisbehaviour, MISBEHAVIOURS, type MisbehaviourName } from './misbehaviours';
import type { PracticeGatewayOptions } from './practice-gateway';

/** What the command line asks for. */
export interface CommandLine {
  readonly options: PracticeGatewayOptions;
  /** The file each request is appended to, one JSON line each. */
  readonly record: string | undefined;
  readonly misbehave: MisbehaviourName | undefined;
}

function oneOf<T extends string>(
  name: string,
  value: string,
  allowed: (value: string) => value is T,
  names: readonly string[],
): T {
  if (!allowed(value)) throw new Error(`--${name} ${value}: expected one of ${names.join(', ')}`);
  return value;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${text}: expected a port number`);
  return port;
}

const TEXT = { type: 'string' } as const;

/** Reads `--port N --keys a,b --reads both --models a,b --tls none --base-path /llm --record FILE --misbehave NAME`; throws on anything else. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: TEXT,
      keys: TEXT,
      reads: TEXT,
      models: TEXT,
      tls: TEXT,
      'base-path': TEXT,
      record: TEXT,
      misbehave: TEXT,
    },
  });
  const { port, keys, reads, models, tls, record, misbehave } = values;
  return {
    options: {
      ...(port === undefined ? {} : { port: portOf(port) }),
      ...(keys === undefined ? {} : { keys: keys.split(',') }),
      ...(models === undefined ? {} : { models: models.split(',') }),
      ...(reads === undefined
        ? {}
        : { reads: oneOf('reads', reads, (name): name is Reads => READS.some((known) => known === name), READS) }),
      ...(tls === undefined
        ? {}
        : { tls: oneOf('tls', tls, (name): name is Tls => TLS.some((known) => known === name), TLS) }),
      ...(values['base-path'] === undefined ? {} : { basePath: values['base-path'] }),
    },
    record,
    misbehave:
      misbehave === undefined ? undefined : oneOf('misbehave', misbehave, isMisbehaviour, Object.keys(MISBEHAVIOURS)),
  };
}
