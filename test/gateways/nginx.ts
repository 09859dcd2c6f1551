import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from '../host/needs';
import { startServer, type Site } from './site';

/** How an nginx in front of a gateway is set up: directives, each with its semicolon or block. Without any it is as nginx comes. */
export interface NginxSettings {
  /** The gateway behind it, without a path. */
  readonly upstream: string;
  /** What stands after `location`; `/` by default. */
  readonly at?: string;
  /** Put before the path of the request, such as in `proxy_pass http://127.0.0.1:1234/;`. */
  readonly upstreamPath?: string;
  readonly location?: readonly string[];
  readonly server?: readonly string[];
  readonly http?: readonly string[];
  readonly main?: readonly string[];
  /** PEM. Without it plain HTTP is spoken. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly http2?: boolean;
}

/** Directives of an nginx that lets everything through as it comes. */
export const PASSING = {
  location: ['proxy_buffering off;', 'proxy_request_buffering off;', 'proxy_http_version 1.1;'],
  server: ['client_max_body_size 64m;'],
} as const;

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

function configuration(site: Site, folder: string, port: number, settings: NginxSettings): string {
  const {
    upstream,
    at = '/',
    upstreamPath = '',
    location = [],
    server = [],
    http = [],
    main = [],
    tls,
    http2 = false,
  } = settings;
  const secure =
    tls === undefined
      ? []
      : [
          `ssl_certificate ${site.file('cert.pem', tls.cert)};`,
          `ssl_certificate_key ${site.file('key.pem', tls.key)};`,
        ];
  const listens = `listen 127.0.0.1:${port}${tls === undefined ? '' : ' ssl'}${http2 ? ' http2' : ''};`;
  return [
    ...main,
    'daemon off;',
    'master_process off;',
    `pid ${join(folder, 'nginx.pid')};`,
    `error_log ${join(folder, 'error.log')} warn;`,
    'events { worker_connections 256; }',
    'http {',
    'access_log off;',
    ...TEMPORARY.map((name) => `${name}_temp_path ${join(folder, name)};`),
    ...http,
    'server {',
    listens,
    'server_name gateway.test;',
    ...secure,
    ...server,
    `location ${at} {`,
    `proxy_pass ${upstream}${upstreamPath};`,
    ...location,
    '}',
    '}',
    '}',
  ].join('\n');
}

/** Starts an nginx of its own, and returns where it listens, without a path. */
export async function startNginx(site: Site, settings: NginxSettings): Promise<string> {
  const port = await startServer(site, {
    command: findOnPath(['nginx']) ?? 'nginx',
    args: (free) => {
      const folder = join(site.folder, `nginx-${free}`);
      mkdirSync(folder, { recursive: true });
      return [
        '-p',
        folder,
        '-e',
        join(folder, 'error.log'),
        '-c',
        site.file('nginx.conf', configuration(site, folder, free, settings)),
      ];
    },
  });
  return `${settings.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
}
