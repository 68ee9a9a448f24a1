// Zone settings: the list, one of them, a change. The values a setting takes are a table; a setting that is in the table
// can be edited unless its line says otherwise.
import { FIRST_DAY, LAST_DAY } from './random.ts';
import { failWith, success } from './reply.ts';
import { perOwner } from './world.ts';
import { inZone, type Zone } from './zones.ts';

type Rule =
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'seconds'; readonly max: number }
  | { readonly kind: 'fixed'; readonly value: string }
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'strings' };

type Setting = {
  readonly id: string;
  readonly value: unknown;
  readonly modified_on: string | null;
  readonly editable: boolean;
};

const ON_OFF: Rule = { kind: 'one-of', values: ['on', 'off'] };
const OFF_ON: Rule = { kind: 'one-of', values: ['off', 'on'] };
const oneOf = (...values: readonly string[]): Rule => ({ kind: 'one-of', values });

/** The first value of a `one-of` is the one a new zone has. */
const RULES: Readonly<Record<string, Rule>> = {
  '0rtt': OFF_ON,
  advanced_ddos: { kind: 'fixed', value: 'on' },
  always_online: OFF_ON,
  always_use_https: OFF_ON,
  automatic_https_rewrites: ON_OFF,
  brotli: ON_OFF,
  browser_cache_ttl: { kind: 'seconds', max: 31_536_000 },
  browser_check: ON_OFF,
  cache_level: oneOf('aggressive', 'basic', 'simplified'),
  challenge_ttl: { kind: 'seconds', max: 31_536_000 },
  ciphers: { kind: 'strings' },
  development_mode: OFF_ON,
  early_hints: OFF_ON,
  email_obfuscation: ON_OFF,
  hotlink_protection: OFF_ON,
  http2: ON_OFF,
  http3: ON_OFF,
  ip_geolocation: ON_OFF,
  ipv6: ON_OFF,
  min_tls_version: oneOf('1.0', '1.1', '1.2', '1.3'),
  mirage: OFF_ON,
  opportunistic_encryption: ON_OFF,
  opportunistic_onion: ON_OFF,
  polish: oneOf('off', 'lossless', 'lossy'),
  pseudo_ipv4: oneOf('off', 'add_header', 'overwrite_header'),
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
  ssl: oneOf('full', 'off', 'flexible', 'strict'),
  tls_1_3: oneOf('on', 'off', 'zrt'),
  tls_client_auth: OFF_ON,
  websockets: ON_OFF,
};

function initialValue(rule: Rule): unknown {
  switch (rule.kind) {
    case 'one-of':
      return rule.values[0];
    case 'seconds':
      return 14_400;
    case 'fixed':
    case 'object':
      return rule.value;
    case 'strings':
      return [];
  }
}

function isAllowed(rule: Rule, value: unknown): boolean {
  switch (rule.kind) {
    case 'one-of':
      return typeof value === 'string' && rule.values.includes(value);
    case 'seconds':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= rule.max;
    case 'fixed':
      return false;
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
}

const settingsOf = perOwner('zone-settings', (random, _zone: Zone): Map<string, Setting> => {
  const settings = new Map<string, Setting>();
  for (const [id, rule] of Object.entries(RULES)) {
    const isChanged = rule.kind === 'one-of' && random.chance(0.25);
    settings.set(id, {
      id,
      value: isChanged ? random.pick(rule.values) : initialValue(rule),
      modified_on: isChanged ? random.instant(FIRST_DAY, LAST_DAY) : null,
      editable: rule.kind !== 'fixed',
    });
  }
  return settings;
});

export const listSettings = inZone((call, zone) => success([...settingsOf(call.world, zone).values()]));

export const getSetting = inZone((call, zone) => {
  const id = call.params.setting ?? '';
  const setting = settingsOf(call.world, zone).get(id);
  return setting === undefined ? failWith(400, 1006, `Undefined zone setting: ${id}`) : success(setting);
});

/** Takes `{value}`. Code 1007 is the real one for a bad value; 1006 and 1015 are our reading. */
export const editSetting = inZone((call, zone) => {
  const settings = settingsOf(call.world, zone);
  const id = call.params.setting ?? '';
  const setting = settings.get(id);
  const rule = Object.hasOwn(RULES, id) ? RULES[id] : undefined;
  if (setting === undefined || rule === undefined) return failWith(400, 1006, `Undefined zone setting: ${id}`);
  if (!setting.editable) return failWith(400, 1015, `Not allowed to edit setting for ${id}`);
  if (!isAllowed(rule, call.body.value)) return failWith(400, 1007, `Invalid value for zone setting ${id}`);
  const changed: Setting = { ...setting, value: call.body.value, modified_on: new Date(call.now).toISOString() };
  settings.set(id, changed);
  return success(changed);
});
