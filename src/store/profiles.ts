// The set of profiles and what can be done to it, and its form inside the encrypted file. It reads and writes nothing itself.

import { createSecret, type ProfileCredential, unwrapSecret } from '../api/credential.ts';
import { type ConsentSetting, isConsentSetting } from '../api/writes.ts';
import { isRecord } from '../json/values.ts';

/** One account that requests can be sent to. */
export interface Profile {
  /** 1 to 64 letters, digits and `. _ @ + -`. */
  readonly name: string;
  readonly credential: ProfileCredential;
  /** http(s), without a slash at its end. */
  readonly baseUrl: string;
  /** Taken where a request leaves `{account_id}` open. */
  readonly accountId: string | undefined;
  /** What writes is refused before it is sent. */
  readonly readOnly: boolean;
  /** What is done with it counts: every screen says so, and more may be asked before something is changed. */
  readonly production: boolean;
  /** When it asks before it sends; absent where nobody has set it. */
  readonly consent?: ConsentSetting;
  /** What a newer version has written beside that: it is written again as it was. */
  readonly others?: Readonly<Record<string, unknown>>;
}

export interface ProfileSet {
  readonly profiles: readonly Profile[];
  /** Name of the profile in use; undefined where none is. */
  readonly current: string | undefined;
  /** Profiles with a credential of a kind that only a newer version knows: they are kept, and cannot be used. */
  readonly unread?: readonly UnreadProfile[];
  readonly others?: Profile['others'];
}

interface UnreadProfile {
  readonly name: string;
  readonly members: Readonly<Record<string, unknown>>;
}

export type ProfileSetChange =
  | { readonly ok: true; readonly set: ProfileSet }
  /** A sentence without a full stop. */
  | { readonly ok: false; readonly reason: string };

export type SetReading =
  | { readonly kind: 'set'; readonly set: ProfileSet }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged'; readonly reason: string };

export const emptySet: ProfileSet = { profiles: [], current: undefined };

/** Of what is inside the encrypted file. */
const setVersion = 1;

/** A name in its canonical form (NFC), or undefined where it is none. */
export function checkName(text: string): string | undefined {
  const name = text.normalize('NFC');
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{0,63}$/u.test(name) ? name : undefined;
}

export function findProfile(set: ProfileSet, name: string): Profile | undefined {
  const wanted = name.normalize('NFC');
  return set.profiles.find((profile) => profile.name === wanted);
}

export function currentProfile(set: ProfileSet): Profile | undefined {
  return set.current === undefined ? undefined : findProfile(set, set.current);
}

/** Adds a profile; the first one is taken into use. */
export function addProfile(set: ProfileSet, profile: Profile): ProfileSetChange {
  if (findProfile(set, profile.name) || isUnread(set, profile.name))
    return refused(`the profile ${profile.name} exists already`);
  const current = set.profiles.length === 0 ? profile.name : set.current;
  return { ok: true, set: { ...set, profiles: [...set.profiles, profile], current } };
}

/** Puts a profile in the place of the one with its name, or adds it. */
export function putProfile(set: ProfileSet, profile: Profile): ProfileSetChange {
  if (!findProfile(set, profile.name)) return addProfile(set, profile);
  const profiles = set.profiles.map((kept) => (kept.name === profile.name ? profile : kept));
  return { ok: true, set: { ...set, profiles } };
}

/** Removes a profile. No other is taken into use for it: the next request must not go to an account nobody named. */
export function removeProfile(set: ProfileSet, name: string): ProfileSetChange {
  const found = findProfile(set, name);
  if (!found) return unknown(set, name);
  const profiles = set.profiles.filter((profile) => profile !== found);
  return { ok: true, set: { ...set, profiles, current: set.current === found.name ? undefined : set.current } };
}

export function selectProfile(set: ProfileSet, name: string): ProfileSetChange {
  const found = findProfile(set, name);
  return found ? { ok: true, set: { ...set, current: found.name } } : unknown(set, name);
}

/** Changes what belongs to a profile besides its name and what it is sent with. */
export function editProfile(
  set: ProfileSet,
  name: string,
  edit: Partial<Pick<Profile, 'accountId' | 'readOnly' | 'production' | 'consent'>>,
): ProfileSetChange {
  const found = findProfile(set, name);
  return found ? putProfile(set, { ...found, ...edit }) : unknown(set, name);
}

/** What to say where a name is not in the set. */
export function noSuchProfile(set: ProfileSet, name: string): string {
  if (isUnread(set, name)) return `the profile ${name} was saved by a newer version, and can be used only there`;
  const names = set.profiles.map((profile) => profile.name);
  const known = names.length === 0 ? 'there are no profiles yet' : `profiles are ${names.join(', ')}`;
  return `there is no profile named ${name}; ${known}`;
}

function isUnread({ unread = [] }: ProfileSet, name: string): boolean {
  return unread.some((profile) => profile.name === name.normalize('NFC'));
}

function unknown(set: ProfileSet, name: string): ProfileSetChange {
  return refused(noSuchProfile(set, name));
}

function refused(reason: string): ProfileSetChange {
  return { ok: false, reason };
}

/** The set as it is stored, secrets in the clear: only for what encrypts it. */
export function encodeSet(set: ProfileSet): Readonly<Record<string, unknown>> {
  const profiles = set.profiles.map(
    ({ name, credential, baseUrl, accountId, readOnly, production, consent, others }) => ({
      ...others,
      name,
      ...encodeCredential(credential),
      baseUrl,
      ...(accountId === undefined ? {} : { accountId }),
      ...(readOnly ? { readOnly } : {}),
      ...(production ? { production } : {}),
      ...(consent === undefined || consent === 'default' ? {} : { consent }),
    }),
  );
  return {
    ...set.others,
    version: setVersion,
    ...(set.current === undefined ? {} : { current: set.current }),
    profiles: [...profiles, ...(set.unread ?? []).map(({ members }) => members)],
  };
}

function encodeCredential(credential: ProfileCredential): Readonly<Record<string, unknown>> {
  switch (credential.kind) {
    case 'token':
      return { kind: 'token', token: unwrapSecret(credential.token) };
    case 'key':
      return { kind: 'key', email: credential.email, key: unwrapSecret(credential.key) };
    case 'command': {
      const { words, email } = credential;
      return { kind: 'command', command: words, ...(email === undefined ? {} : { email }) };
    }
    case 'local':
      return { kind: 'local' };
  }
}

export function decodeSet(value: unknown): SetReading {
  if (!isRecord(value) || typeof value.version !== 'number') return damaged('it holds no profiles');
  if (value.version > setVersion) return { kind: 'newer', version: value.version };
  if (!Array.isArray(value.profiles)) return damaged('it holds no profiles');
  const profiles: Profile[] = [];
  const unread: UnreadProfile[] = [];
  for (const [index, entry] of value.profiles.entries()) {
    const profile = decodeProfile(entry);
    const newer = profile ? undefined : newerProfile(entry);
    if (profile) profiles.push(profile);
    else if (newer) unread.push(newer);
    else return damaged(`its profile number ${index + 1} is none`);
  }
  const current = typeof value.current === 'string' ? value.current : undefined;
  const set = { profiles, current, ...(unread.length === 0 ? {} : { unread }) };
  return { kind: 'set', set: { ...set, ...othersOf(value, setMembers) } };
}

/** One whose credential is of a kind that this version does not know. */
function newerProfile(value: unknown): UnreadProfile | undefined {
  if (!isRecord(value) || typeof value.name !== 'string' || typeof value.kind !== 'string') return undefined;
  return kinds.includes(value.kind) ? undefined : { name: value.name, members: value };
}

const kinds: readonly string[] = ['token', 'key', 'command', 'local'] satisfies readonly ProfileCredential['kind'][];

const setMembers: readonly string[] = ['version', 'current', 'profiles'];
const profileMembers: readonly string[] = [
  ...['name', 'baseUrl', 'accountId', 'readOnly', 'production', 'consent'],
  ...['kind', 'token', 'email', 'key', 'command'],
];

/** What is beside the members that this version knows; nothing where that is all. */
function othersOf(value: Readonly<Record<string, unknown>>, known: readonly string[]): Pick<Profile, 'others'> {
  const others = Object.entries(value).filter(([name]) => !known.includes(name));
  return others.length === 0 ? {} : { others: Object.fromEntries(others) };
}

function decodeProfile(value: unknown): Profile | undefined {
  if (!isRecord(value)) return undefined;
  const { name, baseUrl, accountId } = value;
  const credential = decodeCredential(value);
  if (!credential || typeof name !== 'string' || typeof baseUrl !== 'string' || !URL.canParse(baseUrl))
    return undefined;
  return {
    name,
    credential,
    baseUrl,
    accountId: typeof accountId === 'string' ? accountId : undefined,
    readOnly: isMarked(value.readOnly),
    production: isMarked(value.production),
    ...consentIn(value.consent),
    ...othersOf(value, profileMembers),
  };
}

/** Anything else than a plain no keeps the guard up. */
function isMarked(value: unknown): boolean {
  return value !== undefined && value !== false;
}

/** What only a newer version can say asks for everything here. */
function consentIn(value: unknown): Pick<Profile, 'consent'> {
  if (value === undefined || value === 'default') return {};
  return { consent: isConsentSetting(value) ? value : 'all' };
}

function decodeCredential(value: Readonly<Record<string, unknown>>): ProfileCredential | undefined {
  if (value.kind === 'local') return { kind: 'local' };
  const { kind, token, email, key, command } = value;
  if (kind === 'token' && typeof token === 'string') return { kind, token: createSecret(token) };
  if (kind === 'key' && typeof email === 'string' && typeof key === 'string')
    return { kind, email, key: createSecret(key) };
  if (kind === 'command' && Array.isArray(command) && command.length > 0 && command.every(isText))
    return { kind, words: command, email: typeof email === 'string' ? email : undefined };
  return undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function damaged(reason: string): SetReading {
  return { kind: 'damaged', reason };
}
