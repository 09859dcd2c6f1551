import type { CauseId } from '../causes/causes';
import type { NextStepId } from '../causes/nextSteps';
import { anyOf } from '../text/anyOf';
import { CERTAIN, type Candidate } from './errorReading';
import { strongest, type Evidence, type Match } from './matches';
import { confidenceOf, type ErrorRule } from './rules/errorRule';
import { STATUS_RULES } from './rules/statuses';

/** How much speaks for each cause, and what would decide between them. */
export interface Weighed {
  readonly weights: Map<CauseId, number>;
  readonly decides: readonly NextStepId[];
}

/** Weighs the causes of the rules that fit and, unless these are certain, of the status. */
export function weighed(matches: readonly Match[], text: Evidence): Weighed {
  const weights = new Map<CauseId, number>();
  const decides: NextStepId[] = [];
  for (const { rule } of matches) {
    weigh(weights, rule.cause, Math.min(confidenceOf(rule), most(rule, text)));
    for (const [cause, confidence] of Object.entries(rule.or ?? {}) as [CauseId, number][])
      weigh(weights, cause, confidence);
    decides.push(...(rule.decides ?? []));
  }
  const byStatus =
    text.status === undefined
      ? undefined
      : STATUS_RULES.find(
          ({ status, html }) => status.includes(text.status ?? 0) && (html === undefined || html === text.html),
        );
  const decided = Math.max(0, ...weights.values()) >= CERTAIN;
  if (byStatus !== undefined && !decided) {
    // Words that say little leave the status its word, but come before it.
    const limit = matches.length > 0 ? 0.55 : text.whole || SAYS_STATUS.test(text.flat) ? 1 : DOUBTFUL;
    for (const [cause, confidence] of Object.entries(byStatus.causes) as [CauseId, number][])
      weigh(weights, cause, Math.min(confidence, limit));
    decides.push(...byStatus.decides);
  }
  if ((text.flat.match(/API Error/g)?.length ?? 0) > 1) preferLater(weights, matches);
  return { weights, decides };
}

/** Other programs whose errors look like those of a connection; what they say is then no certainty. */
const OTHER_PROGRAMS = anyOf(
  'i',
  /\bMCP\b/, // ⚠ MCP server “github” failed to connect
  /\bmcp[_-]/, // mcp__github__create_issue: connection closed
  /\b(psql|mysql|mongo|kafka|ssh):/, // psql: error: connection to server failed: Connection refused
  /\bnpm (ERR|error|warn)/, // npm error code EACCES
  /\bgit (clone|push|pull|fetch|commit)/, // git push failed: 403 Forbidden
  /\bfatal: /, // fatal: Could not read from remote repository
  /\bhooks?\b.{0,30}(failed|error|command)/, // Stop hook error: command not found
  /\bPreToolUse/, // PreToolUse:Bash hook error
  /\bdocker(\.sock| daemon)/, // Cannot connect to the Docker daemon at unix:///var/run/docker.sock
  /\bpip install/, // pip install requests: Read timed out
  /\bpostgres/, // postgres://localhost:5432: connection refused
  /\bredis\b/, // Error: connect ECONNREFUSED: is redis running?
  /\bWebFetch/, // The `WebFetch` tool fails with
  /web ?fetch/, // Web fetch failed: request timed out
  /\btelemetry/, // Failed to export telemetry: ECONNREFUSED
  /auto-?update/, // ✗ Auto-update failed: no write
  /\bplugin\b.{0,40}fail/, // Plugin installation failed: fetch failed
  /ENOTEMPTY/, // error code ENOTEMPTY
  /EACCES/, // error code EACCES
  /\bEISDIR/, // EISDIR: illegal operation on a directory, read
  /\bENOSPC/, // ENOSPC: no space left on device
  /Exit code \d/, // Exit code 137
  /Permission to use/, // Permission to use Bash has been denied
  /marketplace/, // Failed to load marketplace: fetch failed
  /npm error/, // npm error code EACCES
  /\bhomebrew/, // /opt/homebrew/bin/node: request failed
  /\bripgrep/, // ripgrep: command not found
  /api\.github/, // api.github.com: 403 Forbidden
  /GitHub API/, // GitHub API rate limit exceeded
  /\bgh (api|pr|auth)\b/, // gh pr create: HTTP 401
);

/** 1, or less when the text is about another program. */
export function doubtOf({ flat }: Evidence): number {
  return OTHER_PROGRAMS.test(flat) && !/API Error/i.test(flat) ? 0.6 : 1;
}

/** Just below certain. */
const DOUBTFUL = CERTAIN - 0.01;

/** Words that stand around an error. Without any of them a text may be about anything. */
const ABOUT_ERROR = anyOf(
  'i',
  /error/, // finished with error: { code = -32603 }
  /exception/, // pydantic_ai.exceptions.ModelHTTPError
  /fail/, // <title>503 Backend fetch failed</title>
  /missing/, // denied due to missing subscription key
  /blocked/, // request was blocked by a gateway or
  /expired/, // OAuth session expired and could not be refreshed
  /terminated/, // Agent terminated early due to an API error
  /just a moment/, // <title>Just a moment...</title>
  /maximum/, // This model's maximum context length is 102400
  /\bE(?:CONN|NOT|AI_|TIME|HOST|NET|PIPE|PROTO)\w+/, // Connection to the API was lost (ECONNRESET)
  /refused/, // getaddrinfo EREFUSED gateway.example
  /denied/, // Access denied: 预扣费额度失败
  /reject/, // request is rejected
  /invalid/, // model name is invalid
  /not (found|allowed|supported|permitted)/, // OAuth authentication is currently not supported.
  /unable/, // UNABLE_TO_VERIFY_LEAF_SIGNATURE
  /unavailable/, // "status": "UNAVAILABLE"
  /exceeded/, // maximum size 1048576 exceeded
  /unauthori[sz]ed/, // { "message": "Unauthorized: LLMGateway API key required" }
  /forbidden/, // HTTP/1.1 403 Forbidden
  /"message"/, // 401 {"error":{"message":"team not allowed"}}
  /HTTP\//, // HTTP/1.1 502
  /[⎿·⚠]/, // Not logged in · Please run /login
  /[\u4e00-\u9fff]/, // 版本不支持
);
const SAYS_STATUS = /API Error|HTTP|[Ss]tatus ?[Cc]ode/;

/** How certain a rule may be here, whatever it says. */
function most(rule: ErrorRule, { flat, status, whole }: Evidence): number {
  // A status means that somebody answered: what failed to connect is behind the one who did.
  if (
    rule.from === 'network' &&
    status !== undefined &&
    status >= 400 &&
    !STATUS_RULES.some((row) => row.status.includes(status) && rule.cause in row.causes)
  )
    return 0.5;
  return whole ||
    rule.from === 'claude-code' ||
    rule.from === 'anthropic' ||
    status !== undefined ||
    ABOUT_ERROR.test(flat)
    ? 1
    : DOUBTFUL;
}

function weigh(weights: Map<CauseId, number>, cause: CauseId, confidence: number): void {
  weights.set(cause, Math.max(weights.get(cause) ?? 0, confidence));
}

/** Of several errors in one paste the last one is what it came to; of causes that are about as likely, its comes first. */
function preferLater(weights: Map<CauseId, number>, matches: readonly Match[]): void {
  const best = strongest(matches);
  if (best === undefined) return;
  const top = confidenceOf(best.rule);
  const last = matches
    .filter(({ rule }) => confidenceOf(rule) >= Math.min(top - 0.15, CERTAIN))
    .reduce((later, match) => (match.at > later.at ? match : later), best);
  if (last.rule.cause !== best.rule.cause) weights.set(last.rule.cause, Math.min(top + 0.01, 0.99));
}

/** Most likely first; of equal ones the one found first. What fits nothing is `unknown`. */
export function ranked(weights: ReadonlyMap<CauseId, number>, doubt: number): [Candidate, ...Candidate[]] {
  const all = [...weights].map(([cause, confidence]): Candidate => ({
    cause,
    confidence: Math.round(confidence * doubt * 100) / 100,
  }));
  const [first, ...rest] = all.sort((a, b) => b.confidence - a.confidence);
  if (first === undefined) return [{ cause: 'unknown', confidence: 0.5 }];
  // Certain means that nothing else fits as well.
  const others = rest.slice(0, 7).map(({ cause, confidence }): Candidate => ({
    cause,
    confidence: first.confidence >= CERTAIN ? Math.min(confidence, 0.5) : confidence,
  }));
  return [first, ...others];
}
