// Which keys are in force: those of the user's own lines, then those of the flavour, then the defaults. What cannot be is told and left
// out, and all else holds. What asks for consent, unlocks or quits keeps its keys whatever is written.
import type { Binding } from './binding.ts';
import { type Chord, isCharacter, type KeySequence, keysLabel } from './chord.ts';
import { type Context, isGuarded } from './context.ts';
import type { KeyOverride, KeyPlace, KeyProblem, OwnKeys } from './own-keys.ts';
import { beginnings } from './resolve.ts';

interface Settled {
  readonly ownKeys: OwnKeys;
  readonly problems: readonly KeyProblem[];
}

/** Where letters are text. */
const typing: ReadonlySet<Context> = new Set([
  'help',
  'prompt',
  'question',
  'search',
  'jq',
  'write',
  'body',
  'unlock',
  'picker',
  'profiles',
  'export',
  'filter',
  'naming',
  'counting',
]);

/** The way back, the way out, and the way to unlock: always theirs, beside others, and nobody else's. */
const reserved: readonly Chord[] = ['esc', 'ctrl+c', 'ctrl+o'];

/** True for a binding whose keys nobody can change. */
function isFixed(binding: Binding): boolean {
  return binding.contexts.every(isGuarded);
}

/** One key of one binding in one context. */
interface Claim {
  readonly binding: Binding;
  readonly keys: KeySequence;
  /** Undefined for a default. */
  readonly override: KeyOverride | undefined;
  readonly rank: number;
}

export function settleKeys(bindings: readonly Binding[], overrides: readonly KeyOverride[]): Settled {
  const problems: KeyProblem[] = [];
  const told = new Set<string>();
  const tell = (place: KeyPlace | undefined, text: string): void => {
    const key = `${place?.line}:${place?.column} ${text}`;
    if (!told.has(key)) problems.push({ place, text });
    told.add(key);
  };
  const byId = new Map(bindings.map((binding) => [binding.id, binding]));
  const allowed = overrides.filter((override) => {
    const binding = byId.get(override.id);
    if (!binding) return false;
    const refusal = whyRefused(binding, override);
    if (refusal !== undefined) tell(override.place, refusal);
    return refusal === undefined;
  });
  const fixedKeys = bindings.filter(isFixed).flatMap(({ keys }) => keys);

  const whyNot = (binding: Binding, keys: KeySequence, context: Context): string | undefined => {
    const taken = reserved.find((key) => keys.split(' ').includes(key));
    if (taken !== undefined && !binding.keys.includes(taken))
      return `${taken} always does the same and cannot be given to ${binding.id}`;
    if (isGuarded(context) && fixedKeys.some((key) => clash(key, keys)))
      return `${keysLabel(keys)} agrees to a write or answers a question in the context ${context} and cannot be given to ${binding.id} there`;
    return undefined;
  };

  const changed = new Map<string, Map<Context, readonly KeySequence[]>>();
  for (const context of new Set(bindings.flatMap(({ contexts }) => contexts))) {
    const here = bindings.filter(({ contexts }) => contexts.includes(context));
    const claims: Claim[] = [];
    for (const binding of here) {
      const candidates = isFixed(binding) ? [] : overridesFor(allowed, binding.id, context);
      let claimed: readonly Claim[] | undefined;
      for (const override of candidates) {
        const good = override.keys.filter((keys) => {
          const refusal = whyNot(binding, keys, context);
          if (refusal !== undefined) tell(override.place, refusal);
          return refusal === undefined;
        });
        const possible = good.filter((keys) => !isText(keys, context));
        if (good.length > 0 && possible.length === 0) {
          const [first = ''] = good;
          tell(
            override.place,
            `${keysLabel(first)} is text in the context ${context}, so ${override.id} keeps its key there`,
          );
        }
        if (possible.length === 0 && override.keys.length > 0) continue;
        const own = reserved.filter((key) => binding.keys.includes(key) && !possible.includes(key));
        const rank = override.place === undefined ? 1 : 2;
        claimed = [...possible, ...own].map((keys) => ({ binding, keys, override, rank }));
        break;
      }
      claims.push(...(claimed ?? binding.keys.map((keys) => ({ binding, keys, override: undefined, rank: 0 }))));
      if (claimed?.length === 0) record(changed, binding.id, context, []);
    }
    settleContext(context, claims, changed, tell);
  }
  return { ownKeys: ownKeysOf(bindings, changed), problems };
}

/** Why a line holds nowhere. */
function whyRefused(binding: Binding, { id, keys, contexts }: KeyOverride): string | undefined {
  if (isFixed(binding)) return `${id} agrees to something or unlocks, so its key cannot be changed`;
  const elsewhere = contexts?.find((context) => !binding.contexts.includes(context));
  if (elsewhere !== undefined)
    return `${id} is not in the context ${elsewhere}, only in ${binding.contexts.join(', ')}`;
  if (binding.takesDigits && keys.some((key) => !/\d$/.test(key)))
    return `${id} takes keys that end in a digit, which says how deep`;
  return undefined;
}

/** The user's own before the flavour's, and what is said of one context before what is said of all. The last line counts. */
function overridesFor(overrides: readonly KeyOverride[], id: string, context: Context): readonly KeyOverride[] {
  const fitting = overrides.filter((override) => override.id === id && (override.contexts?.includes(context) ?? true));
  const weight = ({ place, contexts }: KeyOverride): number => (place ? 2 : 0) + (contexts ? 1 : 0);
  return fitting.toReversed().toSorted((a, b) => weight(b) - weight(a));
}

/** True where two cannot both be keys of one context: the same, or one begins the other. */
function clash(one: KeySequence, other: KeySequence): boolean {
  return one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);
}

function isText(keys: KeySequence, context: Context): boolean {
  const [first = ''] = keys.split(' ');
  return typing.has(context) && (isCharacter(first) || first === 'space');
}

/** The first of the strongest has a key that several want. */
function settleContext(
  context: Context,
  claims: readonly Claim[],
  changed: Map<string, Map<Context, readonly KeySequence[]>>,
  tell: (place: KeyPlace | undefined, text: string) => void,
): void {
  const holders = new Map<KeySequence, Claim>();
  /** Sequences by what they begin with. */
  const begun = new Map<KeySequence, Claim>();
  const lost: (readonly [claim: Claim, to: Claim])[] = [];
  for (const claim of claims.toSorted((a, b) => b.rank - a.rank)) {
    const { keys } = claim;
    const starts = beginnings(keys);
    const holder = holders.get(keys) ?? begun.get(keys) ?? starts.map((start) => holders.get(start)).find(Boolean);
    if (holder?.binding.id === claim.binding.id && holder.keys === keys) continue;
    if (holder) {
      lost.push([claim, holder]);
      continue;
    }
    holders.set(keys, claim);
    for (const start of starts) if (!begun.has(start)) begun.set(start, claim);
  }
  for (const binding of new Set(claims.map((claim) => claim.binding))) {
    const keys = claims.filter((claim) => claim.binding === binding && holders.get(claim.keys) === claim);
    record(
      changed,
      binding.id,
      context,
      keys.map((claim) => claim.keys),
    );
  }
  for (const [claim, to] of lost) {
    const [label, id] = [keysLabel(claim.keys), claim.binding.id];
    const other = `${keysLabel(to.keys)} is ${to.binding.id}`;
    if (claim.rank === to.rank)
      tell(claim.override?.place, `${label} cannot be ${id} in the context ${context}: there ${other}`);
    else if (changed.get(id)?.get(context)?.length === 0)
      tell(
        to.override?.place,
        `${other} now, so that ${id} has no key in the context ${context}. Give it another, or null`,
      );
  }
}

function record(
  changed: Map<string, Map<Context, readonly KeySequence[]>>,
  id: string,
  context: Context,
  keys: readonly KeySequence[],
): void {
  const known = changed.get(id) ?? new Map<Context, readonly KeySequence[]>();
  changed.set(id, known.set(context, keys));
}

/** Only what differs from the defaults; contexts with the same keys together. */
function ownKeysOf(
  bindings: readonly Binding[],
  changed: ReadonlyMap<string, ReadonlyMap<Context, readonly KeySequence[]>>,
): OwnKeys {
  const own = new Map<string, readonly { contexts: readonly Context[]; keys: readonly KeySequence[] }[]>();
  for (const { id, keys, contexts } of bindings) {
    const groups = new Map<string, { contexts: Context[]; keys: readonly KeySequence[] }>();
    for (const context of contexts) {
      const here = changed.get(id)?.get(context) ?? keys;
      const group = groups.get(here.join()) ?? { contexts: [], keys: here };
      group.contexts.push(context);
      groups.set(here.join(), group);
    }
    if (groups.size > 1 || !groups.has(keys.join())) own.set(id, [...groups.values()]);
  }
  return own;
}
