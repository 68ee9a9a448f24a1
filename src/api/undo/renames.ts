// What was made again has another id, and earlier requests still name the old one. To take those back too, the account is looked at as
// if the ids were the old ones, and what is sent names the new ones.
import { isRecord } from '../../json/values.ts';
import { type Inverse, jsonBytes, parseJson, type Sight, type Told, type Undoable, type Write } from './plan.ts';

/** New ids by the old ones, of what was made again after the write that is taken back. */
export type Renames = ReadonlyMap<string, string>;

/** Values and code are the user's own: an id in them is a text like any other. */
const ownContent = /\/(?:values|bulk|objects|content)(?:\/|$)|\/workers\/scripts\//;

/** The path as it is today. */
export function pathToday(path: string, renames: Renames): string {
  return path
    .split('/')
    .map((segment) => idToday(segment, renames))
    .join('/');
}

/** The inverse for an account in which some of what the write was about has other ids by now. */
export function invertRenamed(plan: Undoable, told: Told, renames: Renames): Inverse {
  if (renames.size === 0) return plan.invert(told);
  const inverse = plan.invert({ ...told, now: sightBefore(told.now, renames) });
  if (inverse.kind !== 'writes') return inverse;
  return { ...inverse, writes: inverse.writes.map((write) => writeToday(write, renames)) };
}

function sightBefore(sight: Sight, renames: Renames): Sight {
  const old = new Map([...renames.keys()].map((id) => [idToday(id, renames), id]));
  return Object.fromEntries(
    Object.entries(sight).map(([path, seen]) => [
      path,
      ownContent.test(path) ? seen : { ...seen, body: withIds(seen.body, (id) => old.get(id)) },
    ]),
  );
}

function writeToday(write: Write, renames: Renames): Write {
  const path = pathToday(write.path, renames);
  if (write.body === undefined || write.contentType !== 'application/json' || ownContent.test(write.path)) {
    return { ...write, path };
  }
  return { ...write, path, body: withIds(write.body, (id) => (renames.has(id) ? idToday(id, renames) : undefined)) };
}

/** A JSON text with other ids; a rule keeps the reference that it was given, which may look like an id. */
function withIds(bytes: Uint8Array, other: (id: string) => string | undefined): Uint8Array {
  const value = parseJson(bytes);
  return value === undefined ? bytes : jsonBytes(replaced(value, other));
}

function replaced(value: unknown, other: (id: string) => string | undefined): unknown {
  if (typeof value === 'string') return other(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, other));
  if (!isRecord(value) || 'rawJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === 'ref' ? member : replaced(member, other)]),
  );
}

/** A thing may have been made again more than once. */
function idToday(id: string, renames: Renames): string {
  let today = id;
  for (let round = 0; round < renames.size; round++) {
    const next = renames.get(today);
    if (next === undefined) break;
    today = next;
  }
  return today;
}
