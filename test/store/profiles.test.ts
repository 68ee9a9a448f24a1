import { describe, expect, test } from 'vitest';
import { createSecret, unwrapSecret } from '../../src/api/credential.ts';
import {
  addProfile,
  checkName,
  currentProfile,
  decodeSet,
  editProfile,
  emptySet,
  encodeSet,
  findProfile,
  type Profile,
  type ProfileSet,
  putProfile,
  removeProfile,
  selectProfile,
} from '../../src/store/profiles.ts';
import { namesOf, profile } from './vault-fixture.ts';

const two: ProfileSet = { profiles: [profile('prod'), profile('test')], current: 'prod' };

const setOf = (change: ReturnType<typeof addProfile>): ProfileSet => {
  if (!change.ok) throw new Error(change.reason);
  return change.set;
};

describe('a name', () => {
  test.each(['prod', 'a', '7', 'ada@example.com', 'eu-west.1', 'Büro', '本番', 'x'.repeat(64)])('may be %s', (name) => {
    expect(checkName(name)).toBe(name);
  });

  test.each(['', ' ', '-x', '.x', 'a b', 'a/b', 'a\nb', 'a\u202eb', '\u001b[2J', 'x'.repeat(65), 'a\u200bb'])(
    'may not be %j',
    (name) => {
      expect(checkName(name)).toBeUndefined();
    },
  );

  test('is the same however its letters were composed', () => {
    const set = setOf(addProfile(emptySet, profile(checkName('bu\u0308ro') ?? '')));
    expect(findProfile(set, 'b\u00fcro')).toBeDefined();
    expect(findProfile(set, 'bu\u0308ro')).toBeDefined();
  });
});

describe('the set', () => {
  test('takes the first profile into use, and no later one', () => {
    const one = setOf(addProfile(emptySet, profile('prod')));
    expect(currentProfile(one)?.name).toBe('prod');
    expect(currentProfile(setOf(addProfile(one, profile('test'))))?.name).toBe('prod');
  });

  test('refuses a second profile of one name', () => {
    expect(addProfile(two, profile('test'))).toEqual({ ok: false, reason: 'the profile test exists already' });
  });

  test('puts a profile in the place of another', () => {
    const set = setOf(putProfile(two, profile('prod', { readOnly: true })));
    expect(namesOf(set)).toEqual(['prod', 'test']);
    expect(findProfile(set, 'prod')?.readOnly).toBe(true);
  });

  test('uses no other profile in the place of a removed one', () => {
    expect(setOf(removeProfile(two, 'prod')).current).toBeUndefined();
    expect(setOf(removeProfile(two, 'test')).current).toBe('prod');
  });

  test.each([
    [selectProfile, 'there is no profile named nope; profiles are prod, test'],
    [removeProfile, 'there is no profile named nope; profiles are prod, test'],
  ])('says what there is where a name is unknown', (change, reason) => {
    expect(change(two, 'nope')).toEqual({ ok: false, reason });
    expect(change(emptySet, 'nope')).toEqual({
      ok: false,
      reason: 'there is no profile named nope; there are no profiles yet',
    });
  });
});

describe('the form in the file', () => {
  const key: Profile = {
    name: 'key',
    credential: { kind: 'key', email: 'ada@example.com', key: createSecret('0123456789abcdef0123456789abcdef01234') },
    baseUrl: 'http://127.0.0.1:8787',
    accountId: 'a'.repeat(32),
    readOnly: true,
    production: false,
  };

  test('is what the design says, and is read back', () => {
    const set: ProfileSet = { profiles: [profile('prod'), key], current: 'key' };
    expect(encodeSet(set)).toEqual({
      version: 1,
      current: 'key',
      profiles: [
        {
          name: 'prod',
          kind: 'token',
          token: 'token-of-prod-0123456789abcdef',
          baseUrl: 'https://api.cloudflare.com/client/v4',
        },
        {
          name: 'key',
          kind: 'key',
          email: 'ada@example.com',
          key: '0123456789abcdef0123456789abcdef01234',
          baseUrl: 'http://127.0.0.1:8787',
          accountId: 'a'.repeat(32),
          readOnly: true,
        },
      ],
    });
    const reading = decodeSet(JSON.parse(JSON.stringify(encodeSet(set))));
    if (reading.kind !== 'set') throw new Error(reading.kind);
    expect(encodeSet(reading.set)).toEqual(encodeSet(set));
    const [prod] = reading.set.profiles;
    expect(prod?.credential.kind === 'token' && unwrapSecret(prod.credential.token)).toBe(
      'token-of-prod-0123456789abcdef',
    );
  });

  test.each([
    [true, true],
    ['yes', true],
    [false, false],
    [undefined, false],
  ])('reads production %j as %j', (production, is) => {
    const [encoded] = JSON.parse(JSON.stringify(encodeSet({ profiles: [profile('p')], current: undefined }))).profiles;
    const reading = decodeSet({ version: 1, profiles: [{ ...encoded, production }] });
    expect(reading).toMatchObject({ kind: 'set', set: { profiles: [{ production: is }] } });
  });

  test.each([
    ['all', 'all'],
    ['never', 'never'],
    ['default', undefined],
    [undefined, undefined],
    ['sometimes', 'all'],
    [false, 'all'],
  ])('reads consent %j as %j, and writes it again', (consent, is) => {
    const [encoded] = JSON.parse(JSON.stringify(encodeSet({ profiles: [profile('p')], current: undefined }))).profiles;
    const reading = decodeSet({ version: 1, profiles: [{ ...encoded, consent }] });
    if (reading.kind !== 'set') throw new Error(reading.kind);
    expect(reading.set.profiles[0]?.consent).toBe(is);
    const changed = editProfile(reading.set, 'p', { readOnly: true });
    expect(changed.ok && encodeSet(changed.set)).toMatchObject({ profiles: [{ readOnly: true }] });
    expect(decodeSet(JSON.parse(JSON.stringify(encodeSet(reading.set))))).toEqual(reading);
  });

  test('keeps the command that prints a secret', () => {
    const command = { kind: 'command', words: ['op', 'read', 'op://a b/c'], email: 'ada@example.com' } as const;
    const set: ProfileSet = { profiles: [profile('work', { credential: command })], current: 'work' };
    const encoded = JSON.parse(JSON.stringify(encodeSet(set)));
    expect(encoded.profiles[0]).toMatchObject({ kind: 'command', command: command.words, email: command.email });
    expect(decodeSet(encoded)).toMatchObject({ kind: 'set', set: { profiles: [{ credential: command }] } });
  });

  test('keeps what a newer version has written through every change', () => {
    const baseUrl = 'https://api.example.com';
    const written = {
      version: 1,
      current: 'new',
      theme: { dark: true },
      profiles: [
        { name: 'new', kind: 'token', token: 'token-0123456789', baseUrl, tags: ['a', { b: 1 }], ['__proto__']: 'x' },
        { name: 'odd', kind: 'oauth', refresh: { token: 'r' }, baseUrl },
      ],
    };
    const reading = decodeSet(JSON.parse(JSON.stringify(written)));
    if (reading.kind !== 'set') throw new Error(reading.kind);
    expect(JSON.parse(JSON.stringify(encodeSet(reading.set)))).toEqual(written);
    const changes = [
      (set: ProfileSet) => editProfile(set, 'new', { readOnly: true }),
      (set: ProfileSet) => addProfile(set, profile('other')),
      (set: ProfileSet) => selectProfile(set, 'other'),
      (set: ProfileSet) => removeProfile(set, 'other'),
    ];
    const changed = changes.reduce((set, change) => setOf(change(set)), reading.set);
    expect(encodeSet(changed)).toMatchObject({
      theme: { dark: true },
      profiles: [{ ...written.profiles[0], readOnly: true }, written.profiles[1]],
    });
    expect(addProfile(changed, profile('odd'))).toEqual({ ok: false, reason: 'the profile odd exists already' });
    expect(selectProfile(changed, 'odd')).toEqual({
      ok: false,
      reason: 'the profile odd was saved by a newer version, and can be used only there',
    });
  });

  test('shows no secret of what was read', () => {
    const reading = decodeSet(encodeSet({ profiles: [key], current: undefined }));
    expect(JSON.stringify(reading)).not.toContain('0123456789');
  });

  test('of a newer version is told', () => {
    expect(decodeSet({ version: 2, shape: 'unknown' })).toEqual({ kind: 'newer', version: 2 });
  });

  test.each([
    null,
    [],
    {},
    { version: '1', profiles: [] },
    { version: 1 },
    { version: 1, profiles: {} },
    { version: 1, profiles: [null] },
    { version: 1, profiles: [{ name: 'a', kind: 'token', baseUrl: 'https://a.example' }] },
    { version: 1, profiles: [{ name: 'a', kind: 'key', key: 'k', baseUrl: 'https://a.example' }] },
    { version: 1, profiles: [{ name: 'a', kind: 'token', token: 't', baseUrl: 'nonsense' }] },
    { version: 1, profiles: [{ name: 'a', kind: 'command', command: [], baseUrl: 'https://a.example' }] },
  ])('is damaged as %j', (value) => {
    expect(decodeSet(value).kind).toBe('damaged');
  });

  test('guards a profile whose guard is anything but off', () => {
    const entry = { name: 'a', kind: 'token', token: 't', baseUrl: 'https://a.example' };
    const guards = [true, 'yes', 0, null, false, undefined].map((readOnly) => {
      const reading = decodeSet({ version: 1, profiles: [{ ...entry, readOnly }] });
      return reading.kind === 'set' && reading.set.profiles[0]?.readOnly;
    });
    expect(guards).toEqual([true, true, true, true, false, false]);
  });
});
