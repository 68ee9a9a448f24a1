// Rulesets of zones and accounts: a list by cursor without the rules, one ruleset with them, and every change of either.
// Each change makes a new version of the ruleset; a rule that is not changed keeps its own.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { cutByCursor, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, type Random } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import { isObject, type JsonObject } from './request-body.ts';
import type { Call, Handler } from './router.ts';
import { perOwner } from './world.ts';
import { inZone, type Zone } from './zones.ts';

type Rule = JsonObject & { readonly id: string; readonly version: string };

type Ruleset = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: 'managed' | 'custom' | 'root' | 'zone';
  readonly version: string;
  readonly last_updated: string;
  readonly phase: string;
  readonly rules: readonly Rule[];
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

type Rulesets = Map<string, Ruleset>;

const byId = (rulesets: readonly Ruleset[]): Rulesets => new Map(rulesets.map((ruleset) => [ruleset.id, ruleset]));

const zoneRulesetsOf = perOwner('zone-rulesets', (random, _zone: Zone) =>
  byId(PHASES.map((_, index) => makeRuleset(random, index, index === 1 ? 'managed' : 'zone'))),
);

const accountRulesetsOf = perOwner('account-rulesets', (random, _account: SandboxAccount) =>
  byId([0, 1, 2].map((index) => makeRuleset(random, index, index === 1 ? 'managed' : 'root'))),
);

function listOf(call: Call, rulesets: Rulesets): Reply {
  const sorted = [...rulesets.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
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

/** Wraps a handler that works on the ruleset in the path. */
function withRuleset(handler: (call: Call, rulesets: Rulesets, ruleset: Ruleset) => Reply) {
  return (call: Call, rulesets: Rulesets): Reply => {
    const id = call.params.ruleset_id ?? '';
    const ruleset = rulesets.get(id);
    return ruleset === undefined
      ? failWith(404, 10005, `could not find ruleset ${JSON.stringify(id)}`)
      : handler(call, rulesets, ruleset);
  };
}

const RULE_FIELDS = [
  'action',
  'action_parameters',
  'description',
  'enabled',
  'exposed_credential_check',
  'expression',
  'logging',
  'ratelimit',
  'ref',
] as const;

/** What a rule is apart from who gave it its number, for telling whether it is another one. */
function definitionOf(rule: JsonObject): JsonObject {
  return Object.fromEntries(RULE_FIELDS.flatMap((name) => (rule[name] === undefined ? [] : [[name, rule[name]]])));
}

/** Codes of rules are our reading: 20018 and 20021. */
function ruleRefusal(rule: unknown): Reply | undefined {
  if (!isObject(rule) || typeof rule.action !== 'string' || rule.action === '') {
    return failWith(400, 20018, 'a rule must have an action');
  }
  if (typeof rule.expression !== 'string' || rule.expression.trim() === '') {
    return failWith(400, 20021, "'' is not a valid value for expression because the expression must not be empty");
  }
  return undefined;
}

/** A rule as the body defines it, whole: what it does not say is not taken from the one before. */
function ruleOf(call: Call, body: JsonObject, before: Rule | undefined): Rule {
  const id = before?.id ?? call.world.nextId();
  const defined = { enabled: true, ref: before?.ref ?? id, ...definitionOf(body) };
  const isSame = before !== undefined && JSON.stringify(definitionOf(before)) === JSON.stringify(definitionOf(defined));
  if (isSame) return before;
  const version = String(before === undefined ? 1 : Number(before.version) + 1);
  return { id, version, ...definitionOf(defined), last_updated: new Date(call.now).toISOString() };
}

function nextVersion(call: Call, ruleset: Ruleset, change: Partial<Ruleset>): Ruleset {
  const version = String(Number(ruleset.version) + 1);
  return { ...ruleset, ...change, version, last_updated: new Date(call.now).toISOString() };
}

const KINDS: Readonly<Record<'zone' | 'account', readonly string[]>> = {
  zone: ['zone', 'custom'],
  account: ['root', 'custom'],
};

/** The rules of a body, those that name an id of `before` in its place; or the reply that refuses them. */
function rulesOf(call: Call, before: readonly Rule[]): readonly Rule[] | Reply {
  const { rules = [] } = call.body;
  if (!Array.isArray(rules)) return failWith(400, 20008, 'rules must be a list');
  const made: Rule[] = [];
  for (const rule of rules as readonly unknown[]) {
    const refusal = ruleRefusal(rule);
    if (refusal !== undefined || !isObject(rule)) return refusal ?? failWith(400, 20018, 'a rule must be an object');
    const known = before.find(({ id, ref }) => id === rule.id || (rule.id === undefined && ref === rule.ref));
    if (rule.id !== undefined && known === undefined) {
      return failWith(400, 20119, `could not find rule ${JSON.stringify(rule.id)}`);
    }
    made.push(ruleOf(call, rule, known));
  }
  return made;
}

const isReply = (value: readonly Rule[] | Reply): value is Reply => 'kind' in value;

/** A phase has one entry point; a second is refused with the API's own code. */
const create =
  (scope: 'zone' | 'account') =>
  (call: Call, rulesets: Rulesets): Reply => {
    const { name, description = '', kind, phase } = call.body;
    if (typeof name !== 'string' || name === '') return failWith(400, 20003, 'a ruleset must have a name');
    if (typeof phase !== 'string' || phase === '') return failWith(400, 20004, 'a ruleset must have a phase');
    if (typeof kind !== 'string' || !KINDS[scope].includes(kind)) {
      return failWith(400, 20005, `${JSON.stringify(kind)} is not a valid value for kind`);
    }
    const isTaken = [...rulesets.values()].some((other) => other.phase === phase && other.kind === kind);
    if (kind !== 'custom' && isTaken) {
      const message = `exceeded maximum number of ${kind} rulesets for phase ${phase}`;
      return failWith(400, 20217, message);
    }
    const rules = rulesOf(call, []);
    if (isReply(rules)) return rules;
    const ruleset: Ruleset = {
      id: call.world.nextId(),
      name,
      description: String(description),
      kind: kind as Ruleset['kind'],
      version: '1',
      last_updated: new Date(call.now).toISOString(),
      phase,
      rules,
    };
    rulesets.set(ruleset.id, ruleset);
    return success(ruleset);
  };

/** PUT: the rules become those of the body; kind and phase cannot change. */
const update = withRuleset((call, rulesets, ruleset) => {
  if (ruleset.kind === 'managed') return NOT_YOURS;
  for (const fixed of ['kind', 'phase'] as const) {
    const given = call.body[fixed];
    if (given !== undefined && given !== ruleset[fixed]) return failWith(400, 20006, `${fixed} cannot be changed`);
  }
  const rules = rulesOf(call, ruleset.rules);
  if (isReply(rules)) return rules;
  const { name, description } = call.body;
  const changed = nextVersion(call, ruleset, {
    rules,
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  });
  rulesets.set(ruleset.id, changed);
  return success(changed);
});

const NOT_YOURS = failWith(403, 20042, 'a managed ruleset cannot be changed');

const NO_CONTENT: Reply = { kind: 'raw', write: (_, response) => void response.writeHead(204).end() };

const remove = withRuleset((_call, rulesets, ruleset) => {
  if (ruleset.kind === 'managed') return NOT_YOURS;
  rulesets.delete(ruleset.id);
  return NO_CONTENT;
});

/** Where `position` puts a rule among `rules`, which do not have it; undefined where it says nothing that holds. */
function placeFor(position: unknown, rules: readonly Rule[]): number | undefined {
  if (!isObject(position)) return undefined;
  const { before, after, index } = position;
  if (typeof index === 'number') return index >= 1 && index <= rules.length + 1 ? index - 1 : undefined;
  if (before === '') return 0;
  if (after === '') return rules.length;
  const at = rules.findIndex(({ id }) => id === (before ?? after));
  return at < 0 ? undefined : at + (after === undefined ? 0 : 1);
}

function placed(call: Call, rulesets: Rulesets, ruleset: Ruleset, rule: Rule, usual: number): Reply {
  const others = ruleset.rules.filter(({ id }) => id !== rule.id);
  const { position } = call.body;
  const at = position === undefined ? usual : placeFor(position, others);
  if (at === undefined) return failWith(400, 20116, 'the position names no place in the ruleset');
  const changed = nextVersion(call, ruleset, { rules: others.toSpliced(at, 0, rule) });
  rulesets.set(ruleset.id, changed);
  return success(changed);
}

const addRule = withRuleset((call, rulesets, ruleset) => {
  if (ruleset.kind === 'managed') return NOT_YOURS;
  const refusal = ruleRefusal(call.body);
  if (refusal !== undefined) return refusal;
  if (call.body.ref !== undefined && ruleset.rules.some(({ ref }) => ref === call.body.ref)) {
    return failWith(400, 20120, 'another rule of the ruleset has this ref');
  }
  return placed(call, rulesets, ruleset, ruleOf(call, call.body, undefined), ruleset.rules.length);
});

/** Wraps a handler that works on the rule in the path. */
function withRule(handler: (call: Call, rulesets: Rulesets, ruleset: Ruleset, rule: Rule) => Reply) {
  return withRuleset((call, rulesets, ruleset) => {
    if (ruleset.kind === 'managed') return NOT_YOURS;
    const id = call.params.rule_id ?? '';
    const rule = ruleset.rules.find((candidate) => candidate.id === id);
    return rule === undefined
      ? failWith(404, 20119, `could not find rule ${JSON.stringify(id)} of the ruleset`)
      : handler(call, rulesets, ruleset, rule);
  });
}

/** The API's guide: a new definition is given whole; a position alone moves the rule as it is. */
const editRule = withRule((call, rulesets, ruleset, rule) => {
  const { position: _, ...definition } = call.body;
  const usual = ruleset.rules.indexOf(rule);
  if (Object.keys(definition).length === 0) return placed(call, rulesets, ruleset, rule, usual);
  const refusal = ruleRefusal(definition);
  if (refusal !== undefined) return refusal;
  return placed(call, rulesets, ruleset, ruleOf(call, definition, rule), usual);
});

const removeRule = withRule((call, rulesets, ruleset, rule) => {
  const changed = nextVersion(call, ruleset, { rules: ruleset.rules.filter(({ id }) => id !== rule.id) });
  rulesets.set(ruleset.id, changed);
  return success(changed);
});

type RulesetHandler = (call: Call, rulesets: Rulesets) => Reply;

const HANDLERS = {
  list: listOf,
  get: withRuleset((_call, _rulesets, ruleset) => success(ruleset)),
  update,
  remove,
  addRule,
  editRule,
  removeRule,
} satisfies Readonly<Record<string, RulesetHandler>>;

type RulesetHandlers = Readonly<Record<keyof typeof HANDLERS | 'create', Handler>>;

function handlersOf(scope: 'zone' | 'account', serve: (handler: RulesetHandler) => Handler): RulesetHandlers {
  const all: Readonly<Record<string, RulesetHandler>> = { ...HANDLERS, create: create(scope) };
  const served = Object.entries(all).map(([name, handler]) => [name, serve(handler)] as const);
  return Object.fromEntries(served) as RulesetHandlers;
}

export const zoneRulesets = handlersOf('zone', (handler) =>
  inZone((call, zone) => handler(call, zoneRulesetsOf(call.world, zone))),
);

export const accountRulesets = handlersOf('account', (handler) =>
  inAccount((call, account) => handler(call, accountRulesetsOf(call.world, account))),
);
