// Zone settings: the list, one of them, a change. The values a setting takes are a table; a setting that is in the table
// can be edited unless its line says otherwise.
import { FIRST_DAY, LAST_DAY } from './random.ts';
import { failWith, success } from './reply.ts';
import { isObject } from './request-body.ts';
import { perOwner } from './world.ts';
import { inZone, type Zone } from './zones.ts';

type Rule =
  | { readonly kind: 'one-of'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'number'; readonly initial: number; readonly min: number; readonly max: number }
  | { readonly kind: 'fixed'; readonly value: string }
  /** Members of the value, each like the one it has at first. */
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'strings' }
  /** It has no `value`, but this. */
  | { readonly kind: 'enabled' };

type Setting = {
  readonly id: string;
  readonly value?: unknown;
  readonly enabled?: boolean;
  readonly modified_on: string | null;
  readonly editable: boolean;
};

const oneOf = (...values: readonly (string | number)[]): Rule => ({ kind: 'one-of', values });
const ON_OFF = oneOf('on', 'off');
const OFF_ON = oneOf('off', 'on');

const CHALLENGE_SECONDS = [300, 900, 1800, 2700, 3600, 7200, 10_800, 14_400, 28_800, 57_600, 86_400];
const DAYS = [604_800, 2_592_000, 31_536_000];
const EDGE_SECONDS = [
  7200, 30, 60, 300, 1200, 1800, 3600, 10_800, 14_400, 18_000, 28_800, 43_200, 57_600, 72_000, 86_400, 172_800, 259_200,
  345_600, 432_000, 518_400, 604_800,
];

/**
 * The names and values are those of the official SDK's types. The first value of a `one-of` is the one a new zone has.
 * Settings of products that a zone may not have are left out.
 */
const RULES: Readonly<Record<string, Rule>> = {
  '0rtt': OFF_ON,
  advanced_ddos: { kind: 'fixed', value: 'on' },
  always_online: OFF_ON,
  always_use_https: OFF_ON,
  automatic_https_rewrites: ON_OFF,
  brotli: ON_OFF,
  browser_cache_ttl: { kind: 'number', initial: 14_400, min: 0, max: 31_536_000 },
  browser_check: ON_OFF,
  cache_level: oneOf('aggressive', 'basic', 'simplified'),
  challenge_ttl: oneOf(1800, ...CHALLENGE_SECONDS, ...DAYS),
  ciphers: { kind: 'strings' },
  development_mode: OFF_ON,
  early_hints: OFF_ON,
  edge_cache_ttl: oneOf(...EDGE_SECONDS),
  email_obfuscation: ON_OFF,
  fonts: OFF_ON,
  h2_prioritization: oneOf('off', 'on', 'custom'),
  hotlink_protection: OFF_ON,
  http2: ON_OFF,
  http3: ON_OFF,
  image_resizing: oneOf('off', 'on', 'open'),
  ip_geolocation: ON_OFF,
  ipv6: ON_OFF,
  max_upload: oneOf(100, 200, 500, 1000),
  min_tls_version: oneOf('1.0', '1.1', '1.2', '1.3'),
  mirage: OFF_ON,
  nel: { kind: 'object', value: { enabled: false } },
  opportunistic_encryption: ON_OFF,
  opportunistic_onion: ON_OFF,
  origin_error_page_pass_thru: OFF_ON,
  origin_max_http_version: oneOf('2', '1'),
  polish: oneOf('off', 'lossless', 'lossy'),
  prefetch_preload: OFF_ON,
  proxy_read_timeout: { kind: 'number', initial: 100, min: 1, max: 6000 },
  pseudo_ipv4: oneOf('off', 'add_header', 'overwrite_header'),
  replace_insecure_js: OFF_ON,
  response_buffering: OFF_ON,
  rocket_loader: OFF_ON,
  security_header: {
    kind: 'object',
    value: {
      strict_transport_security: {
        enabled: false,
        max_age: 0,
        include_subdomains: false,
        nosniff: false,
        preload: false,
      },
    },
  },
  security_level: oneOf('medium', 'off', 'essentially_off', 'low', 'high', 'under_attack'),
  server_side_exclude: ON_OFF,
  sort_query_string_for_cache: OFF_ON,
  ssl: oneOf('full', 'off', 'flexible', 'strict'),
  ssl_recommender: { kind: 'enabled' },
  tls_1_3: oneOf('on', 'off', 'zrt'),
  tls_client_auth: OFF_ON,
  true_client_ip_header: OFF_ON,
  waf: OFF_ON,
  webp: OFF_ON,
  websockets: ON_OFF,
};

function initialValue(rule: Rule): unknown {
  switch (rule.kind) {
    case 'one-of':
      return rule.values[0];
    case 'number':
      return rule.initial;
    case 'fixed':
    case 'object':
      return rule.value;
    case 'strings':
      return [];
    case 'enabled':
      return false;
  }
}

/** True where every member of `value` is one of `model`, of the same kind. */
function isLike(value: unknown, model: unknown): boolean {
  if (!isObject(model)) return typeof value === typeof model;
  if (!isObject(value)) return false;
  return Object.entries(value).every(([name, member]) => Object.hasOwn(model, name) && isLike(member, model[name]));
}

function isAllowed(rule: Rule, value: unknown): boolean {
  switch (rule.kind) {
    case 'one-of':
      return rule.values.some((allowed) => allowed === value);
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value >= rule.min && value <= rule.max;
    case 'fixed':
      return false;
    case 'object':
      return isLike(value, rule.value);
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'enabled':
      return typeof value === 'boolean';
  }
}

const settingsOf = perOwner('zone-settings', (random, _zone: Zone): Map<string, Setting> => {
  const settings = new Map<string, Setting>();
  for (const [id, rule] of Object.entries(RULES)) {
    const isChanged = rule.kind === 'one-of' && random.chance(0.25);
    const value = isChanged ? random.pick(rule.values) : initialValue(rule);
    settings.set(id, {
      id,
      ...(rule.kind === 'enabled' ? { enabled: value === true } : { value }),
      modified_on: isChanged ? random.instant(FIRST_DAY, LAST_DAY) : null,
      editable: rule.kind !== 'fixed',
    });
  }
  return settings;
});

/** Development mode ends by itself after three hours, and says how many seconds are left. */
const DEVELOPMENT_SECONDS = 10_800;

function shown(setting: Setting, now: number): Setting & { readonly time_remaining?: number } {
  if (setting.id !== 'development_mode') return setting;
  const since = setting.value === 'on' ? (now - Date.parse(setting.modified_on ?? '')) / 1000 : DEVELOPMENT_SECONDS;
  const left = Math.max(0, Math.ceil(DEVELOPMENT_SECONDS - since));
  return { ...setting, value: setting.value === 'on' && left === 0 ? 'off' : setting.value, time_remaining: left };
}

export const listSettings = inZone((call, zone) =>
  success([...settingsOf(call.world, zone).values()].map((setting) => shown(setting, call.now))),
);

export const getSetting = inZone((call, zone) => {
  const id = call.params.setting ?? '';
  const setting = settingsOf(call.world, zone).get(id);
  return setting === undefined
    ? failWith(400, 1006, `Undefined zone setting: ${id}`)
    : success(shown(setting, call.now));
});

/** Takes `{value}`, or `{enabled}` where the setting has no value. Code 1007 is the real one for a bad value; 1006 and 1015 are our reading. */
export const editSetting = inZone((call, zone) => {
  const settings = settingsOf(call.world, zone);
  const id = call.params.setting ?? '';
  const setting = settings.get(id);
  const rule = Object.hasOwn(RULES, id) ? RULES[id] : undefined;
  if (setting === undefined || rule === undefined) return failWith(400, 1006, `Undefined zone setting: ${id}`);
  if (!setting.editable) return failWith(400, 1015, `Not allowed to edit setting for ${id}`);
  const member = rule.kind === 'enabled' ? 'enabled' : 'value';
  const value = call.body[member];
  if (!isAllowed(rule, value)) return failWith(400, 1007, `Invalid value for zone setting ${id}`);
  const changed: Setting = { ...setting, [member]: value, modified_on: new Date(call.now).toISOString() };
  settings.set(id, changed);
  return success(shown(changed, call.now));
});
