// Rulesets of zones and accounts: a list by cursor without the rules, one ruleset with them. Read only.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { cutByCursor, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, type Random } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { Call } from './router.ts';
import { perOwner } from './world.ts';
import { inZone, type Zone } from './zones.ts';

type Ruleset = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: 'managed' | 'custom' | 'root' | 'zone';
  readonly version: string;
  readonly last_updated: string;
  readonly phase: string;
  readonly rules: readonly Readonly<Record<string, unknown>>[];
};

/** The SDK names per_page and cursor; 1 to 50 is our reading. */
const RULESET_PAGES: PageSizes = { initial: 50, min: 1, max: 50, outOfRange: 'refuse' };

const PHASES: readonly (readonly [phase: string, name: string, action: string])[] = [
  ['http_request_firewall_custom', 'Custom rules', 'block'],
  ['http_request_firewall_managed', 'Managed rules', 'execute'],
  ['http_ratelimit', 'Rate limiting rules', 'managed_challenge'],
  ['http_request_cache_settings', 'Cache rules', 'set_cache_settings'],
  ['http_request_dynamic_redirect', 'Redirect rules', 'redirect'],
  ['http_request_transform', 'Transform rules', 'rewrite'],
  ['http_response_headers_transform', 'Response header rules', 'rewrite'],
];

const EXPRESSIONS: readonly string[] = [
  '(http.request.uri.path contains "/admin")',
  '(ip.src in {192.0.2.0/24 198.51.100.0/24})',
  '(http.host eq "shop.example.com" and not ssl)',
  '(cf.threat_score gt 30)',
  'true',
];

function makeRuleset(random: Random, index: number, kind: Ruleset['kind']): Ruleset {
  const [phase, name, action] = PHASES[index % PHASES.length]!;
  const updated = random.instant(FIRST_DAY, LAST_DAY);
  const version = random.int(1, 40);
  return {
    id: random.hex(32),
    name,
    description: `${name} of the sandbox`,
    kind,
    version: String(version),
    last_updated: updated,
    phase,
    rules: Array.from({ length: random.int(1, 6) }, () => {
      const id = random.hex(32);
      return {
        id,
        version: String(random.int(1, version)),
        action,
        expression: random.pick(EXPRESSIONS),
        description: random.pick(['', 'blocks scanners', 'ticket 4711', 'for the campaign']),
        last_updated: updated,
        ref: id,
        enabled: random.chance(0.85),
      };
    }),
  };
}

const zoneRulesetsOf = perOwner('zone-rulesets', (random, _zone: Zone) =>
  PHASES.map((_, index) => makeRuleset(random, index, index === 1 ? 'managed' : 'zone')),
);

const accountRulesetsOf = perOwner('account-rulesets', (random, _account: SandboxAccount) =>
  [0, 1, 2].map((index) => makeRuleset(random, index, index === 1 ? 'managed' : 'root')),
);

function listOf(call: Call, rulesets: readonly Ruleset[]): Reply {
  const sorted = rulesets.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const page = cutByCursor(sorted, call.query, {
    sizes: RULESET_PAGES,
    sizeParameter: 'per_page',
    keyOf: (ruleset) => ruleset.id,
  });
  if (page.kind === 'refused') return page.reply;
  const result = page.items.map(({ rules: _, ...head }) => head);
  const cursor = page.next === undefined ? {} : { cursor: page.next };
  return success(result, { info: { count: result.length, per_page: page.size, ...cursor } });
}

function oneOf(call: Call, rulesets: readonly Ruleset[]): Reply {
  const id = call.params.ruleset_id ?? '';
  const ruleset = rulesets.find((candidate) => candidate.id === id);
  return ruleset === undefined
    ? failWith(404, 10005, `could not find ruleset ${JSON.stringify(id)}`)
    : success(ruleset);
}

export const listZoneRulesets = inZone((call, zone) => listOf(call, zoneRulesetsOf(call.world, zone)));
export const getZoneRuleset = inZone((call, zone) => oneOf(call, zoneRulesetsOf(call.world, zone)));
export const listAccountRulesets = inAccount((call, account) => listOf(call, accountRulesetsOf(call.world, account)));
export const getAccountRuleset = inAccount((call, account) => oneOf(call, accountRulesetsOf(call.world, account)));
