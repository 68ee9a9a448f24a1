// Taking back what was written to Workers KV: values with their metadata and expiration, one or many. Nothing tells an expiration but
// the header field of the value, or the list of keys.
import { isRecord } from '../../json/values.ts';
import { headerValue } from '../messages.ts';
import { readParts, writtenForm } from './forms.ts';
import {
  deletion,
  type Inverse,
  isGone,
  isSame,
  isThere,
  jsonBytes,
  none,
  nothingLater,
  noWarning,
  parseJson,
  resultOf,
  type Sight,
  sameBytes,
  type Told,
  type UndoFacts,
  type UndoPlan,
  type Write,
  writeJson,
} from './plan.ts';

/** Keys of a bulk write that are read one by one beforehand; more are too many to read. */
const mostKeys = 50;

/** A value as it was at one moment. */
interface KeyValue {
  readonly value: Uint8Array;
  readonly metadata: unknown;
  /** Seconds since the epoch. */
  readonly expiration: number | undefined;
}

interface Place {
  /** The path of the namespace. */
  readonly namespace: string;
  /** Percent-encoded. */
  readonly key: string;
}

/** A key with what the write puts there: null where it deletes, undefined where that is not known. */
interface Touched extends Place {
  readonly wished: Uint8Array | null | undefined;
}

function pathsOf({ namespace, key }: Place, facts: UndoFacts): { readonly value: string; readonly about: string } {
  const metadata = `${namespace}/metadata/${key}`;
  const about = facts.has('GET', metadata) ? metadata : `${namespace}/keys?prefix=${key}&limit=10`;
  return { value: `${namespace}/values/${key}`, about };
}

/** Null where there is none; undefined where it is not known. */
function stateIn(sight: Sight, place: Place, facts: UndoFacts): KeyValue | null | undefined {
  const paths = pathsOf(place, facts);
  const seen = sight[paths.value];
  if (isGone(seen)) return null;
  const about = sight[paths.about];
  if (!seen || !isThere(seen) || !about || !isThere(about)) return undefined;
  const told = resultOf(about);
  const listed = Array.isArray(told)
    ? told.find(
        (entry): entry is Readonly<Record<string, unknown>> => isRecord(entry) && entry.name === decoded(place.key),
      )
    : undefined;
  const expires = Array.isArray(told) ? listed?.expiration : headerValue(seen.headers, 'expiration');
  const expiration = Number(expires);
  return {
    value: seen.body,
    metadata: (Array.isArray(told) ? listed?.metadata : told) ?? undefined,
    expiration: expires === undefined || expires === '' || Number.isNaN(expiration) ? undefined : expiration,
  };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function isSameState(left: KeyValue | null, right: KeyValue | null): boolean {
  if (left === null || right === null) return left === right;
  return (
    sameBytes(left.value, right.value) && isSame(left.metadata, right.metadata) && left.expiration === right.expiration
  );
}

/** What is in a request's path; undefined for one that is about no value. */
export function keyPlace(path: string): Place | undefined {
  const found = /^(.*\/storage\/kv\/namespaces\/[^/]+)\/values\/(.+)$/.exec(path);
  return found ? { namespace: found[1] ?? '', key: found[2] ?? '' } : undefined;
}

/** PUT and DELETE of one value. */
export function planValue(write: Write, place: Place, facts: UndoFacts): UndoPlan {
  const { value, about } = pathsOf(place, facts);
  return {
    kind: 'undoable',
    reads: [value, about],
    laterReads: nothingLater,
    warn: noWarning,
    invert: (told) => {
      const wished = write.method === 'DELETE' ? null : writtenBytes(write);
      const judged = judge([{ ...place, wished }], told, facts);
      return judged.kind === 'judged' ? putBack(judged, told, facts) : judged;
    },
    happened: (before, now) => {
      const [old, current] = [stateIn(before, place, facts), stateIn(now, place, facts)];
      if (current === undefined || old === undefined) return 'unknown';
      if (write.method === 'DELETE') return current === null ? (old === null ? 'unknown' : 'done') : 'not done';
      const wished = writtenBytes(write);
      const isWished = current !== null && wished !== undefined && sameBytes(current.value, wished);
      const isOld = isSameState(old, current);
      return isWished === isOld ? 'unknown' : isWished ? 'done' : 'not done';
    },
  };
}

/** The value in the body of a PUT, in parts or as it is. */
function writtenBytes({ contentType, body }: Write): Uint8Array | undefined {
  if (!contentType?.toLowerCase().startsWith('multipart/form-data')) return body;
  return body && readParts(contentType, body)?.find(({ name }) => name === 'value')?.bytes;
}

/** `PUT …/bulk` and `POST …/bulk/delete`. */
export function planBulk(write: Write, facts: UndoFacts): UndoPlan {
  const namespace = write.path.replace(/\/bulk(?:\/delete)?$/, '');
  const touched = touchedBy(write, namespace);
  if (!touched) return none('Its body is no list of keys');
  if (touched.size > mostKeys) {
    return none(`It has ${touched.size} keys: more than ${mostKeys} are not read beforehand`);
  }
  const places = [...touched.values()];
  return {
    kind: 'undoable',
    reads: places.flatMap((place) => Object.values(pathsOf(place, facts))),
    laterReads: nothingLater,
    warn: noWarning,
    invert: (told) => {
      const judged = judge(places, told, facts);
      return judged.kind === 'judged' ? putBack(judged, told, facts) : judged;
    },
    happened: (before, now) => {
      const states = places.map((place) => [stateIn(before, place, facts), stateIn(now, place, facts)] as const);
      if (states.some((pair) => pair.includes(undefined))) return 'unknown';
      const changed = states.filter(([old, current]) => !isSameState(old ?? null, current ?? null)).length;
      return changed === 0 ? 'not done' : changed === states.length ? 'done' : 'unknown';
    },
  };
}

function touchedBy(write: Write, namespace: string): ReadonlyMap<string, Touched> | undefined {
  const list = parseJson(write.body);
  if (!Array.isArray(list)) return undefined;
  const touched = new Map<string, Touched>();
  for (const entry of list as readonly unknown[]) {
    const { key, value, base64: isBase64 } = isRecord(entry) ? entry : { key: entry, value: undefined, base64: false };
    if (typeof key !== 'string') return undefined;
    const wished = typeof value === 'string' ? Buffer.from(value, isBase64 === true ? 'base64' : 'utf8') : null;
    touched.set(key, { namespace, key: encodeURIComponent(key), wished });
  }
  return touched;
}

interface Judged {
  readonly kind: 'judged';
  readonly wanted: readonly { readonly place: Place; readonly old: KeyValue | null }[];
  readonly conflicts: readonly string[];
}

/** Which keys are to be put back, and which of them somebody else has written since. */
function judge(places: readonly Touched[], told: Told, facts: UndoFacts): Judged | Inverse {
  const wanted: { place: Place; old: KeyValue | null }[] = [];
  const conflicts: string[] = [];
  for (const place of places) {
    const old = stateIn(told.before, place, facts);
    const current = stateIn(told.now, place, facts);
    const name = decoded(place.key);
    if (old === undefined) return none(`What ${name} held before could not be read`);
    if (current === undefined) return none(`What ${name} holds now could not be read`);
    if (isSameState(old, current)) continue;
    if (!isOurs(place, current, stateIn(told.after, place, facts)))
      conflicts.push(`Somebody has written ${name} since`);
    wanted.push({ place, old });
  }
  if (wanted.length === 0) return { kind: 'unneeded', reason: 'What it changed is already as it was' };
  return { kind: 'judged', wanted, conflicts };
}

/** Whether a value is what the write left: what it said, and what was seen right after it. */
function isOurs({ wished }: Touched, current: KeyValue | null, after: KeyValue | null | undefined): boolean {
  if (after !== undefined && !isSameState(after, current)) return false;
  if (wished === undefined) return after !== undefined;
  if (wished === null || current === null) return wished === current;
  return sameBytes(wished, current.value);
}

/** Seconds that the API wants between a write and its expiration. */
const shortestLife = 60;

function putBack({ wanted, conflicts }: Judged, told: Told, facts: UndoFacts): Inverse {
  const warnings: string[] = [];
  const pairs: { readonly place: Place; readonly old: KeyValue }[] = [];
  const removed: Place[] = [];
  for (const { place, old } of wanted) {
    const left = old?.expiration === undefined ? undefined : old.expiration - told.nowMs / 1000;
    if (old === null || (left !== undefined && left <= 0)) {
      if (old !== null) warnings.push(`${decoded(place.key)} would have expired by now, so it is deleted`);
      removed.push(place);
    } else if (left !== undefined && left < shortestLife) {
      warnings.push(`${decoded(place.key)} expires a little later than it would have`);
      pairs.push({ place, old: { ...old, expiration: Math.ceil(told.nowMs / 1000) + shortestLife + 5 } });
    } else {
      pairs.push({ place, old });
    }
  }
  const writes = [...writesFor(pairs, facts), ...deletionsFor(removed, facts)];
  return { kind: 'writes', writes, warnings, conflicts };
}

function writesFor(
  pairs: readonly { readonly place: Place; readonly old: KeyValue }[],
  facts: UndoFacts,
): readonly Write[] {
  const [first] = pairs;
  if (!first) return [];
  const bulk = `${first.place.namespace}/bulk`;
  if (facts.has('PUT', bulk)) return [writeJson('PUT', bulk, pairs.map(bulkPair))];
  return pairs.map(({ place, old }) => ({
    method: 'PUT',
    path: `${place.namespace}/values/${place.key}`,
    query: old.expiration === undefined ? [] : [['expiration', String(old.expiration)]],
    ...(old.metadata === undefined ? { contentType: 'application/octet-stream', body: old.value } : formWith(old)),
  }));
}

function formWith({ value, metadata }: KeyValue): ReturnType<typeof writtenForm> {
  const part = (name: string, bytes: Uint8Array) => ({ name, filename: undefined, type: undefined, bytes });
  return writtenForm([part('value', value), part('metadata', jsonBytes(metadata))]);
}

function bulkPair({
  place,
  old,
}: {
  readonly place: Place;
  readonly old: KeyValue;
}): Readonly<Record<string, unknown>> {
  const text = textOf(old.value);
  return {
    key: decoded(place.key),
    ...(text === undefined ? { value: base64(old.value), base64: true } : { value: text }),
    ...(old.metadata === undefined ? {} : { metadata: old.metadata }),
    ...(old.expiration === undefined ? {} : { expiration: old.expiration }),
  };
}

function deletionsFor(places: readonly Place[], facts: UndoFacts): readonly Write[] {
  const [first] = places;
  if (!first) return [];
  const bulk = `${first.namespace}/bulk/delete`;
  if (places.length > 1 && facts.has('POST', bulk)) {
    return [
      writeJson(
        'POST',
        bulk,
        places.map(({ key }) => decoded(key)),
      ),
    ];
  }
  return places.map(({ namespace, key }) => deletion(`${namespace}/values/${key}`));
}

/** Undefined for bytes that are no text as a whole. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
