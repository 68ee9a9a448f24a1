// Taking back what was done to a Worker: its code, its settings with their bindings, and its secrets, whose texts nobody can read.
// A secret stays where it is by inheriting it; one that is gone stays gone, and that is said.
import { isRecord } from '../../json/values.ts';
import { headerValue } from '../messages.ts';
import { type FormPart, readParts, writtenForm } from './forms.ts';
import {
  deletion,
  type Inverse,
  isGone,
  isSame,
  isThere,
  jsonBytes,
  none,
  nothingLater,
  parseJson,
  resultOf,
  type Sight,
  sameBytes,
  seenType,
  type Told,
  type Undoable,
  type UndoFacts,
  type UndoPlan,
  type Write,
} from './plan.ts';

type Settings = Readonly<Record<string, unknown>>;

interface Script {
  readonly modules: readonly FormPart[];
  /** Of modules; undefined for a script in one piece. */
  readonly main: string | undefined;
  readonly settings: Settings;
}

interface Paths {
  readonly script: string;
  readonly settings: string;
}

const secretTypes: readonly string[] = ['secret_text', 'secret_key'];

/** The script that a path is about, and what of it; undefined for other paths. */
export function scriptPath(path: string): { readonly script: string; readonly rest: string } | undefined {
  const found =
    /^(.*\/workers\/(?:scripts|dispatch\/namespaces\/[^/]+\/scripts)\/[^/]+)(\/content|\/settings|\/secrets(?:\/[^/]+)?)?$/.exec(
      path,
    );
  return found ? { script: found[1] ?? '', rest: found[2] ?? '' } : undefined;
}

/** Null where there is none; undefined where it is not known. */
function scriptIn(sight: Sight, paths: Paths): Script | null | undefined {
  const content = sight[paths.script];
  if (isGone(content)) return null;
  const settings = resultOf(sight[paths.settings]);
  if (!content || !isThere(content) || !isRecord(settings)) return undefined;
  const contentType = seenType(content) ?? '';
  if (!/^multipart\//i.test(contentType)) {
    const only: FormPart = {
      name: 'script',
      filename: 'script.js',
      type: 'application/javascript',
      bytes: content.body,
    };
    return { modules: [only], main: undefined, settings };
  }
  const modules = readParts(contentType, content.body);
  if (!modules?.length) return undefined;
  return { modules, main: headerValue(content.headers, 'cf-entrypoint') ?? modules[0]?.name, settings };
}

function bindingsOf(settings: Settings): readonly Settings[] {
  return Array.isArray(settings.bindings) ? settings.bindings.filter(isRecord) : [];
}

function secretNames(settings: Settings): readonly string[] {
  return bindingsOf(settings)
    .filter(({ type }) => secretTypes.includes(String(type)))
    .map(({ name }) => String(name));
}

/** Bindings as they may be written: a secret is taken over from what is there, or left out. */
function writableBindings(settings: Settings, there: readonly string[]): readonly Settings[] {
  return bindingsOf(settings).flatMap((binding) => {
    if (!secretTypes.includes(String(binding.type))) return [binding];
    return there.includes(String(binding.name)) ? [{ name: binding.name, type: 'inherit' }] : [];
  });
}

function upload(script: Script, there: readonly string[]): { readonly contentType: string; readonly body: Uint8Array } {
  // Null says what leaving out says, and not every member takes it.
  const settings = Object.fromEntries(Object.entries(script.settings).filter(([, value]) => value !== null));
  const metadata = {
    // Files beside the code cannot be read: those that are there stay.
    keep_assets: true,
    ...settings,
    bindings: writableBindings(script.settings, there),
    ...entryOf(script),
  };
  return writtenForm([jsonPart('metadata', metadata), ...script.modules]);
}

function entryOf({ main, modules }: Script): Settings {
  return main === undefined ? { body_part: modules[0]?.name } : { main_module: main };
}

function jsonPart(name: string, value: unknown): FormPart {
  return { name, filename: undefined, type: 'application/json', bytes: jsonBytes(value) };
}

/** Every write to a Worker. */
export function planScript(write: Write, script: string, rest: string, facts: UndoFacts): UndoPlan {
  const paths: Paths = { script, settings: `${script}/settings` };
  if (!facts.has('GET', paths.settings)) return none('The API has no request that reads what was there');
  if (rest.startsWith('/secrets')) return planSecret(write, paths);
  const shared = { kind: 'undoable', reads: [paths.script, paths.settings], laterReads: nothingLater } as const;
  const happened: Undoable['happened'] = (before, now) => {
    const [old, current] = [scriptIn(before, paths), scriptIn(now, paths)];
    if (old === undefined || current === undefined) return 'unknown';
    if (write.method === 'DELETE') return current === null ? 'done' : 'not done';
    return isSameScript(old, current) ? 'not done' : 'done';
  };
  return {
    ...shared,
    happened,
    warn: (before) => {
      const old = scriptIn(before, paths);
      if (!old) return [];
      if (write.method === 'DELETE') return lostWith(old);
      // An upload without keep_bindings drops the secrets that it does not name.
      const dropped = rest === '/content' ? [] : secretNames(old.settings).filter((name) => !keeps(write, name));
      return dropped.length === 0 ? [] : [notReadable(dropped)];
    },
    invert: (told) => invertScript(write, rest, paths, told),
  };
}

function lostWith(script: Script): readonly string[] {
  const secrets = secretNames(script.settings);
  const warnings = ['Its assets, routes, schedules and what its Durable Objects hold do not come back'];
  return secrets.length === 0 ? warnings : [notReadable(secrets), ...warnings];
}

function notReadable(names: readonly string[]): string {
  return names.length === 1
    ? `The secret ${names[0]} cannot be read back, so it would have to be set again`
    : `The secrets ${names.join(', ')} cannot be read back, so they would have to be set again`;
}

/** Whether an upload keeps the secret of that name. */
function keeps({ contentType, body }: Write, name: string): boolean {
  const part = readParts(contentType ?? '', body ?? new Uint8Array())?.find(
    (candidate) => candidate.name === 'metadata' || candidate.name === 'settings',
  );
  const metadata = parseJson(part?.bytes);
  if (!isRecord(metadata)) return false;
  if (part?.name === 'settings' && metadata.bindings === undefined) return true;
  const kept = Array.isArray(metadata.keep_bindings) ? metadata.keep_bindings : [];
  return kept.includes('secret_text') || bindingsOf(metadata).some((binding) => binding.name === name);
}

function invertScript(write: Write, rest: string, paths: Paths, told: Told): Inverse {
  const old = scriptIn(told.before, paths);
  const ours = scriptIn(told.after, paths);
  const now = scriptIn(told.now, paths);
  if (old === undefined) return none('The Worker as it was before could not be read');
  if (now === undefined) return none('The Worker as it is now could not be read');
  if (old === null) {
    if (now === null) return { kind: 'unneeded', reason: 'The Worker is not there any more' };
    const conflicts: string[] =
      ours === undefined || isSameScript(ours, now) ? [] : ['Somebody has changed the Worker since'];
    if (ours && !isAsWritten(write, null, ours)) conflicts.push('Somebody has changed the Worker at the same time');
    return { kind: 'writes', writes: [deletion(paths.script)], warnings: [], conflicts };
  }
  if (now === null) {
    if (write.method !== 'DELETE') return none('The Worker is not there any more');
    return { kind: 'writes', writes: [putScript(paths, old, [])], warnings: lostWith(old), conflicts: [] };
  }
  if (isSameScript(old, now)) return { kind: 'unneeded', reason: 'The Worker is already as it was' };
  const conflicts: string[] =
    write.method === 'DELETE'
      ? ['Somebody has made the Worker again since']
      : ours === undefined || isSameScript(ours ?? null, now)
        ? []
        : ['Somebody has changed the Worker since'];
  if (ours && write.method !== 'DELETE' && !isAsWritten(write, old, ours)) {
    conflicts.push('Somebody has changed the Worker at the same time');
  }
  const there = secretNames(now.settings);
  const lost = secretNames(old.settings).filter((name) => !there.includes(name));
  const warnings = rest === '/content' || lost.length === 0 ? [] : [notReadable(lost)];
  if (rest === '/content') {
    const content = writtenForm([jsonPart('metadata', entryOf(old)), ...old.modules]);
    const again: Write = { method: 'PUT', path: `${paths.script}/content`, query: [], ...content };
    return { kind: 'writes', writes: [again], warnings, conflicts };
  }
  if (rest !== '/settings') return { kind: 'writes', writes: [putScript(paths, old, there)], warnings, conflicts };
  // A PATCH cannot take away what was not there: then the whole is written, with the code as it is.
  const names = Object.keys({ ...old.settings, ...now.settings });
  const changed = names.filter((name) => !isSame(old.settings[name] ?? null, now.settings[name] ?? null));
  if (changed.some((name) => old.settings[name] === undefined)) {
    return {
      kind: 'writes',
      writes: [putScript(paths, { ...now, settings: old.settings }, there)],
      warnings,
      conflicts,
    };
  }
  const settings = Object.fromEntries(
    changed.map((name) => [name, name === 'bindings' ? writableBindings(old.settings, there) : old.settings[name]]),
  );
  const form = writtenForm([jsonPart('settings', settings)]);
  return {
    kind: 'writes',
    writes: [{ method: 'PATCH', path: paths.settings, query: [], ...form }],
    warnings,
    conflicts,
  };
}

/** Whether what was seen right after the write is what it said, and nothing else has changed. */
function isAsWritten(write: Write, old: Script | null, after: Script): boolean {
  const parts = readParts(write.contentType ?? '', write.body ?? new Uint8Array());
  if (!parts) return true;
  const about = parts.find(({ name }) => name === 'metadata' || name === 'settings');
  const told = parseJson(about?.bytes);
  if (!isRecord(told)) return true;
  const modules = parts.filter((part) => part !== about);
  const isPatch = about?.name === 'settings';
  const isCode = write.path.endsWith('/content');
  const expected = isPatch ? (old?.modules ?? []) : modules;
  if (expected.length !== after.modules.length) return false;
  const isSameCode = expected.every((part) =>
    after.modules.some((other) => other.name === part.name && sameBytes(other.bytes, part.bytes)),
  );
  if (!isSameCode) return false;
  if (isCode) return old === null || isSame(old.settings, after.settings);
  const given = Object.entries(told).filter(([name]) => name !== 'bindings' && name in after.settings);
  if (!given.every(([name, value]) => isWithin(value, after.settings[name]))) return false;
  if (isPatch) {
    const untouched = Object.keys({ ...old?.settings, ...after.settings }).filter((name) => !(name in told));
    if (!untouched.every((name) => isSame(old?.settings[name], after.settings[name]))) return false;
    if (told.bindings === undefined) return true;
  } else if (!Object.entries(after.settings).every(([name, value]) => name in told || isUnsaid(name, value))) {
    return false;
  }
  const named = bindingsOf(told);
  return (
    named.every((binding) => bindingsOf(after.settings).some(({ name }) => name === binding.name)) &&
    bindingsOf(after.settings).every((binding) => {
      const wished = named.find(({ name }) => name === binding.name);
      if (!wished) return bindingsOf(old?.settings ?? {}).some((one) => isSame(one, binding));
      const { text: _, ...open } = wished;
      return wished.type === 'inherit' || isWithin(secretTypes.includes(String(wished.type)) ? open : wished, binding);
    })
  );
}

/** What an upload that says nothing of a setting may leave. */
function isUnsaid(name: string, value: unknown): boolean {
  if (['bindings', 'usage_model', 'compatibility_date', 'compatibility_flags'].includes(name)) return true;
  return (
    value === undefined ||
    value === null ||
    value === false ||
    (typeof value === 'object' && isSame(value, Array.isArray(value) ? [] : {}))
  );
}

/** Every member of the one is in the other: the API adds what it takes where nothing is said. */
function isWithin(part: unknown, whole: unknown): boolean {
  if (!isRecord(part) || !isRecord(whole)) return isSame(part, whole);
  return Object.entries(part).every(([name, value]) => isWithin(value, whole[name]));
}

function putScript({ script }: Paths, wanted: Script, there: readonly string[]): Write {
  return { method: 'PUT', path: script, query: [], ...upload(wanted, there) };
}

function isSameScript(left: Script | null, right: Script | null): boolean {
  if (left === null || right === null) return left === right;
  return (
    left.main === right.main &&
    isSame(left.settings, right.settings) &&
    left.modules.length === right.modules.length &&
    left.modules.every((part, at) => {
      const other = right.modules[at];
      return other !== undefined && part.name === other.name && sameBytes(part.bytes, other.bytes);
    })
  );
}

/** PUT and DELETE of one secret: only one that was not there before can be taken back. */
function planSecret(write: Write, paths: Paths): UndoPlan {
  if (write.method === 'DELETE') return none('A secret cannot be read, so it cannot be put back');
  const name = secretIn(write);
  if (name === undefined) return none('Its body does not name a secret');
  const secret = `${paths.script}/secrets/${encodeURIComponent(name)}`;
  const had = (sight: Sight): boolean | undefined => {
    const settings = resultOf(sight[paths.settings]);
    return isRecord(settings) ? secretNames(settings).includes(name) : undefined;
  };
  return {
    kind: 'undoable',
    reads: [paths.settings],
    laterReads: nothingLater,
    warn: (before) => (had(before) === true ? [notReadable([name])] : []),
    invert: ({ before, now }) => {
      if (had(before) === undefined) return none('What was there before could not be read');
      if (had(before) === true)
        return none(`The secret ${name} was there before and cannot be read, so the old one cannot be put back`);
      if (had(now) === false) return { kind: 'unneeded', reason: 'The secret is not there any more' };
      return { kind: 'writes', writes: [deletion(secret)], warnings: [], conflicts: [] };
    },
    happened: (before, now) =>
      had(before) === false && had(now) !== undefined ? (had(now) ? 'done' : 'not done') : 'unknown',
  };
}

function secretIn({ body }: Write): string | undefined {
  const secret = parseJson(body);
  return isRecord(secret) && typeof secret.name === 'string' ? secret.name : undefined;
}
