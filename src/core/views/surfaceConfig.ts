import type { HeaderOrigin, PredictedRequest } from '../config/predict';
import type { LoginGate } from '../config/loginGate';
import type { SourceId, SurfaceId } from '../claude/sources';
import { t } from '@vscode/l10n';

/** A place that a value is set in. `label` and `file` are printable; `location` is the file as it is, to open it. */
export interface Place {
  readonly source: SourceId;
  readonly label: string;
  readonly file: string | undefined;
  readonly location: string | undefined;
  readonly line: number | undefined;
}

/** A variable as it is shown, secrets as a fixed phrase. */
export interface ConfigRow {
  readonly name: string;
  readonly value: string;
  /** The same, not cut, for machines. */
  readonly fullValue: string;
  readonly place: Place;
  readonly why: string;
  /** Places that set it too but are overridden; `same` when they hold the same value. */
  readonly overrides: readonly { readonly place: Place; readonly same: boolean }[];
}

/** A header that carries a credential. */
export interface ShownHeader {
  readonly name: 'Authorization' | 'x-api-key';
  readonly origin: HeaderOrigin;
  readonly place: Place;
}

/** What holds on one surface. */
export interface SurfaceConfig {
  readonly surface: SurfaceId;
  readonly request: PredictedRequest;
  /** Set when nothing is sent. */
  readonly reason: string | undefined;
  readonly url: string;
  readonly baseUrl: string;
  readonly host: string;
  readonly headers: readonly ShownHeader[];
  readonly loginGate: LoginGate;
  readonly rows: readonly ConfigRow[];
}

/** Surfaces of which the same is true. */
export interface SurfaceGroup {
  readonly label: string;
  readonly members: readonly [SurfaceConfig, ...SurfaceConfig[]];
}

/** A place with its line, for a sentence or a table. */
export function placeText({ label, line }: Place): string {
  return line === undefined ? label : t('{place}, line {line}', { place: label, line });
}

/** The same with its file. */
export function fullPlaceText(place: Place): string {
  return place.file === undefined ? placeText(place) : `${placeText(place)} (${place.file})`;
}

/** Where a header’s content comes from, in words. */
export function originText({ kind, variable, ifQuick }: HeaderOrigin): string {
  if (ifQuick === true) return t('{variable}, if the command is fast enough', { variable: variable ?? '' });
  if (kind === 'login') return t('the saved login');
  return kind === 'empty' ? t('{variable} (empty)', { variable: variable ?? '' }) : (variable ?? '');
}
