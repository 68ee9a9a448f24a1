// Taking back what was done to objects of a bucket, byte for byte, and to a database, by the bookmark that it had.
import { isRecord } from '../../json/values.ts';
import {
  deletion,
  isGone,
  isThere,
  none,
  nothingLater,
  parseJson,
  resultOf,
  type Seen,
  sameBytes,
  seenType,
  type UndoFacts,
  type UndoPlan,
  type Write,
  writeJson,
} from './plan.ts';

/** Objects of a bulk deletion that are read one by one beforehand. */
const mostObjects = 50;

/** DELETE of several objects, whose keys are the body, as a local API has it. */
export function planObjects(write: Write, facts: UndoFacts): UndoPlan {
  const keys = parseJson(write.body);
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) return none('Its body is no list of keys');
  if (keys.length > mostObjects)
    return none(`It has ${keys.length} keys: more than ${mostObjects} are not read beforehand`);
  const plans = keys.map((key) => planObject(deletion(`${write.path}/${encodeURIComponent(key)}`), facts));
  const able = plans.filter((plan) => plan.kind === 'undoable');
  const [unable] = plans.filter((plan) => plan.kind === 'none');
  if (unable) return unable;
  return {
    kind: 'undoable',
    reads: able.flatMap(({ reads }) => reads),
    laterReads: nothingLater,
    warn: (before) => [...new Set(able.flatMap(({ warn }) => warn(before)))],
    invert: (told) => {
      const inverses = able.map(({ invert }) => invert(told));
      const none = inverses.find(({ kind }) => kind === 'none');
      if (none) return none;
      const writing = inverses.filter((inverse) => inverse.kind === 'writes');
      if (writing.length === 0) return { kind: 'unneeded', reason: 'The objects are already as they were' };
      return {
        kind: 'writes',
        writes: writing.flatMap(({ writes }) => writes),
        warnings: [...new Set(writing.flatMap(({ warnings }) => warnings))],
        conflicts: writing.flatMap(({ conflicts }) => conflicts),
      };
    },
    happened: (before, now) => able[0]?.happened(before, now) ?? 'unknown',
  };
}

/** PUT and DELETE of an object. */
export function planObject(write: Write, facts: UndoFacts): UndoPlan {
  const { path } = write;
  if (!facts.has('GET', path)) return none('The API has no request that reads what was there');
  const stateIn = (seen: Seen | undefined): Seen | null | undefined =>
    isGone(seen) ? null : isThere(seen) ? seen : undefined;
  const isSameObject = (left: Seen | null, right: Seen | null): boolean =>
    left === null || right === null
      ? left === right
      : sameBytes(left.body, right.body) && seenType(left) === seenType(right);
  const wished = write.method === 'DELETE' ? undefined : write.body;
  return {
    kind: 'undoable',
    reads: [path],
    laterReads: nothingLater,
    warn: (before) =>
      isGone(before[path]) ? [] : ['Its own metadata, beside its type, cannot be read and does not come back'],
    invert: (told) => {
      const [old, now] = [stateIn(told.before[path]), stateIn(told.now[path])];
      if (old === undefined) return none('The object as it was before could not be read');
      if (now === undefined) return none('The object as it is now could not be read');
      if (isSameObject(old, now)) return { kind: 'unneeded', reason: 'The object is already as it was' };
      const isOurs = wished === undefined ? now === null : now !== null && sameBytes(now.body, wished);
      const conflicts = isOurs ? [] : ['Somebody has written the object since'];
      if (old === null) {
        const removal = removalOf(path, facts);
        if (!removal) return none('It was not there before, and the API has no request that deletes it');
        return { kind: 'writes', writes: [removal], warnings: [], conflicts };
      }
      const again: Write = {
        method: 'PUT',
        path,
        query: [],
        contentType: seenType(old) ?? 'application/octet-stream',
        body: old.body,
      };
      const warnings = ['Its own metadata, beside its type, does not come back'];
      return { kind: 'writes', writes: [again], warnings, conflicts };
    },
    happened: (before, now) => {
      const [old, current] = [stateIn(before[path]), stateIn(now[path])];
      if (old === undefined || current === undefined) return 'unknown';
      if (wished === undefined) return current === null ? (old === null ? 'unknown' : 'done') : 'not done';
      const isWished = current !== null && sameBytes(current.body, wished);
      return isWished === isSameObject(old, current) ? 'unknown' : isWished ? 'done' : 'not done';
    },
  };
}

/** A local API deletes objects by a list of their keys. */
function removalOf(path: string, facts: UndoFacts): Write | undefined {
  if (facts.has('DELETE', path)) return deletion(path);
  const [, objects = '', key = ''] = /^(.*\/objects)\/(.+)$/.exec(path) ?? [];
  return facts.has('DELETE', objects) ? writeJson('DELETE', objects, [decodeURIComponent(key)]) : undefined;
}

/** SQL that writes: the whole database goes back to where it was, with whatever else was written since. */
export function planDatabaseWrite(write: Write, facts: UndoFacts): UndoPlan {
  const database = write.path.replace(/\/[^/]+$/, '');
  const bookmark = `${database}/time_travel/bookmark`;
  const restore = `${database}/time_travel/restore`;
  if (!facts.has('GET', bookmark) || !facts.has('POST', restore)) {
    return none('The API cannot set this database back');
  }
  const markIn = (seen: Seen | undefined): string | undefined => {
    const result = resultOf(seen);
    return isRecord(result) && typeof result.bookmark === 'string' ? result.bookmark : undefined;
  };
  return {
    kind: 'undoable',
    reads: [bookmark],
    laterReads: nothingLater,
    warn: () => ['Taking it back sets the whole database back, with all that was written to it since'],
    invert: ({ before, after, now }) => {
      const mark = markIn(before[bookmark]);
      if (mark === undefined) return none('The API did not tell where the database stood before');
      const [left, current] = [markIn(after[bookmark]), markIn(now[bookmark])];
      if (current === mark) return { kind: 'unneeded', reason: 'The database has not changed' };
      const isForeign = left === undefined || current !== left;
      return {
        kind: 'writes',
        writes: [
          { method: 'POST', path: restore, query: [['bookmark', mark]], contentType: undefined, body: undefined },
        ],
        warnings: ['The whole database is set back'],
        conflicts: isForeign ? ['The database was written to since, and that is lost too'] : [],
      };
    },
    happened: (before, now) => {
      const [old, current] = [markIn(before[bookmark]), markIn(now[bookmark])];
      return old !== undefined && current === old ? 'not done' : 'unknown';
    },
  };
}
