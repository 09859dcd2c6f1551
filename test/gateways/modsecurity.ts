import type { NginxSettings } from './nginx';
import type { Site } from './site';

/** What ModSecurity’s own recommended settings say about requests, with the engine on. */
const ENGINE = [
  'SecRuleEngine On',
  'SecRequestBodyAccess On',
  'SecRequestBodyLimit 13107200',
  'SecRequestBodyNoFilesLimit 131072',
  'SecRequestBodyLimitAction Reject',
  'SecRequestBodyJsonDepthLimit 512',
  'SecArgumentsLimit 1000',
  'SecPcreMatchLimit 100000',
  'SecPcreMatchLimitRecursion 100000',
  'SecTmpDir /tmp/',
  'SecDataDir /tmp/',
  'SecAuditEngine Off',
  'SecResponseBodyAccess Off',
  'SecRule REQUEST_HEADERS:Content-Type "^application/json" "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"',
  'SecRule REQBODY_ERROR "!@eq 0" "id:200002,phase:2,t:none,log,deny,status:400,msg:\'Failed to parse request body.\'"',
  'SecRule &ARGS "@ge 1000" "id:200007,phase:2,t:none,log,deny,status:400,msg:\'Failed to fully parse request body due to large argument count\'"',
];

/** Debian’s files of the OWASP core rule set, version 3. The include that it ships for nginx has all of it commented out. */
const CORE_RULES = ['/etc/modsecurity/crs/crs-setup.conf', '/usr/share/modsecurity-crs/rules/*.conf'];

/** Lets through what is asked for by an address instead of a name (rule 920350), which says nothing about bodies. */
const BY_ADDRESS = 'SecRuleRemoveById 920350';

/** What a firewall looks at: `rules` at texts, `limits` only at the size of bodies and the number of values in them. */
export type Firewall = 'rules' | 'limits' | 'size' | 'leaves';

const LIMITS: Readonly<Record<Exclude<Firewall, 'rules'>, readonly string[]>> = {
  limits: ENGINE,
  // A limit is only met where a body is larger than what the other one is about.
  size: ENGINE.map((line) => line.replace('SecArgumentsLimit 1000', 'SecArgumentsLimit 100000')).filter(
    (line) => !line.includes('id:200007'),
  ),
  leaves: ENGINE.map((line) =>
    line.replace('NoFilesLimit 131072', 'NoFilesLimit 13107200').replace('BodyLimit 13107200', 'BodyLimit 67108864'),
  ),
};

/** Directives for an nginx with ModSecurity in blocking mode. */
export function firewall(site: Site, kind: Firewall): Pick<NginxSettings, 'main' | 'server'> {
  const lines =
    kind === 'rules' ? [...ENGINE, ...CORE_RULES.map((file) => `Include ${file}`), BY_ADDRESS] : LIMITS[kind];
  return {
    main: ['load_module /usr/lib/nginx/modules/ngx_http_modsecurity_module.so;'],
    server: [
      'client_max_body_size 64m;',
      'modsecurity on;',
      `modsecurity_rules_file ${site.file('modsecurity.conf', `${lines.join('\n')}\n`)};`,
    ],
  };
}
