// Taking back for whatever is one JSON object behind one path: a DNS record, a zone setting, a rule list, and most else. What may be
// written is what the catalog says the operation takes; only fields that the write changed are put back.
import { isRecord } from '../../json/values.ts';
import { judgeWrite } from '../writes.ts';
import {
  deletion,
  type Inverse,
  isGone,
  isSameContent,
  isThere,
  none,
  nothingLater,
  noWarning,
  parseJson,
  pathAbove,
  resultOf,
  type Seen,
  type Sight,
  type Told,
  type UndoFacts,
  type UndoPlan,
  type WritableField,
  type Write,
  writeJson,
} from './plan.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What some resources do that others do not. */
export interface Habits {
  /** Fields that follow from what is written, and are no change of somebody else's. */
  readonly follows?: (field: string, body: Fields) => boolean;
  /** What is sent of what was read: without what the API makes out of the rest. */
  readonly sendable?: (fields: Fields, old: Fields) => Fields;
  /** Told of a thing that is made again. */
  readonly remadeWarning?: string;
}

/** PUT and PATCH of a path that can be read. */
export function planChange(write: Write, facts: UndoFacts, habits: Habits = {}): UndoPlan {
  const { path } = write;
  if (!facts.has('GET', path)) return none('The API has no request that reads what was there');
  const method = facts.fields('PATCH', path) ? 'PATCH' : 'PUT';
  const writable = facts.fields(method, path);
  if (!writable?.length) return none('It is not known how what was there would be written');
  const body = bodyOf(write);
  if (!body) return none('Its body is no JSON object');
  return {
    kind: 'undoable',
    reads: [path],
    laterReads: nothingLater,
    warn: (before) => unreadable(resultOf(before[path]), body, writable),
    invert: (told) => {
      const before = told.before[path];
      if (isGone(before)) return invertMaking(write, told, facts, path);
      const old = resultOf(before);
      if (!isRecord(old)) return none('What was there before could not be read');
      return invertChange(write, old, told, facts, { method, writable, body, habits });
    },
    happened: (before, now) => whichOfTwo(write, body, before[path], now[path]),
  };
}

interface Changing {
  readonly method: 'PATCH' | 'PUT';
  readonly writable: readonly WritableField[];
  readonly body: Fields;
  readonly habits: Habits;
}

function invertChange(write: Write, old: Fields, told: Told, facts: UndoFacts, how: Changing): Inverse {
  const { path } = write;
  const now = resultOf(told.now[path]);
  if (isGone(told.now[path])) return none('It is not there any more');
  if (!isRecord(now)) return none('What is there now could not be read');
  const { writable, body, habits } = how;
  const ours = oursOf(told, path, old, body);
  const changed = writable.map(({ name }) => name).filter((name) => !isSameContent(old[name], ours[name]));
  const warnings = unreadable(old, body, writable, ours);
  if (changed.length === 0) {
    const [untold] = warnings;
    return untold === undefined ? { kind: 'unneeded', reason: 'The request changed nothing' } : none(untold);
  }
  const left = changed.filter((name) => !isSameContent(old[name], now[name]));
  if (left.length === 0) return { kind: 'unneeded', reason: 'What it changed is already as it was' };
  const foreign = (name: string): boolean =>
    write.method === 'PATCH' && !(name in body) && !habits.follows?.(name, body);
  const conflicts = [
    ...left
      .filter((name) => !isSameContent(now[name], ours[name]))
      .map((name) => changedSince(name, ours[name], now[name])),
    ...left
      .filter((name) => isSameContent(now[name], ours[name]) && foreign(name))
      .map(
        (name) =>
          `${name} was not in the request, and changed from ${short(old[name])} to ${short(ours[name])} with it`,
      ),
  ];
  const isUnset = left.some((name) => old[name] === undefined);
  const whole = facts.fields('PUT', path);
  // PATCH cannot take away a field that was not there; PUT leaves out what it does not say.
  if (how.method === 'PUT' || (isUnset && whole?.length)) {
    const fields = whole ?? writable;
    const wanted = { ...now, ...Object.fromEntries(left.map((name) => [name, old[name]])) };
    const sent = membersOf(habits.sendable?.(wanted, old) ?? wanted, fields);
    const missing = fields.filter(({ name, required }) => required && !(name in sent)).map(nameOf);
    if (missing.length > 0) return none(`It could not be written whole: the API does not tell ${missing.join(', ')}`);
    return { kind: 'writes', writes: [writeJson('PUT', path, sent)], warnings, conflicts };
  }
  const picked = Object.fromEntries(left.map((name) => [name, old[name] ?? null]));
  const sent = habits.sendable?.(picked, old) ?? picked;
  return { kind: 'writes', writes: [writeJson('PATCH', path, sent)], warnings, conflicts };
}

/** What the write left: its own response tells it best, since nobody can come between. */
function oursOf(told: Told, path: string, old: Fields, body: Fields): Fields {
  const answered = resultOf(told.answer);
  if (isRecord(answered) && Object.keys(body).some((name) => name in answered)) return answered;
  const after = resultOf(told.after[path]);
  return isRecord(after) ? after : { ...old, ...body };
}

/** A PUT that made something new is taken back by deleting it. */
function invertMaking(write: Write, told: Told, facts: UndoFacts, path: string): Inverse {
  if (!facts.has('DELETE', path)) return none('It was not there before, and the API has no request that deletes it');
  const now = told.now[path];
  if (isGone(now)) return { kind: 'unneeded', reason: 'It is not there any more' };
  const made = resultOf(told.answer) ?? resultOf(told.after[path]);
  const conflicts = isRecord(made) ? differences(made, resultOf(now), facts.fields(write.method, path) ?? []) : [];
  return { kind: 'writes', writes: [deletion(path)], warnings: [], conflicts };
}

/** POST to a list: taken back by deleting what the response calls by its id. */
export function planMaking(write: Write, facts: UndoFacts): UndoPlan {
  const { path } = write;
  if (!facts.has('DELETE', `${path}/{x}`)) return none('The API has no request that takes this back');
  const readable = facts.has('GET', `${path}/{x}`);
  const made = (answer: Seen | undefined): string | undefined => {
    const result = resultOf(answer);
    const id = isRecord(result) ? idIn(result, facts.idField(path)) : undefined;
    return id === undefined ? undefined : `${path}/${encodeURIComponent(id)}`;
  };
  return {
    kind: 'undoable',
    reads: [],
    laterReads: (answer) => {
      const item = made(answer);
      return item !== undefined && readable ? [item] : [];
    },
    warn: noWarning,
    invert: ({ answer, now }) => {
      const item = made(answer);
      if (item === undefined) return none('The response does not say what was made');
      if (isGone(now[item])) return { kind: 'unneeded', reason: 'It is not there any more' };
      const result = resultOf(answer);
      const fields = facts.fields('POST', path) ?? [];
      const conflicts = isRecord(result) && now[item] ? differences(result, resultOf(now[item]), fields) : [];
      return { kind: 'writes', writes: [deletion(item)], warnings: [], conflicts };
    },
    happened: () => 'unknown',
  };
}

/** What an item is called by in a path; lists that the catalog does not know are tried with the usual names. */
function idIn(result: Fields, known: string | undefined): string | undefined {
  for (const name of [known, 'id', 'uuid', 'uid', 'tag', 'name']) {
    const value = name === undefined ? undefined : result[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** DELETE of what can be read: made again by POST to its list, or by PUT to where it was. */
export function planDeletion(write: Write, facts: UndoFacts, habits: Habits = {}): UndoPlan {
  const { path } = write;
  if (!facts.has('GET', path)) return none('The API has no request that reads what was there');
  const { lost } = judgeWrite({ method: 'DELETE', path, body: undefined });
  if (lost !== undefined || facts.holdsOthers(path)) return none('What was in it cannot be brought back');
  const list = pathAbove(path);
  const posted = facts.fields('POST', list);
  const fields = posted ?? facts.fields('PUT', path);
  if (!fields?.length) return none('The API has no request that makes it again');
  const remade = (before: Sight): { readonly body: Fields; readonly missing: readonly string[] } | undefined => {
    const old = resultOf(before[path]);
    if (!isRecord(old)) return undefined;
    const known = membersOf(habits.sendable?.(old, old) ?? old, fields, isTold);
    return { body: known, missing: fields.filter(({ name, required }) => required && !(name in known)).map(nameOf) };
  };
  return {
    kind: 'undoable',
    reads: [path],
    laterReads: nothingLater,
    warn: (before) => {
      const made = remade(before);
      if (made && made.missing.length > 0) return [notTold(made.missing)];
      return [...(posted ? ['If it is taken back, the API gives it a new id'] : []), ...asList(habits.remadeWarning)];
    },
    invert: ({ before, now }) => {
      if (isGone(before[path])) return { kind: 'unneeded', reason: 'It was not there before either' };
      const made = remade(before);
      if (!made) return none('What was there before could not be read');
      if (made.missing.length > 0) return none(notTold(made.missing));
      const isBack = isThere(now[path]);
      if (isBack && posted) return { kind: 'unneeded', reason: 'It is there again' };
      return {
        kind: 'writes',
        writes: [posted ? writeJson('POST', list, made.body) : writeJson('PUT', path, made.body)],
        warnings: [...(posted ? ['The API gives it a new id'] : []), ...asList(habits.remadeWarning)],
        conflicts: isBack ? ['Somebody has made it again since'] : [],
      };
    },
    happened: (before, now) => whichOfTwo(write, {}, before[path], now[path]),
    renamed: (_, [answer]) => {
      const result = resultOf(answer);
      const id = posted && isRecord(result) ? idIn(result, facts.idField(list)) : undefined;
      return id === undefined ? [] : [[path.slice(list.length + 1), id]];
    },
  };
}

function notTold(names: readonly string[]): string {
  return `It could not be made again: the API does not tell ${names.join(', ')}`;
}

function whichOfTwo(
  { method }: Write,
  body: Fields,
  before: Seen | undefined,
  now: Seen | undefined,
): 'done' | 'not done' | 'unknown' {
  if (method === 'DELETE') return isGone(now) ? 'done' : isThere(now) ? 'not done' : 'unknown';
  const current = resultOf(now);
  if (isGone(before) && isGone(now)) return 'not done';
  if (!isRecord(current)) return 'unknown';
  const told = Object.keys(body).filter((name) => name in current);
  if (told.length === 0) return 'unknown';
  const old = resultOf(before);
  const isAsBefore = isRecord(old) && told.every((name) => isSameContent(old[name], current[name]));
  const isAsWished = told.every((name) => isSameContent(body[name], current[name]));
  // What asked for no change cannot be told apart.
  if (isAsBefore === isAsWished) return 'unknown';
  return isAsWished ? 'done' : 'not done';
}

export function bodyOf(write: Write): Fields | undefined {
  const body = parseJson(write.body);
  return isRecord(body) ? body : undefined;
}

/** Members that the operation takes; `isKept` decides among them. */
export function membersOf(
  from: Fields,
  fields: readonly WritableField[],
  isKept: (value: unknown) => boolean = (value) => value !== undefined,
): Fields {
  return Object.fromEntries(fields.flatMap(({ name }) => (isKept(from[name]) ? [[name, from[name]]] : [])));
}

/** Null says what leaving out says, where a thing is made; dots or stars in place of a secret say nothing. */
function isTold(value: unknown): boolean {
  return value !== undefined && value !== null && !isMasked(value);
}

function isMasked(value: unknown): boolean {
  return typeof value === 'string' && /^(?:[*•]{3,}|[Xx]{8,}|<?redacted>?|\[redacted\])$/i.test(value);
}

/** Members of the body that are written and not read back; before the write, that is told by their names. */
function unreadable(old: unknown, body: Fields, writable: readonly WritableField[], ours?: Fields): readonly string[] {
  if (!isRecord(old)) return [];
  const known = new Set(writable.map(nameOf));
  const names = Object.keys(body).filter(
    (name) => isMasked(old[name]) || (!(name in old) && (ours ? !(name in ours) : isSecretName(name))),
  );
  return names
    .filter((name) => known.has(name))
    .map((name) => `The API does not tell ${name}, so the old one cannot be put back`);
}

function isSecretName(name: string): boolean {
  return /secret|password|passphrase|private_key|(?:^|_)token$/i.test(name);
}

function differences(ours: Fields, now: unknown, fields: readonly WritableField[]): readonly string[] {
  if (!isRecord(now)) return [];
  return fields
    .map(nameOf)
    .filter((name) => !isSameContent(ours[name], now[name]))
    .map((name) => changedSince(name, ours[name], now[name]));
}

function changedSince(name: string, ours: unknown, now: unknown): string {
  return `${name} was changed since, from ${short(ours)} to ${short(now)}`;
}

/** A value in a sentence. */
function short(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function nameOf({ name }: WritableField): string {
  return name;
}

function asList(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
