import { join } from 'node:path';
import { findOnPath } from '../host/needs';
import { startServer, type Site } from './site';

/** How a proxy treats those who come to it. */
export interface ProxySettings {
  readonly password?: { readonly user: string; readonly password: string };
  /** The host to which it opens no tunnel. */
  readonly refuses?: string;
}

/** Starts tinyproxy, and returns its address as host and port. */
export async function startTinyproxy(site: Site, { password, refuses }: ProxySettings = {}): Promise<string> {
  const refused = site.file('refused.txt', `${(refuses ?? 'none').replaceAll('.', '\\.')}\n`);
  const port = await startServer(site, {
    command: findOnPath(['tinyproxy']) ?? 'tinyproxy',
    args: (free) => {
      const lines = [
        `Port ${free}`,
        'Listen 127.0.0.1',
        'Timeout 60',
        'MaxClients 200',
        'Allow 127.0.0.1',
        `LogFile "${join(site.folder, `tinyproxy-${free}.log`)}"`,
        `PidFile "${join(site.folder, `tinyproxy-${free}.pid`)}"`,
        ...(password === undefined ? [] : [`BasicAuth ${password.user} ${password.password}`]),
        ...(refuses === undefined ? [] : [`Filter "${refused}"`, 'FilterURLs Off', 'FilterExtended On']),
      ];
      return ['-d', '-c', site.file('tinyproxy.conf', `${lines.join('\n')}\n`)];
    },
  });
  return `127.0.0.1:${port}`;
}

/** Squid asks a program whether a password is right: a line in, a line out. */
function passwordProgram(site: Site, { user, password }: NonNullable<ProxySettings['password']>): string {
  return site.file(
    'password.sh',
    `while read -r line; do if [ "$line" = "${user} ${password}" ]; then echo OK; else echo ERR; fi; done\n`,
    0o755,
  );
}

/** Starts squid, and returns its address as host and port. It takes gateway.test for this machine. */
export async function startSquid(site: Site, { password, refuses }: ProxySettings = {}): Promise<string> {
  const hosts = site.file('hosts', '127.0.0.1 localhost gateway.test\n');
  const program = password === undefined ? '' : passwordProgram(site, password);
  const rules = [
    ...(refuses === undefined ? [] : [`acl refused dstdomain ${refuses}`, 'http_access deny refused']),
    ...(password === undefined
      ? ['http_access allow all']
      : [
          `auth_param basic program /bin/sh ${program}`,
          'auth_param basic children 2 startup=1',
          'auth_param basic realm practice',
          'acl known proxy_auth REQUIRED',
          'http_access allow known',
          'http_access deny all',
        ]),
  ];
  const port = await startServer(site, {
    command: findOnPath(['squid']) ?? 'squid',
    args: (free) => {
      const lines = [
        `http_port 127.0.0.1:${free}`,
        `hosts_file ${hosts}`,
        ...rules,
        'cache deny all',
        'access_log none',
        'cache_log /dev/null',
        'cache_store_log none',
        'pid_filename none',
        'logfile_rotate 0',
        'netdb_filename none',
        'pinger_enable off',
        'shutdown_lifetime 0 seconds',
        'visible_hostname practice',
        `coredump_dir ${site.folder}`,
      ];
      // Each squid keeps its shared memory under a name of its own.
      return ['-N', '-n', `practice${free}`, '-f', site.file('squid.conf', `${lines.join('\n')}\n`)];
    },
  });
  return `127.0.0.1:${port}`;
}
