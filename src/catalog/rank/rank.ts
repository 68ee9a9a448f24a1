// Ranks the operations for a query: how much of the query an operation has, how much of the operation the query says, and whether
// it does what is asked. It must not know phrases; words of the field are in synonyms.ts.
import type { Method } from '../../request/types.ts';
import type { Letters } from '../../text/matching.ts';
import type { Catalog } from '../catalog.ts';
import { once } from '../once.ts';
import type { Operation } from '../operation.ts';
import { coreFlag, productFlag, type SearchIndex, weightMask } from '../search-index.ts';
import { CUSTOM_VERBS, methodsOfVerb, verbOf } from '../terms.ts';
import { type CatalogQuery, type QueryWord, readCatalogQuery } from './query.ts';
import { synonymsOf } from './synonyms.ts';
import { fitsOf, highlight, type WordFit } from './word-match.ts';

interface RankOptions {
  /** Only operations of this method. */
  readonly method?: Method | undefined;
  /** How many at most; all that fit where it is left out. */
  readonly limit?: number | undefined;
  /** How often each operation was used, by `usageKey`: those come before others that fit as well. */
  readonly used?: ReadonlyMap<string, number> | undefined;
}

export interface Ranked {
  readonly operation: Operation;
  /** Placeholders that the query has named a value for: `{ setting_id: 'brotli' }`. */
  readonly values: Readonly<Record<string, string>>;
  /** From 0 up; comparable within one ranking. */
  readonly score: number;
  /** Letters of the title and of the path that the query has, for highlighting; found when they are asked for. */
  readonly letters: () => MatchedLetters;
}

interface MatchedLetters {
  readonly title: Letters;
  readonly path: Letters;
}

export type Rank = (query: string, options?: RankOptions) => readonly Ranked[];

/** What usage is counted by: it outlives a build. */
export function usageKey({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** Entries that have less than this share of what the query says are no response to it, unless none has much more. */
const leastShare = 0.34;

/** A verb tells what is done; that an operation has it in its name as well says little more. */
const optionalImportance = 0.25;

/** A choice of a placeholder is likelier what is meant where nothing else is, and that most where more follows in the path. */
const choiceFactors = { last: 0.92, inner: 0.8 } as const;

/** One is meant where nothing says that it is many. */
const bulkFactor = 0.94;

/** Words whose fits are kept; a session types few. */
const keptWords = 500;

interface Found {
  readonly entry: number;
  readonly operation: Operation;
  readonly score: number;
}

/** A ranking over one catalog. It keeps what it has found out of words, so that the next keystroke is quick. */
export function createRank(catalog: Catalog): Rank {
  const traits = traitsIn(catalog);
  const fits = (word: QueryWord, index: SearchIndex): readonly WordFit[] => {
    const key = `${word.text}${word.isOpen ? '…' : ''}`;
    const found = known.get(key) ?? fitsOf(word.text, word.isOpen, index.words);
    if (known.size >= keptWords) known.clear();
    known.set(key, found);
    return found;
  };
  const known = new Map<string, readonly WordFit[]>();
  return (text, options = {}) => {
    const query = readCatalogQuery(text);
    const { words } = query;
    const isAsked = words.length > 0 || query.path !== undefined || query.method !== undefined;
    const found = isAsked ? rankEntries(catalog, query, fits, traits, options) : byUsage(catalog, options);
    const index = catalog.search();
    return found.slice(0, options.limit ?? found.length).map(({ entry, operation, score }) => {
      const choice = index.choices.get(entry);
      return {
        operation,
        score,
        values: choice ? { [choice.placeholder]: choice.value } : {},
        letters: once(() => ({ title: highlight(operation.title, words), path: highlight(operation.path, words) })),
      };
    });
  };
}

/** Everything, in the catalog's order, what was used before the rest. */
function byUsage(catalog: Catalog, { method, used }: RankOptions): readonly Found[] {
  const operations = catalog.operations.filter((operation) => method === undefined || operation.method === method);
  const countOf = (operation: Operation): number => used?.get(usageKey(operation)) ?? 0;
  return operations
    .map((operation) => ({ entry: -1, operation, score: countOf(operation) }))
    .toSorted((a, b) => b.score - a.score || a.operation.index - b.operation.index);
}

function rankEntries(
  catalog: Catalog,
  query: CatalogQuery,
  fits: (word: QueryWord, index: SearchIndex) => readonly WordFit[],
  traits: (operation: Operation) => Traits,
  options: RankOptions,
): readonly Found[] {
  const index = catalog.search();
  const { said, share, core, extra } = shares(index, query, fits);
  const best: (Found | undefined)[] = [];
  const { operationOf, choices, mass } = index;
  const usage = options.used === undefined || options.used.size === 0 ? undefined : options.used;
  const most = said === 0 ? 0 : share.reduce((greatest, value) => Math.max(greatest, value), 0) / said;
  const least = Math.min(leastShare, most / 2);
  for (let entry = 0; entry < operationOf.length; entry++) {
    // Nearly all end here, at every keystroke.
    const had = said === 0 ? 0 : share[entry]! / said;
    if (said > 0 && query.path === undefined && (had < least || had === 0)) continue;
    const number = operationOf[entry]!;
    const operation = catalog.operation(number);
    if (options.method !== undefined && operation.method !== options.method) continue;
    if (query.method !== undefined && operation.method !== query.method) continue;
    const pathFit = query.path === undefined ? 0 : pathFitOf(query.path, operation.path);
    if (said > 0 ? Math.max(had, pathFit) < least || had + pathFit === 0 : query.path !== undefined && pathFit === 0)
      continue;
    const told = Math.min(1, core[entry]! / Math.max(1, mass(entry) + extra[entry]!));
    const fit = said === 0 ? 0.5 : had * Math.sqrt(had) * (0.25 + 0.75 * told ** 0.6);
    const own = traits(operation);
    const uses = usage === undefined ? 0 : Math.log2(1 + (usage.get(own.key) ?? 0));
    const score =
      (choices.has(entry) ? own.choice : 1) *
      (fit + 2 * pathFit) *
      verbFactor(query, operation, own) *
      own.place *
      (own.isBulk && !query.isBulk ? bulkFactor : 1) *
      (1 + 0.25 * Math.min(3, uses));
    const before = best[number];
    if (!before || score > before.score) best[number] = { entry, operation, score };
  }
  return best
    .filter((found) => found !== undefined)
    .sort(
      (a, b) =>
        b.score - a.score || a.operation.path.length - b.operation.path.length || a.operation.index - b.operation.index,
    );
}

interface Shares {
  readonly said: number;
  readonly share: Float32Array;
  readonly core: Float32Array;
  readonly extra: Float32Array;
}

/**
 * What the query says in all, and for each entry how much of it the entry has, how much of the entry's core that is, and how much of
 * that is the product's name, which is no part of the core by itself.
 */
function shares(
  index: SearchIndex,
  query: CatalogQuery,
  fits: (word: QueryWord, index: SearchIndex) => readonly WordFit[],
): Shares {
  const count = index.operationOf.length;
  const share = new Float32Array(count);
  const core = new Float32Array(count);
  const best = new Float32Array(count);
  const bestCore = new Float32Array(count);
  const bestExtra = new Float32Array(count);
  const extra = new Float32Array(count);
  let said = 0;
  const typed = new Set(query.words.map(({ text }) => text));
  for (const word of query.words) {
    // What another word of the query says itself is not said a second time: `warp devices` wants both.
    const all = fits(word, index);
    const found = typed.size > 1 ? all.filter(({ word: at, fit }) => fit === 1 || !typed.has(index.words[at]!)) : all;
    // A word that nothing has is asked for all the same: what lacks it is less of a response.
    const importance = word.isOptional
      ? optionalImportance
      : Math.min(7, Math.max(2, found[0] ? index.having(found[0].word).rarity : 4));
    if (!word.isOptional) said += importance;
    best.fill(0);
    bestCore.fill(0);
    bestExtra.fill(0);
    for (const { word: number, fit } of found) {
      const { entries, weights, rarity } = index.having(number);
      for (let place = 0; place < entries.length; place++) {
        const entry = entries[place]!;
        const flags = weights[place]!;
        const weight = flags & weightMask;
        const value = fit * (0.2 + 0.8 * Math.min(1, weight / 12));
        if (value > best[entry]!) best[entry] = value;
        const told = fit * weight * rarity;
        if ((flags & (coreFlag | productFlag)) !== 0 && told > bestCore[entry]!) {
          bestCore[entry] = told;
          bestExtra[entry] = (flags & coreFlag) === 0 ? weight * rarity : 0;
        }
      }
    }
    for (let entry = 0; entry < count; entry++) {
      share[entry]! += best[entry]! * importance;
      core[entry]! += bestCore[entry]!;
      extra[entry]! += bestExtra[entry]!;
    }
  }
  // A query of verbs alone is about them.
  return {
    said: said === 0 && query.words.length > 0 ? optionalImportance * query.words.length : said,
    share,
    core,
    extra,
  };
}

/** 1 for the path itself, less for what it begins or is a part of; placeholders are all alike. */
function pathFitOf(typed: string, path: string): number {
  const wanted = shapeOf(typed);
  const own = shapeOf(path);
  if (wanted === '' || wanted === '/') return own.split('/').length === 2 ? 0.4 : 0.1;
  if (own === wanted) return 1;
  if (own.startsWith(wanted)) return 0.9 - 0.05 * (own.split('/').length - wanted.split('/').length);
  if (own.endsWith(wanted)) return 0.8;
  return own.includes(wanted) ? 0.6 : 0;
}

/** The path with `{}` for every placeholder and every segment that looks like an id. */
function shapeOf(path: string): string {
  const whole = path.startsWith('/') ? path : `/${path}`;
  return whole
    .toLowerCase()
    .replace(/\{[^}/]*\}?|\*|:[a-z_]+/g, '{}')
    .replace(/\/(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=\/|$)/g, '/{}')
    .replace(/(?<=.)\/$/, '');
}

/** Does it do what is asked? Where nothing is asked to be done, reading is likelier than writing, and a list for several. */
function verbFactor({ verb, action, wantsMany }: CatalogQuery, operation: Operation, traits: Traits): number {
  const { method } = operation;
  const { verb: ownVerb, isOnlyDone } = traits;
  if (action !== undefined) {
    if (ownVerb === action) return 1;
    if (synonymsOf(action).includes(ownVerb)) return 0.98;
    if (verb !== undefined && methodsOfVerb[verb][0] === method) return 0.95;
    return method === 'GET' ? 0.82 : method === 'DELETE' ? 0.8 : CUSTOM_VERBS.has(ownVerb) ? 0.85 : 0.92;
  }
  if (verb === undefined)
    return method === 'GET' ? readFactor(wantsMany ? 'list' : undefined, operation) : isOnlyDone ? 0.9 : 0.8;
  if (verb === 'list' || verb === 'get') {
    return method === 'GET' ? readFactor(verb === 'list' || wantsMany ? 'list' : 'get', operation) : 0.5;
  }
  const said = verbOf(ownVerb);
  const rank = methodsOfVerb[verb].indexOf(method);
  // `Bulk delete` may well be a POST: its title counts as much as its method.
  if (said === verb) return rank === 0 ? 1 : 0.95;
  return rank < 0 ? 0.5 : (1 - 0.06 * rank) * (said === undefined ? 0.93 : 0.85);
}

function readFactor(wanted: 'list' | 'get' | undefined, { list, paging, path }: Operation): number {
  const isList = list !== undefined || paging !== undefined;
  // Who names a thing and no more has no id of it yet.
  if (wanted === undefined) return isList ? 0.97 : path.endsWith('}') ? 0.93 : 0.96;
  return (wanted === 'list') === isList ? 1 : 0.88;
}

/** What every query asks of an operation again. */
interface Traits {
  /** What its usage is counted by. */
  readonly key: string;
  /** How likely a choice of its placeholder is meant. */
  readonly choice: number;
  /** What its title says is done. */
  readonly verb: string;
  readonly place: number;
  /** It does to many what another does to one. */
  readonly isBulk: boolean;
  /** Nothing is read at its path: to do it is all that can be meant by its name. */
  readonly isOnlyDone: boolean;
}

/** Found when they are first asked for. */
function traitsIn(catalog: Catalog): (operation: Operation) => Traits {
  const read = once(() => new Set(catalog.paths.filter((_, index) => catalog.methods[index] === 'GET')));
  const known: (Traits | undefined)[] = [];
  return (operation) => {
    known[operation.index] ??= traitsOf(operation, read());
    return known[operation.index]!;
  };
}

function traitsOf(operation: Operation, read: ReadonlySet<string>): Traits {
  const [first = '', second = ''] = operation.title.toLowerCase().split(' ', 2);
  const isBulk = first === 'bulk' || /\/(?:bulk|batch)(?:\/|$)/.test(operation.path);
  return {
    key: usageKey(operation),
    choice: operation.path.endsWith('}') ? choiceFactors.last : choiceFactors.inner,
    verb: first === 'bulk' ? second : first,
    place: placeFactor(operation),
    isBulk,
    isOnlyDone: !read.has(operation.path),
  };
}

/** Deprecated operations come last, deep ones after shallow ones, copies below a user or a zone after the account's own. */
function placeFactor(operation: Operation): number {
  const { path, deprecated, group } = operation;
  const depth = path.split('/').length - (/^\/(?:accounts|zones)\/\{/.test(path) ? 2 : 0);
  const isCopy =
    (path.startsWith('/user/') && group !== 'User') || (path.startsWith('/zones/') && group.startsWith('Zero Trust'));
  return (1 - 0.012 * Math.min(12, depth)) * (deprecated ? 0.75 : 1) * (isCopy ? 0.92 : 1) * prominence(operation);
}

const PROMINENT: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1.1: ['Zones', 'DNS', 'Cache', 'Workers', 'Accounts', 'User'],
    1.06: [
      'KV',
      'R2',
      'D1',
      'Pages',
      'Queues',
      'Rulesets',
      'Firewall',
      'SSL',
      'Zero Trust Tunnels',
      'Zero Trust Access',
    ],
    1.04: [
      ...[
        'Load Balancers',
        'Page Rules',
        'Custom Hostnames',
        'Stream',
        'Images',
        'AI',
        'Turnstile',
        'Logpush',
        'Alerting',
      ],
      ...['Email Routing', 'Zero Trust Gateway', 'Zero Trust Devices'],
    ],
    // Large, and asked for by their names.
    0.93: ['Radar', 'Cloudforce One', 'Workers for Platforms', 'Registrar Sandbox'],
  }).flatMap(([factor, groups]) => groups.map((group) => [group, Number(factor)] as const)),
);

/** The kind that is meant where its product has several, such as of tunnels the one that cloudflared makes. */
const USUAL = /^\/accounts\/\{account_id\}\/(?:cfd_tunnel|devices\/physical-devices)(?=\/|$)/;

/** 1 for most products, a little more for those that most accounts use. */
export function prominence({ group, path }: Pick<Operation, 'group' | 'path'>): number {
  return (PROMINENT.get(group) ?? 1) * (USUAL.test(path) ? 1.08 : 1);
}
