// What people and the API call the things that can be done, and which method does each. Pure.
import type { Method } from '../request/types.ts';

export type Deed = 'list' | 'get' | 'create' | 'update' | 'delete';

/** Words for each of the five; the API's own names for an operation begin or end with one of these too. */
const WORDS: Readonly<Record<Deed, string>> = {
  list: 'list ls enumerate index all browse find',
  get: 'get show view read describe fetch display inspect info see retrieve details detail lookup status print',
  create: 'create add new make insert post upload provision generate order issue invite attach',
  update:
    'update edit change modify set patch put rename replace configure adjust write save overwrite upsert enable disable toggle',
  delete: 'delete remove rm destroy drop del revoke detach unregister erase',
};

const DEEDS: ReadonlyMap<string, Deed> = new Map(
  Object.entries(WORDS).flatMap(([deed, words]) => words.split(' ').map((word) => [word, deed as Deed] as const)),
);

/** What a word asks to be done; undefined for a word that is no verb. */
export function deedOf(word: string): Deed | undefined {
  return DEEDS.get(word);
}

/** Verbs beside those: what they do is in their own word, and it is seldom a mere reading. */
export const ACTIONS: ReadonlySet<string> = new Set(
  (
    'abort ack activate append apply archive begin block cancel check clear close connect copy deactivate deploy disconnect discover dismiss download duplicate empty ' +
    'evaluate execute export flush force generate ignore import invalidate join kick launch link merge move mute open pause peek ping poll prepare preview publish ' +
    'pull purge push query refresh register render reset restart restore resume retry review roll rollback rotate run scan scrape search send start stop submit sync terminate trace ' +
    'transform trigger tune unarchive unblock unignore unlock unrevoke upload validate verify'
  ).split(' '),
);

/** Methods that do it, the usual one first. */
export const methodsOf: Readonly<Record<Deed, readonly Method[]>> = {
  list: ['GET'],
  get: ['GET'],
  create: ['POST', 'PUT'],
  update: ['PATCH', 'PUT', 'POST'],
  delete: ['DELETE'],
};
