// What taking back a write is made of: the write, what is read beside it, and the requests that put back what was there. The files of
// this folder know one kind of resource each; `undo.ts` chooses among them. Everything here is pure.
import { isRecord } from '../../json/values.ts';
import { type HeaderList, headerValue } from '../messages.ts';

/** A request that changes something, below the base URL. */
export interface Write {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Percent-encoded, without its query. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly contentType: string | undefined;
  readonly body: Uint8Array | undefined;
  /** Fields that say where it is, as the jurisdiction of a bucket does: they go with every request about it. */
  readonly headers?: HeaderList;
}

/** A response, as far as taking back needs it. */
export interface Seen {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** What was seen at one moment, by the path (with its query) that was read; what could not be read is not in it. */
export type Sight = Readonly<Record<string, Seen>>;

/** What the catalog knows of the account's API. */
export interface UndoFacts {
  readonly has: (method: 'GET' | Write['method'], path: string) => boolean;
  /** Members of the JSON object that the operation takes; undefined where it takes none, or they are not known. */
  readonly fields: (method: Write['method'], path: string) => readonly WritableField[] | undefined;
  /** By which field an item of that list is called in a path. */
  readonly idField: (collection: string) => string | undefined;
  /** True where other things are kept below this one: the records of a zone, the values of a namespace. */
  readonly holdsOthers: (path: string) => boolean;
}

export interface WritableField {
  readonly name: string;
  readonly required: boolean;
}

/** What is known when a write is over, and it is to be taken back. */
export interface Told {
  readonly before: Sight;
  /** Undefined where no response came. */
  readonly answer: Seen | undefined;
  /** Right after the write; empty where nobody looked. */
  readonly after: Sight;
  readonly now: Sight;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export type Inverse =
  | {
      readonly kind: 'writes';
      /** In this order; a later one is sent where the one before it succeeded. */
      readonly writes: readonly Write[];
      /** Sentences without a full stop. */
      readonly warnings: readonly string[];
      /** What somebody else has changed and the writes would change again; sentences without a full stop. */
      readonly conflicts: readonly string[];
    }
  /** All is as it was: why, as a sentence without a full stop. */
  | { readonly kind: 'unneeded'; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string };

export type UndoPlan =
  | {
      readonly kind: 'undoable';
      /** Paths that are read before the write, right after it, and again before it is taken back. */
      readonly reads: readonly string[];
      /** Paths that are known only with the response. */
      readonly laterReads: (answer: Seen | undefined) => readonly string[];
      /** What will not come back, or not as it was; sentences without a full stop. */
      readonly warn: (before: Sight) => readonly string[];
      readonly invert: (told: Told) => Inverse;
      /** What was made again under another id: old and new ids, by the responses to the writes of `invert`. */
      readonly renamed?: (before: Sight, answers: readonly Seen[]) => readonly (readonly [old: string, new: string])[];
      /** Which of the two happened to a write whose response never came. */
      readonly happened: (before: Sight, now: Sight) => 'done' | 'not done' | 'unknown';
    }
  /** No inverse is known: why, as a sentence without a full stop. */
  | { readonly kind: 'none'; readonly reason: string };

export type Undoable = Extract<UndoPlan, { kind: 'undoable' }>;

export const nothingLater: Undoable['laterReads'] = () => [];
export const noWarning: Undoable['warn'] = () => [];

export function none(reason: string): { readonly kind: 'none'; readonly reason: string } {
  return { kind: 'none', reason };
}

export function isThere(seen: Seen | undefined): boolean {
  return seen !== undefined && seen.status >= 200 && seen.status < 300;
}

/** The API says that there is none. */
export function isGone(seen: Seen | undefined): boolean {
  return seen !== undefined && (seen.status === 404 || seen.status === 410);
}

/** JSON with every number as it was written: an id beyond 2^53 keeps its digits. Undefined for what is no JSON. */
export function parseJson(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), keepDigits);
  } catch {
    return undefined;
  }
}

/** The source text is the reviver's third argument since ES2026; TypeScript's library does not have it yet. */
function keepDigits(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
  // 1.0 and 1e3 are safe to write in another way; what would lose digits is not.
  return Number.isSafeInteger(value) || /[.eE]/.test(source) ? value : rawJson(source);
}

function rawJson(source: string): unknown {
  return (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON(source);
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** What the envelope of a success holds; the whole where it is no envelope. */
export function resultOf(seen: Seen | undefined): unknown {
  if (!isThere(seen)) return undefined;
  const whole = parseJson(seen?.body);
  return isRecord(whole) && 'result' in whole ? whole.result : whole;
}

/** Equal whatever the order of members. */
export function isSame(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      isRecord(member) && !('rawJSON' in member)
        ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
        : member,
    ) ?? 'undefined'
  );
}

/** Members that the API counts and dates by itself, at any depth. */
const counted = new Set(['version', 'last_updated', 'modified_on', 'created_on', 'modified_at', 'updated_at', 'etag']);

/** Equal in what a request decides. */
export function isSameContent(left: unknown, right: unknown): boolean {
  return isSame(withoutCounted(left), withoutCounted(right));
}

function withoutCounted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCounted);
  if (!isRecord(value) || 'rawJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (counted.has(name) ? [] : [[name, withoutCounted(member)]])),
  );
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function writeJson(method: Write['method'], path: string, body: unknown): Write {
  return { method, path, query: [], contentType: 'application/json', body: jsonBytes(body) };
}

export function deletion(path: string): Write {
  return { method: 'DELETE', path, query: [], contentType: undefined, body: undefined };
}

export function seenType(seen: Seen): string | undefined {
  return headerValue(seen.headers, 'content-type');
}

/** The path of what is around this: `/zones/…/dns_records` of a record. */
export function pathAbove(path: string): string {
  return path.replace(/\/[^/]*$/, '');
}
