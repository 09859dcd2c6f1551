import { t } from '@vscode/l10n';
import { gateLines, originText, placeText, UNKNOWABLE, type ConfigRow, type EffectiveConfig, type Place, type SurfaceConfig } from './effectiveConfig';
import { explain, type Finding } from './findings';
import type { Health, LastCheck } from './health';
import { headerNames } from './surfaceWords';

/** The effective configuration for people: the verdict, what each surface sends, then each value with its places. */
export function configText(config: EffectiveConfig): string {
  const blocks = [
    [config.verdict],
    config.sending.flatMap((group) => [group.label, `  ${sendsText(group.members[0])}`, ...gateLines(group).map((text) => `  ${text}`)]),
    config.problems.map(({ severity, text, surfaces }) => `${MARK[severity]} ${surfaces === undefined ? '' : `${surfaces}: `}${text}`),
    ...config.tables.map(({ label, members: [{ rows }] }) => [label, ...(rows.length === 0 ? ['  nothing is set'] : rows.flatMap(rowLines))]),
    config.settings.length === 0 ? [] : ['Settings of VS Code', ...config.settings.map(({ name, value, effect }) => `  ${name} = ${value}: ${effect}`)],
    ['Also looked at', ...config.alsoLookedAt.map(({ place, why }) => `  ${placeWithFile(place)}: ${why}`), `  ${UNKNOWABLE}`],
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}

/**
 * The effective configuration for machines; a documented, stable format without any secret. Keys are added, none is renamed:
 * `{verdict, surfaces: {NAME: {willSend, reason?, provider, baseUrl, url, headers, loginGate, overridden, variables}}, problems, notCounting}`.
 */
export function configJson(config: EffectiveConfig): string {
  const surfaces = config.surfaces.map(({ surface, request, url, baseUrl, loginGate, rows }) => {
    const { willSend, reason, provider, headers } = request;
    return [surface, {
      willSend,
      ...(reason === undefined ? {} : { reason }),
      provider,
      baseUrl: { ...request.baseUrl, value: baseUrl },
      url,
      headers,
      loginGate,
      overridden: rows.flatMap(({ name, place, overrides }) => overrides.map((other) => ({ variable: name, source: other.place.source, by: place.source }))),
      variables: rows.map(({ name, fullValue, place }) => ({ variable: name, value: fullValue, source: place.source, ...(place.file === undefined ? {} : { file: place.file }), ...(place.line === undefined ? {} : { line: place.line }) })),
    }] as const;
  });
  const notCounting = config.alsoLookedAt.filter(({ absent }) => !absent).map(({ place, why }) => ({ source: place.source, ...(place.file === undefined ? {} : { file: place.file }), ...(place.line === undefined ? {} : { line: place.line }), why }));
  return json({ verdict: config.verdict, surfaces: Object.fromEntries(surfaces), problems: config.problems.map(({ cause, severity, text, surfaces: where }) => ({ cause, severity, text, surfaces: where })), notCounting });
}

/** The verdict of a check, then one line per check. */
export function checkText(health: Health, last: LastCheck): string {
  const lines = [health.verdict, ''];
  for (const found of health.findings) {
    const { owner, remedy, docs } = explain(found);
    lines.push(`${MARK[found.severity]} ${explain(found).title}`, `    who acts: ${owner}`, ...remedy.map((step) => `    ${step}`), `    seen: ${found.evidence}`, `    ${docs}`);
  }
  lines.push(...last.checks.map(({ outcome, label, detail, ms }) => `${{ ok: '✓', problem: '✗', skipped: '–' }[outcome]} ${label}: ${detail} (${Math.round(ms)} ms)`));
  return `${lines.join('\n')}\n`;
}

/** The same for machines: `{healthy, verdict, findings, checks}`. */
export function checkJson(health: Health, last: LastCheck): string {
  return json({ healthy: health.state === 'connected', verdict: health.verdict, findings: health.findings.map(findingJson), checks: last.checks });
}

/** What a surface sends, in one line. */
export function sendsText({ request, url, reason, headers }: SurfaceConfig): string {
  if (!request.willSend) return t('nothing is sent: {reason}', { reason: reason ?? '' });
  const asked = `${request.method} ${url}`;
  const parts = headers.map(({ name, origin, place }) => {
    const from = t('{header} from {origin}', { header: name, origin: originText(origin) });
    return origin.kind === 'login' ? from : `${from} (${placeText(place)})`;
  });
  return parts.length === 0 ? t('{request} with no credential', { request: asked }) : t('{request} with {headers}', { request: asked, headers: headerNames(parts) });
}

function rowLines({ name, value, place, why, overrides }: ConfigRow): string[] {
  return [`  ${name} = ${value}`, `      ${placeWithFile(place)}. ${why}`, ...overrides.map((other) => `      overrides ${placeWithFile(other.place)}${other.same ? ' (same value)' : ''}`)];
}

function placeWithFile(place: Place): string {
  return place.file === undefined ? placeText(place) : `${placeText(place)} (${place.file})`;
}

const MARK = { error: '✗', warning: '!', note: 'i' } as const;

function findingJson(found: Finding): Readonly<Record<string, unknown>> {
  const { title, cause, owner, remedy, docs } = explain(found);
  return { cause: found.cause, severity: found.severity, certain: found.certain, title, why: cause, owner, remedy, docs, evidence: found.evidence };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
