// The packages read, put together, and written as the two files that the program reads (format.ts). Runs where the cache has no
// catalog of them.
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { blockSize, type CatalogFile, type PermissionsFile, type SearchFile, writeCatalogFile } from '../format.ts';
import type { ListLocation, NeededPermissions, OperationDetails } from '../operation.ts';
import { buildIndex, withChoice, wordsWithWeights, writeSearch } from '../search-index.ts';
import { learnFieldNames, readCf } from './cf.ts';
import { createProblems } from './facts.ts';
import { KNOWN_OPERATIONS, oldKv } from './known.ts';
import { knownAs } from './known-as.ts';
import { type PlaceholderListing, readListings, readLists } from './lists.ts';
import { providerPackage } from './permission-names.ts';
import { neededPermissions } from './permissions.ts';
import { firstSentence } from './prose.ts';
import { readProvider } from './provider.ts';
import { readSdk } from './sdk.ts';
import { settle } from './settled.ts';
import { type Naming, nameOperations } from './titles.ts';
import { type Merged, unite } from './union.ts';

interface Written {
  /** The first file's text. */
  readonly catalog: string;
  readonly bytes: Uint8Array;
}

type Counts = CatalogFile['counts'];

function writeCatalog(
  operations: readonly Merged[],
  names: readonly Naming[],
  permissions: readonly (NeededPermissions | undefined)[],
  counts: Counts,
): Written {
  const lists = readLists(operations);
  const listings = readListings(operations, lists);
  const groups = [...new Set(names.map((name) => name.group))];
  const pagings = [...new Set(operations.flatMap((operation) => operation.paging ?? []))];
  const { search, searchBytes } = searchOf(operations, names);
  const { blocks, bytes } = pack(searchBytes, operations);
  const file: CatalogFile = {
    methods: operations.map((operation) => operation.method),
    paths: operations.map((operation) => operation.path),
    titles: names.map((name) => name.title),
    groups,
    group: names.map((name) => groups.indexOf(name.group)),
    pagings,
    paging: operations.map((operation) => (operation.paging ? pagings.indexOf(operation.paging) : -1)),
    deprecated: [...operations.keys()].filter((index) => operations[index]?.deprecation !== undefined),
    lists: lists.flatMap((list, index) => (list ? [[index, ...flat(list)] as const] : [])),
    listings: [...listings].map(([path, listing]: readonly [string, PlaceholderListing]) => [
      path,
      listing.operation,
      ...flat(listing),
    ]),
    choices: choicesByPath(operations),
    permissions: permissionsFile(permissions),
    search,
    blocks,
    counts,
  };
  return { catalog: writeCatalogFile(file), bytes };
}

function permissionsFile(all: readonly (NeededPermissions | undefined)[]): PermissionsFile {
  const names = [...new Set(all.flatMap((needed) => needed?.anyOf ?? []))].sort();
  const index = new Map(names.map((name, at) => [name, at]));
  const needs = new Map<string, number>();
  const of = all.map((needed) => {
    if (!needed) return -1;
    const { certainty, from, anyOf } = needed;
    const key = JSON.stringify([Number(certainty === 'accepted'), from, anyOf.map((name) => index.get(name))]);
    const known = needs.get(key) ?? needs.size;
    needs.set(key, known);
    return known;
  });
  return { names, needs: [...needs.keys()].map((key) => JSON.parse(key)), of };
}

function flat({ at, id = '', name = '' }: ListLocation): readonly [string, string, string] {
  return [at.join('.'), id, name];
}

/** By the path up to the placeholder and with it. */
function choicesByPath(operations: readonly Merged[]): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, readonly string[]>();
  for (const operation of operations) {
    const last = operation.parameters.findLast((parameter) => parameter.in === 'path');
    const choices = placeholderChoices(operation);
    const at = last === undefined ? -1 : operation.path.indexOf(`{${last.name}}`);
    if (last && choices && at >= 0) found.set(operation.path.slice(0, at + last.name.length + 2), choices);
  }
  return [...found];
}

function pack(
  searchBytes: Uint8Array,
  operations: readonly Merged[],
): { readonly blocks: readonly number[]; readonly bytes: Uint8Array } {
  const packed: Uint8Array[] = [searchBytes];
  const blocks: number[] = [];
  let end = searchBytes.length;
  for (let from = 0; from < operations.length; from += blockSize) {
    const block = operations.slice(from, from + blockSize).map(detailsOf);
    const bytes = deflateRawSync(JSON.stringify(block), { level: 9 });
    packed.push(bytes);
    end += bytes.length;
    blocks.push(end);
  }
  return { blocks, bytes: Buffer.concat(packed) };
}

function detailsOf({ description, deprecation, parameters, body, accept, call, ...merged }: Merged): OperationDetails {
  const old = deprecation === '' ? undefined : deprecation;
  // The SDK's words come first where it has the operation.
  const documented = merged.sources.includes('sdk') ? merged.words.map((word) => word.replaceAll(' ', '_')) : undefined;
  return { description, deprecation: old, parameters, body, accept, call, documented };
}

/** More choices than this are a vocabulary, not a list to pick from. */
const mostChoices = 90;

/** What every list takes tells none apart. */
const PAGE_FIELDS = new Set(['page', 'per_page', 'limit', 'cursor', 'order', 'direction', 'sort', 'match']);

/** More values than this are countries or the like. */
const mostValues = 30;

/** Letters of a description that are looked through. */
const longestRest = 600;

interface Entry {
  readonly operation: number;
  /** The last placeholder and one of its values, where the entry is for it alone. */
  readonly choice: readonly [placeholder: string, value: string] | undefined;
  readonly words: ReadonlyMap<string, number>;
}

function searchOf(
  operations: readonly Merged[],
  names: readonly Naming[],
): { readonly search: SearchFile; readonly searchBytes: Uint8Array } {
  const entries: Entry[] = [];
  const items = itemsBelow(operations);
  for (const [operation, facts] of operations.entries()) {
    const words = wordsOfFacts(facts, names[operation]!, items.get(facts.path));
    entries.push({ operation, choice: undefined, words });
    const last = lastPlaceholder(facts);
    for (const value of placeholderChoices(facts) ?? []) {
      entries.push({ operation, choice: [last ?? '', value], words: withChoice(words, value) });
    }
  }
  const index = buildIndex(
    entries.map((entry) => entry.operation),
    new Map(),
    entries.map((entry) => entry.words),
  );
  const searchBytes = writeSearch(index);
  return {
    searchBytes,
    search: {
      words: index.words.join(' '),
      entries: index.operationOf,
      choices: entries.flatMap((entry, place) => (entry.choice ? [[place, ...entry.choice] as const] : [])),
      bytes: searchBytes.length,
    },
  };
}

/** What the placeholder right below each path is called. */
function itemsBelow(operations: readonly Merged[]): ReadonlyMap<string, string> {
  return new Map(
    operations.flatMap(({ path }) => {
      const [, before, item] = /^(.*)\/\{([^}]*)\}$/.exec(path) ?? [];
      return before === undefined || item === undefined ? [] : [[before, item] as const];
    }),
  );
}

function wordsOfFacts(facts: Merged, naming: Naming, item: string | undefined): ReadonlyMap<string, number> {
  const taken = facts.parameters.filter((parameter) => parameter.in === 'query' && !PAGE_FIELDS.has(parameter.name));
  const fields = [...taken, ...(facts.body?.fields ?? []), ...(facts.response?.fields ?? [])];
  const values = fields.flatMap(({ shape: { choices } }) =>
    choices && choices.length <= mostValues ? choices.map(String) : [],
  );
  return wordsWithWeights({
    ...naming,
    path: facts.path,
    names: [...facts.names.map((name) => name.join(' ')), facts.operationId],
    sentence: firstSentence(facts.description),
    fields: fields.map((field) => field.name),
    item,
    knownAs: knownAs(facts.path),
    rest: [facts.description.slice(0, longestRest), ...values],
  });
}

function lastPlaceholder({ parameters }: Merged): string | undefined {
  return parameters.findLast((parameter) => parameter.in === 'path')?.name;
}

/** The values that the last placeholder of a path takes, where they are few and known. */
function placeholderChoices({ path, parameters, response, body }: Merged): readonly string[] | undefined {
  const last = parameters.findLast((parameter) => parameter.in === 'path');
  if (!last) return undefined;
  // A resource that tells its id as one of a few: the settings of a zone.
  const isLast = path.endsWith(`{${last.name}}`);
  const told = isLast && !response?.isList ? choicesOfId(response?.fields) : undefined;
  const choices = last.shape.choices ?? told ?? (isLast ? choicesOfId(body?.fields) : undefined);
  return choices && choices.length > 1 && choices.length <= mostChoices ? choices.map(String) : undefined;
}

function choicesOfId(
  fields: Merged['parameters'] | NonNullable<Merged['body']>['fields'] | undefined,
): Merged['parameters'][number]['shape']['choices'] {
  return fields?.find((field) => field.name === 'id')?.shape.choices;
}

/** @throws Error that lists what was not understood of any package */
export function makeCatalog(root: string): Written & { readonly counts: Counts } {
  const problems = createProblems();
  const sdk = readSdk(path.join(root, 'node_modules/cloudflare'), problems);
  const cf = readCf(path.join(root, 'node_modules/cf'), learnFieldNames(sdk.facts), problems);
  const { operations, counts } = unite(sdk.facts, cf, [...KNOWN_OPERATIONS, ...oldKv(sdk.facts)]);
  const accepted = readProvider(path.join(root, providerPackage.folder), problems);
  problems.throwIfAny();
  const settled = settle(operations);
  const names = nameOperations(settled);
  const permissions = neededPermissions(
    settled,
    names.map(({ group }) => group),
    accepted,
  );
  const known = (certainty: NeededPermissions['certainty']): number =>
    permissions.filter((needed) => needed?.certainty === certainty).length;
  const all = { ...counts, accepted: known('accepted'), probable: known('probable') };
  return { ...writeCatalog(settled, names, permissions, all), counts: all };
}
