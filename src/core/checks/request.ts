import { t } from '@vscode/l10n';
import { isLoopback, reviewBaseUrl } from '../claude/baseUrl';
import type { NothingSent } from '../causes/row';
import { TROUBLESHOOTING } from '../causes/table';
import { reviewCredential } from '../claude/credential';
import { keyAnswer } from '../config/keyApproval';
import { isConfigured } from '../config/predict';
import { PROVIDERS } from '../claude/providers';
import { redactLine } from '../words/redact';
import { effectiveValue } from '../config/resolve';
import { loginStatus, type ReadOutcome } from '../config/snapshot';
import { sourceRow } from '../claude/sources';
import { variableRow } from '../claude/variables';
import { sentence, setting, type CheckInput, type StaticCheck } from './check';
import type { Facts } from '../causes/facts';
import { placeLabel, placeOf } from '../config/places';
import { trimEndOf } from '../text/trim';

/** A broken file in a sentence. */
export function outcomeText(outcome: ReadOutcome): string {
  if (outcome.status === 'malformed')
    return t('Line {line}, column {column}: {problem}.', {
      line: outcome.line,
      column: outcome.column,
      problem: outcome.message,
    });
  return outcome.status === 'unreadable' ? sentence(outcome.message) : '';
}

/** The facts that follow from the detail of a prediction, by what the detail is. */
const DETAIL_FACTS: Readonly<Record<NonNullable<NothingSent['detail']>, (detail: string, input: CheckInput) => Facts>> =
  {
    file: (detail, { snapshot: { readings, state } }) => {
      const broken =
        state?.location === detail
          ? state
          : readings.find(
              ({ location, id, outcome }) => (location === detail || id === detail) && outcome.status === 'malformed',
            );
      return {
        detail: broken === undefined ? detail : outcomeText(broken.outcome),
        source: broken?.location ?? t('the managed settings'),
      };
    },
    provider: (detail, { request }) => ({
      provider: detail,
      skipAuth: PROVIDERS.find(({ id }) => id === request.provider)?.skipAuth ?? '',
    }),
    variable: (detail) => ({ variable: detail }),
    'custom-headers': (detail, { config }) => {
      const found = effectiveValue(config, 'ANTHROPIC_CUSTOM_HEADERS');
      return {
        detail: detail.replace(/\.$/, ''),
        source: found === undefined ? t('the place where it’s set') : placeOf(found),
      };
    },
  };

/** What is wrong with the address, and with the credential that goes there. */
export const REQUEST_CHECKS: readonly StaticCheck[] = [
  {
    name: 'nothing-is-sent',
    causes: [
      'credential-missing',
      'managed-settings-broken',
      'claude-state-broken',
      'managed-first-party-login',
      'api-key-ignored',
      'api-key-not-approved',
      'provider-credential-missing',
      'provider-variable-missing',
      'provider-variable-conflict',
      'custom-headers-invalid',
    ],
    find: (input, causes) => {
      const { request } = input;
      const { reason } = request;
      // The others have checks of their own, which say more.
      if (request.willSend || reason === undefined || !causes.includes(reason)) return [];
      const { fixes, nothingSent } = TROUBLESHOOTING[reason];
      if (nothingSent?.onlyWithGateway === true && !isConfigured(request)) return [];
      const detail = request.detail ?? '';
      const facts = nothingSent?.detail === undefined ? { detail } : DETAIL_FACTS[nothingSent.detail](detail, input);
      return [
        {
          cause: reason,
          evidence: facts['detail'] ?? detail,
          facts,
          certain: request.unproven !== true,
          ...(fixes.includes('connect') ? { fix: { kind: 'connect' } } : {}),
        },
      ];
    },
  },
  {
    name: 'base-url',
    causes: ['base-url-invalid', 'wrong-base-path'],
    find: ({ config, request }, [own]) => {
      const { variable, value, source } = request.baseUrl;
      const found = effectiveValue(config, variable ?? '');
      if (variable === null || found === undefined || source === 'default') return [];
      const review = reviewBaseUrl(value);
      const [issue] = review.issues.filter(({ kind }) => kind !== 'confirm');
      const facts = { variable, source: placeOf(found) };
      if (issue?.kind === 'offer') {
        // A provider's own path may well start with /v1.
        if (request.provider !== 'anthropic') return [];
        const evidence = t('{variable} ends in {ending}', {
          variable,
          ending: issue.code === 'endpoint' ? '/v1/messages' : '/v1',
        });
        return [
          {
            cause: 'wrong-base-path',
            severity: 'warning',
            certain: false,
            evidence,
            facts: { ...facts, url: request.printableUrl },
            fix: setting(variable, issue.suggestion ?? '', found),
          },
        ];
      }
      // Quotes are fine around an address that's typed in; Claude Code treats them as part of it.
      const inQuotes = review.url !== undefined && review.url !== trimEndOf(value.trim(), '/');
      if (issue === undefined && !inQuotes && request.reason !== own) return [];
      const words =
        issue?.message ??
        (inQuotes
          ? t('The quotation marks around it are treated as part of the address.')
          : t('No request can be sent to it.'));
      const detail = redactLine(words).replace(/[^.]$/, '$&.');
      return [{ evidence: detail, facts: { ...facts, detail } }];
    },
  },
  {
    name: 'plain-http',
    causes: ['base-url-plain-http'],
    find: ({ config, request }) => {
      const { variable, value } = request.baseUrl;
      const found = effectiveValue(config, variable ?? '');
      const carries = request.headers.authorization !== null || request.headers.xApiKey !== null;
      if (variable === null || found === undefined || !carries || !URL.canParse(value.trim())) return [];
      const url = new URL(value.trim());
      if (url.protocol !== 'http:' || isLoopback(url.hostname)) return [];
      return [
        {
          evidence: t('{variable} in {place} starts with http:', { variable, place: placeOf(found) }),
          facts: { host: request.host, source: placeOf(found), variable },
        },
      ];
    },
  },
  {
    name: 'credential',
    causes: ['credential-invalid'],
    find: ({ config, request }, [own]) =>
      config.variables.flatMap(({ name, effective }) => {
        if (variableRow(name)?.role !== 'credential' || effective.value.length === 0) return [];
        // Credentials of a provider that isn't chosen aren't sent.
        const used = [request.headers.authorization?.variable, request.headers.xApiKey?.variable].includes(name);
        if (
          !used &&
          (request.provider !== 'anthropic' || !['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'].includes(name))
        )
          return [];
        const issue = reviewCredential(effective.value.reveal().trim());
        const source = placeOf(effective);
        // Claude Code trims the ends and happens to accept a “Bearer” prefix; only what can't be sent is wrong here.
        if (issue !== undefined && ['line-break', 'beyond-latin1', 'control'].includes(issue.code))
          return [{ evidence: issue.message, facts: { variable: name, detail: issue.message, source } }];
        if (request.reason !== own || request.detail !== name) return [];
        const detail = t('This version of Claude Code can send only ASCII characters.');
        return [{ evidence: detail, facts: { variable: name, detail, source }, certain: request.unproven !== true }];
      }),
  },
  {
    name: 'key-skipped',
    causes: ['api-key-ignored', 'api-key-not-approved'],
    find: ({ config, request, snapshot }) => {
      const key = effectiveValue(config, 'ANTHROPIC_API_KEY');
      const skipped =
        isConfigured(request) &&
        request.willSend &&
        request.provider === 'anthropic' &&
        key !== undefined &&
        request.headers.xApiKey?.variable !== 'ANTHROPIC_API_KEY';
      // If another credential for the gateway replaces it, nothing is missing.
      if (!skipped || request.headers.authorization?.kind !== 'login') return [];
      const cause = keyAnswer(config, snapshot) === 'declined' ? 'api-key-ignored' : 'api-key-not-approved';
      return [
        {
          cause,
          severity: 'warning',
          evidence: t('{variable} in {place} is ignored, and your login is sent instead', {
            variable: 'ANTHROPIC_API_KEY',
            place: placeOf(key),
          }),
          facts: { variable: 'ANTHROPIC_API_KEY', source: placeOf(key) },
        },
      ];
    },
  },
  {
    name: 'login-sent',
    causes: ['login-sent-to-gateway'],
    find: ({ request, snapshot }) => {
      if (
        request.provider !== 'anthropic' ||
        request.headers.authorization?.kind !== 'login' ||
        request.baseUrl.source === 'default'
      )
        return [];
      const known = loginStatus(snapshot) === 'read';
      const evidence = known
        ? t('only the base URL is set, and a saved login exists')
        : t('only the base URL is set; without a saved login, Claude Code asks you to log in');
      return [{ evidence, facts: { host: request.host }, certain: known, fix: { kind: 'connect' } }];
    },
  },
  {
    name: 'login-gate',
    causes: ['login-prompt-despite-gateway'],
    surfaces: ['vscode-extension'],
    find: ({ request, snapshot }) => {
      if (
        snapshot.claudeExtension === undefined ||
        !request.willSend ||
        !isConfigured(request) ||
        request.provider !== 'anthropic'
      )
        return [];
      const credential = request.headers.authorization ?? request.headers.xApiKey;
      if (
        credential === null ||
        credential.kind === 'login' ||
        sourceRow(credential.source).holds !== 'claude-settings'
      )
        return [];
      const evidence = t('the credential is set in {place}, which the extension’s login check doesn’t read', {
        place: placeLabel(credential.source),
      });
      return [{ evidence, certain: false, severity: 'note', fix: { kind: 'connect' } }];
    },
  },
];
