// The search part of the catalog's file: every word of every operation, as numbers. Pure.
import type { SearchFile } from '../format.ts';
import { greatestNumber } from '../format.ts';
import { buildIndex } from '../search-index.ts';
import { withChoice, wordsWithWeights } from '../search-words.ts';
import { firstSentence } from './prose.ts';
import type { Naming } from './titles.ts';
import type { Merged } from './union.ts';

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

export function searchOf(
  operations: readonly Merged[],
  names: readonly Naming[],
): { readonly search: SearchFile; readonly postings: Uint8Array } {
  const entries: Entry[] = [];
  const items = itemsBelow(operations);
  for (const [operation, facts] of operations.entries()) {
    const words = wordsOfFacts(facts, names[operation]!, items.get(facts.path));
    entries.push({ operation, choice: undefined, words });
    const last = lastPlaceholder(facts);
    for (const value of choicesOf(facts) ?? []) {
      entries.push({ operation, choice: [last ?? '', value], words: withChoice(words, value) });
    }
  }
  const {
    words,
    starts,
    entries: places,
    weights,
  } = buildIndex(
    entries.map((entry) => entry.operation),
    new Map(),
    entries.map((entry) => entry.words),
  );
  const postings = Uint8Array.from(packPostings(starts, places, weights));
  return {
    postings,
    search: {
      words: words.join(' '),
      entries: entries.map((entry) => entry.operation),
      choices: entries.flatMap((entry, index) => (entry.choice ? [[index, ...entry.choice] as const] : [])),
      postingBytes: postings.length,
      postingCount: places.length,
    },
  };
}

function packPostings(starts: Uint32Array, entries: Uint16Array, weights: Uint8Array): readonly number[] {
  const bytes: number[] = [];
  for (let word = 0; word + 1 < starts.length; word++) {
    writeNumber(starts[word + 1]! - starts[word]!, bytes);
    let before = 0;
    for (let place = starts[word]!; place < starts[word + 1]!; place++) {
      writeNumber(entries[place]! - before, bytes);
      bytes.push(weights[place]!);
      before = entries[place]!;
    }
  }
  return bytes;
}

function writeNumber(value: number, into: number[]): void {
  if (value > greatestNumber) throw new RangeError(`${value} is more than two bytes of a posting hold`);
  if (value > 127) into.push((value & 127) | 128, value >>> 7);
  else into.push(value);
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
  const fields = [...taken, ...(facts.body?.fields ?? []), ...(facts.answer?.fields ?? [])];
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
    rest: [facts.description.slice(0, longestRest), ...values],
  });
}

function lastPlaceholder({ parameters }: Merged): string | undefined {
  return parameters.findLast((parameter) => parameter.in === 'path')?.name;
}

/** The values that the last placeholder of a path takes, where they are few and known. */
export function choicesOf({ path, parameters, answer, body }: Merged): readonly string[] | undefined {
  const last = parameters.findLast((parameter) => parameter.in === 'path');
  if (!last) return undefined;
  // A resource that tells its id as one of a few: the settings of a zone.
  const isLast = path.endsWith(`{${last.name}}`);
  const told = isLast && !answer?.isList ? choicesOfId(answer?.fields) : undefined;
  const choices = last.shape.choices ?? told ?? (isLast ? choicesOfId(body?.fields) : undefined);
  return choices && choices.length > 1 && choices.length <= mostChoices ? choices.map(String) : undefined;
}

function choicesOfId(
  fields: Merged['parameters'] | NonNullable<Merged['body']>['fields'] | undefined,
): Merged['parameters'][number]['shape']['choices'] {
  return fields?.find((field) => field.name === 'id')?.shape.choices;
}
