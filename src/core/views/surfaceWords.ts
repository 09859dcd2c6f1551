import { t } from '@vscode/l10n';
import type { LoginGate } from '../config/loginGate';
import { isConfigured } from '../config/predict';
import { SURFACE_LABEL, type SurfaceId } from '../claude/sources';
import { tableText } from '../text/tableText';
import { originText, placeText, type Place, type SurfaceConfig, type SurfaceGroup } from './surfaceConfig';

/** Shorter names of surfaces that often go together. */
export const TOGETHER: readonly (readonly [readonly SurfaceId[], string])[] = [
  [['vscode-extension', 'integrated-terminal', 'terminal', 'print'], 'All four surfaces'],
  [['integrated-terminal', 'terminal', 'print'], 'claude in every terminal, and claude -p'],
  [['integrated-terminal', 'terminal'], 'claude in every terminal'],
  [['terminal', 'print'], 'claude in another terminal, and claude -p'],
];

/** One name for several surfaces. */
export function surfacesLabel(surfaces: readonly SurfaceId[]): string {
  const known = TOGETHER.find(([ids]) => ids.length === surfaces.length && ids.every((id) => surfaces.includes(id)));
  if (known !== undefined) return tableText(known[1]);
  return surfaces
    .map((id) => tableText(SURFACE_LABEL[id]))
    .reduce((one, other) => t('{one}, and {other}', { one, other }));
}

/** One sentence about what all surfaces send. */
export function sendingVerdict(sending: readonly SurfaceGroup[]): string {
  const [only, other] = sending;
  if (only === undefined) return t('Nothing is known.');
  if (other !== undefined) return t('The surfaces differ: {list}.', { list: sending.map(sendsClause).join('; ') });
  const [{ request, reason = '' }] = only.members;
  if (isConfigured(request) || request.provider !== 'anthropic') return `${sendsClause(only)}.`;
  return request.willSend
    ? t('No gateway is set up: {clause}.', { clause: sendsClause(only) })
    : t('No gateway is set up, and nothing is sent: {reason}.', { reason });
}

/** Names of headers in a sentence. */
function headerNames(names: readonly string[]): string {
  return names.reduce((one, other) => t('{one} and {other}', { one, other }));
}

function sendsClause({ label, members: [first, ...rest] }: SurfaceGroup): string {
  const several = rest.length > 0;
  if (!first.request.willSend) {
    const words = { surfaces: label, reason: first.reason ?? '' };
    return several ? t('{surfaces} send nothing ({reason})', words) : t('{surfaces} sends nothing ({reason})', words);
  }
  const words = { surfaces: label, host: first.host };
  // A header that a command may be too slow for is mentioned where each header is listed.
  const names = first.headers.filter(({ origin }) => origin.ifQuick !== true).map(({ name }) => name);
  if (names.length === 0)
    return several
      ? t('{surfaces} send to {host} with no credential', words)
      : t('{surfaces} sends to {host} with no credential', words);
  const headers = headerNames(names);
  return several
    ? t('{surfaces} send to {host} with {headers}', { ...words, headers })
    : t('{surfaces} sends to {host} with {headers}', { ...words, headers });
}

/** What a surface sends, as words and the places in them. */
export function sendsPieces({ request, url, reason, headers }: SurfaceConfig): readonly (string | Place)[] {
  if (!request.willSend) return [t('nothing is sent: {reason}', { reason: reason ?? '' })];
  const asked = `${request.method} ${url}`;
  const [first, second] = headers.map(({ name, origin, place }): readonly (string | Place)[] => {
    const from = t('{header} from {origin}', { header: name, origin: originText(origin) });
    return origin.kind === 'login' ? [from] : [`${from} (`, place, ')'];
  });
  if (first === undefined) return [t('{request} with no credential', { request: asked })];
  const both = second === undefined ? first : withPieces(t('{one} and {other}'), { one: first, other: second });
  return withPieces(t('{request} with {headers}'), { request: [asked], headers: both });
}

/** {@link sendsPieces} as a text. */
export function sendsText(config: SurfaceConfig): string {
  return sendsPieces(config)
    .map((piece) => (typeof piece === 'string' ? piece : placeText(piece)))
    .join('');
}

/** A sentence with pieces in its placeholders, in the order that its language has them. */
function withPieces<T>(sentence: string, pieces: Readonly<Record<string, readonly T[]>>): readonly (string | T)[] {
  return sentence
    .split(/\{(\w+)\}/)
    .flatMap((part, index): readonly (string | T)[] => (index % 2 === 0 ? [part] : (pieces[part] ?? [])));
}

/** The login gates of a group, each once, with the surfaces where they differ. `claude -p` asks nothing, which needs no line. */
export function gateLines({ members }: SurfaceGroup): string[] {
  const asking = members.filter(({ surface }) => surface !== 'print');
  const counted = asking.length === 0 ? members : asking;
  const texts = [...new Set(counted.map(({ loginGate }) => gateText(loginGate)))];
  // `claude -p` shows no screen, so if one appears, the other surfaces are named.
  const forAll =
    texts.length === 1 && (counted.length === members.length || !counted.some(({ loginGate }) => loginGate.shows));
  return texts.map((text) =>
    forAll
      ? text
      : `${surfacesLabel(counted.filter(({ loginGate }) => gateText(loginGate) === text).map(({ surface }) => surface))}: ${text}`,
  );
}

function gateText({ shows, certain, because }: LoginGate): string {
  if (shows)
    return certain
      ? t('a login screen appears: {reason}', { reason: because })
      : t('a login screen may appear: {reason}', { reason: because });
  return certain
    ? t('no login screen: {reason}', { reason: because })
    : t('probably no login screen: {reason}', { reason: because });
}
