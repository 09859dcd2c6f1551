import { nginxPage, type Answer } from '../answer';
import type { Misbehaviour, Turn } from '../misbehaviour';

const LOGIN_PAGE: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'session=made-up; Path=/; HttpOnly' },
  body: '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1><form method="post" action="/login"><input name="user"><input name="password" type="password"><button>Sign in</button></form></body></html>\n',
};

/** Text in a body that the OWASP core rule set scores as an attack at paranoia level 1: shell, script, path and SQL canaries. */
const SUSPICIOUS = /\/etc\/passwd|<script|onclick=|\.\.\/|ls -la|\.git\/config|\bor 1=1\b|<\?php|\$\{jndi:|os\.system/i;

const BODY_LIMIT = 1024 * 1024;

function unless(harmless: boolean, page: Answer, turn: Turn): Answer {
  return harmless ? turn.usual() : page;
}

const MOVED = '/moved';

/** Answers of boxes in front of a gateway: sign-in pages, web servers, firewalls, redirects. */
export const PAGES = {
  'html-login-page': {
    shows: 'a single sign-on proxy or captive portal that answers 200 with its page',
    who: 'front',
    answer: LOGIN_PAGE,
  },
  'not-found-html': {
    shows: 'nginx without a location for the path',
    who: 'front',
    answer: nginxPage(404, '404 Not Found'),
  },
  'waf-403-html': {
    shows: 'nginx with ModSecurity that refuses every request',
    who: 'front',
    answer: nginxPage(403, '403 Forbidden'),
  },
  'waf-code-403-html': {
    shows: 'nginx with ModSecurity and the OWASP core rule set: only bodies with code in them are refused',
    who: 'front',
    answer: (turn) => unless(!SUSPICIOUS.test(turn.request.body), nginxPage(403, '403 Forbidden'), turn),
  },
  'body-limit-413-html': {
    shows: 'nginx with its default client_max_body_size of 1 MB',
    who: 'front',
    answer: (turn) =>
      unless(Buffer.byteLength(turn.request.body) <= BODY_LIMIT, nginxPage(413, '413 Request Entity Too Large'), turn),
  },
  'unauthorized-html-401': {
    shows: 'nginx with auth_basic in front of the gateway',
    who: 'front',
    answer: nginxPage(401, '401 Authorization Required', { 'www-authenticate': 'Basic realm="Restricted"' }),
  },
  'bad-gateway-502-html': {
    shows: 'nginx whose upstream is down',
    who: 'front',
    answer: nginxPage(502, '502 Bad Gateway'),
  },
  'gateway-timeout-504-html': {
    shows: 'nginx after proxy_read_timeout',
    who: 'front',
    answer: nginxPage(504, '504 Gateway Time-out'),
  },
  'unavailable-503-envoy': {
    shows: 'Envoy or Istio whose upstream is down',
    who: 'front',
    answer: {
      status: 503,
      headers: { server: 'envoy', 'content-type': 'text/plain' },
      body: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    },
  },
  'redirect-same-origin': {
    shows: 'a reverse proxy that moved the API to another path: 307 keeps method, body and credential',
    who: 'front',
    answer: (turn) => {
      const { path } = turn.request;
      if (path.startsWith(`${MOVED}/`)) return turn.usual(path.slice(MOVED.length));
      return nginxPage(307, '307 Temporary Redirect', { location: MOVED + path });
    },
  },
  'redirect-login': {
    shows: 'an access proxy that sends everyone without a session to its sign-in page on another host',
    who: 'front',
    answer: ({ settings }) =>
      nginxPage(302, '302 Found', {
        location: settings.to ?? 'https://login.gateway.test/authorize?client_id=practice',
      }),
  },
} as const satisfies Record<string, Misbehaviour>;
