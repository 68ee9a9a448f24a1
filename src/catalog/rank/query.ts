// What a query asks: its words, and what they want done. It knows no operation.
import { METHODS } from '../../request/method.ts';
import type { Method } from '../../request/types.ts';
import { CUSTOM_VERBS, isPlural, singular, type Verb, verbOf, wordsOf } from '../terms.ts';
import { writtenOut } from './synonyms.ts';

export interface CatalogQuery {
  readonly words: readonly QueryWord[];
  readonly verb: Verb | undefined;
  /** A verb of its own, such as `purge`, where the query begins with one and none of the others is in it. */
  readonly action: string | undefined;
  /** Written in capitals, or small where it can only be a method. */
  readonly method: Method | undefined;
  /** The path that the query has in it, where it has one. */
  readonly path: string | undefined;
  /** It says that many are to be changed at once. */
  readonly isBulk: boolean;
  /** The thing that it is about is named as several. */
  readonly wantsMany: boolean;
}

export interface QueryWord {
  /** As it is looked up: in small letters and in the singular. */
  readonly text: string;
  /** Says what to do, or how; an operation that lacks it may be the right one. */
  readonly isOptional: boolean;
  /** Still being typed: the last word, with nothing after it. */
  readonly isOpen: boolean;
}

/** Words of sentences that say nothing of an operation, and names that all of them share. */
const FILLERS = new Set(
  (
    'a about an and all any are as at be between by can cloudflare cf do does endpoint for from have how i in into is it its me my of on our out over please so ' +
    'some terraform that the their there these this those to up us via want we what where which with wrangler you your flarectl v4 now just need want only existing current'
  ).split(' '),
);

/** Words of `verbOf` that are as often the thing itself: a verb only where they begin the query. */
const NOUN_LIKE = new Set('all display get index issue lookup order post print provision save set status'.split(' '));

/**
 * Words of people that ask for one of the five, and by which no operation is called. They say what it is about as well, so that they
 * are looked up like any other word.
 */
const ASKED: Readonly<Record<string, Verb>> = {
  buy: 'create',
  cancel: 'delete',
  kill: 'delete',
  migrate: 'create',
  purchase: 'create',
  quit: 'delete',
  subscribe: 'create',
  wipe: 'delete',
};

/** What is done by turning something on or off changes it. */
const SWITCHES = /\b(?:turn|switch)(?:ed|ing)? (?:on|off)\b/;

const BULK = /^(?:bulk|batch|many|multiple|several|mass|ids)$/;

export function readCatalogQuery(text: string): CatalogQuery {
  const typed = text.trim();
  const path = /(?:^|\s)(\S*\/\S*)/.exec(typed)?.[1]?.replace(/[?#].*$/, '');
  const method = methodIn(typed);
  const isOpen = /[\p{L}\p{N}]$/u.test(text);
  const spoken = wordsOf(typed);
  const known = writtenOut(spoken, singular).filter((word, index) => !(index === 0 && method?.toLowerCase() === word));
  const verbAt = known.findIndex((word, index) => verbOf(word) !== undefined && !(NOUN_LIKE.has(word) && index > 0));
  const isOfAll = known.includes('all') && (verbAt < 0 || known[verbAt] === 'all' || verbOf(known[verbAt]!) === 'get');
  const verb = isOfAll
    ? 'list'
    : SWITCHES.test(typed.toLowerCase())
      ? 'update'
      : verbAt < 0
        ? undefined
        : verbOf(known[verbAt]!);
  const begins = known.find((word) => !FILLERS.has(word));
  const action = verb === undefined && begins !== undefined && CUSTOM_VERBS.has(begins) ? begins : undefined;
  const asked = verb ?? (begins !== undefined && Object.hasOwn(ASKED, begins) ? ASKED[begins] : undefined);
  const words = known
    .map((word, index) => ({ word, index }))
    .filter(({ word }) => !FILLERS.has(word) && !(SWITCHES.test(typed) && /^(?:turn|switch|on|off)$/.test(word)))
    .map(({ word, index }) => ({
      text: singular(word),
      isOptional: index === verbAt || (verbOf(word) !== undefined && !NOUN_LIKE.has(word)) || /^v\d$/.test(word),
      isOpen: isOpen && index === known.length - 1,
    }));
  const last = known.findLast((word) => verbOf(word) === undefined && !FILLERS.has(word));
  return {
    words: distinct(words),
    verb: asked,
    action,
    method,
    path,
    isBulk: known.some((word) => BULK.test(word)),
    wantsMany: last !== undefined && isPlural(last),
  };
}

function methodIn(text: string): Method | undefined {
  const first = /^[A-Za-z]+(?=\s|$)/.exec(text)?.[0] ?? '';
  const method = METHODS.find((known) => known === first.toUpperCase());
  // `delete` and `get` are verbs as well, and then not only the method may do it; in capitals it is the method.
  return method !== undefined && first === method ? method : undefined;
}

function distinct(words: readonly QueryWord[]): readonly QueryWord[] {
  return [...new Map(words.map((word) => [word.text, word])).values()];
}
