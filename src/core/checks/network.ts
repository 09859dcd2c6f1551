import { t } from '@vscode/l10n';
import { isLoopback } from '../claude/baseUrl';
import { isConfigured, type PredictedRequest } from '../config/predict';
import { bypassesProxy, PROXY_VARIABLES, proxyProblem } from '../claude/proxy';
import { effectiveValue, valueOf, type ResolvedConfig, type SourcedValue } from '../config/resolve';
import type { SourceReading } from '../config/snapshot';
import { sourceRow } from '../claude/sources';
import { FILE_VARIABLES } from '../claude/variables';
import { removal, type Sighting, type StaticCheck } from './check';
import { lineOf, placeIn, placeOf, isSetIn } from '../config/places';

/** The variable that names the proxy, and the address that's requested through it. Undefined if no proxy is used. */
function proxied(
  config: ResolvedConfig,
  request: PredictedRequest,
): { readonly variable: string; readonly found: SourcedValue; readonly url: URL } | undefined {
  const target = request.baseUrl.value.trim();
  const variable = PROXY_VARIABLES.find((name) => valueOf(config, name) !== undefined);
  const found = variable === undefined ? undefined : effectiveValue(config, variable);
  if (variable === undefined || found === undefined || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  // If both spellings are set, the lowercase one applies, even if it's empty.
  const exceptions = ['no_proxy', 'NO_PROXY']
    .map((name) => config.variables.find((candidate) => candidate.name === name)?.effective.value.reveal())
    .find((value) => value !== undefined);
  return bypassesProxy(url, exceptions ?? '') ? undefined : { variable, found, url };
}

function setsCertificates({ env, outcome, ignored }: SourceReading): boolean {
  return outcome.status === 'read' && ignored === undefined && (env['NODE_EXTRA_CA_CERTS']?.length ?? 0) > 0;
}

/** Proxies and certificates between Claude Code and the gateway. https://code.claude.com/docs/en/network-config */
export const NETWORK_CHECKS: readonly StaticCheck[] = [
  {
    name: 'proxy-unusable',
    causes: ['proxy-invalid'],
    find: ({ config, request }) => {
      const through = isConfigured(request) ? proxied(config, request) : undefined;
      const detail = through === undefined ? undefined : proxyProblem(through.found.value.reveal());
      if (through === undefined || detail === undefined) return [];
      return [
        {
          evidence: isSetIn(through.variable, through.found),
          facts: { variable: through.variable, detail, source: placeOf(through.found) },
          fix: removal(through.variable, through.found),
        },
      ];
    },
  },
  {
    name: 'proxy-in-the-way',
    causes: ['proxy-in-the-way'],
    find: ({ config, request }) => {
      const through = isConfigured(request) ? proxied(config, request) : undefined;
      if (through === undefined || proxyProblem(through.found.value.reveal()) !== undefined) return [];
      const { variable, found, url } = through;
      // To a proxy on another machine, localhost is that machine. Any other gateway may well need the proxy.
      return [
        {
          evidence: t('{variable} in {place}, and {other} doesn’t include {host}', {
            variable,
            place: lineOf(found),
            other: 'NO_PROXY',
            host: url.host,
          }),
          facts: { variable, host: url.hostname, source: placeOf(found) },
          ...(isLoopback(url.hostname) ? { severity: 'warning' } : {}),
        },
      ];
    },
  },
  {
    name: 'no-proxy-entry',
    causes: ['variable-value'],
    find: ({ config }) =>
      ['no_proxy', 'NO_PROXY'].flatMap((variable): Sighting[] => {
        const found = effectiveValue(config, variable);
        if (found === undefined || !/[a-z]:\/\//i.test(found.value.reveal())) return [];
        return [
          {
            severity: 'note',
            evidence: isSetIn(variable, found),
            facts: {
              variable,
              source: placeOf(found),
              detail: t('use host names without http:// or https://.'),
            },
          },
        ];
      }),
  },
  {
    name: 'vscode-proxy',
    causes: ['vscode-proxy-unused'],
    surfaces: ['vscode-extension'],
    find: ({ config, request, snapshot }) => {
      const proxy = snapshot.vscode?.http['http.proxy'] ?? '';
      const own = PROXY_VARIABLES.some((name) => valueOf(config, name) !== undefined);
      const local = URL.canParse(request.baseUrl.value) && isLoopback(new URL(request.baseUrl.value).hostname);
      return proxy === '' || own || local || !isConfigured(request)
        ? []
        : [
            {
              evidence: t('{setting} is {value}, and no proxy variable is set', {
                setting: 'http.proxy',
                value: proxy,
              }),
              certain: false,
            },
          ];
    },
  },
  {
    name: 'certificate-file',
    causes: ['ca-file-unreadable'],
    find: ({ config, snapshot }) =>
      FILE_VARIABLES.flatMap((variable): Sighting[] => {
        const found = effectiveValue(config, variable);
        const path = found?.value.reveal() ?? '';
        const problem =
          snapshot.fileProblems !== undefined && Object.hasOwn(snapshot.fileProblems, path)
            ? snapshot.fileProblems[path]
            : undefined;
        if (found === undefined || problem === undefined) return [];
        const detail = problem.replace(/[^.]$/, '$&.');
        return [
          {
            evidence: t('{variable} in {place} is {file}: {problem}', {
              variable,
              place: lineOf(found),
              file: path,
              problem,
            }),
            facts: { variable, detail, source: placeOf(found) },
            fix: removal(variable, found),
          },
        ];
      }),
  },
  {
    name: 'certificate-file-elsewhere',
    causes: ['ca-file-elsewhere'],
    find: ({ config, request, snapshot }) => {
      const usesTls = isConfigured(request) && /^\s*https:/i.test(request.baseUrl.value);
      if (!usesTls || valueOf(config, 'NODE_EXTRA_CA_CERTS') !== undefined) return [];
      const elsewhere = snapshot.readings.find(
        (reading) =>
          setsCertificates(reading) && !(reading.surfaces ?? sourceRow(reading.id).surfaces).includes(config.surface),
      );
      if (elsewhere === undefined) return [];
      const place = placeIn(elsewhere, 'NODE_EXTRA_CA_CERTS');
      return [
        {
          evidence: isSetIn('NODE_EXTRA_CA_CERTS', place),
          facts: {
            variable: 'NODE_EXTRA_CA_CERTS',
            source: elsewhere.label === undefined ? placeOf(place) : t('the {source}', { source: elsewhere.label }),
          },
        },
      ];
    },
  },
  {
    name: 'certificates-unchecked',
    causes: ['tls-check-off'],
    find: ({ config }) => {
      const found = effectiveValue(config, 'NODE_TLS_REJECT_UNAUTHORIZED');
      return found?.value.reveal() !== '0'
        ? []
        : [
            {
              evidence: isSetIn('NODE_TLS_REJECT_UNAUTHORIZED', found),
              facts: { source: placeOf(found) },
              fix: removal('NODE_TLS_REJECT_UNAUTHORIZED', found),
            },
          ];
    },
  },
];
