// Profiles as the state knows them: what keys and events do to the list, to what is being added, to what is locked.

import { describe, expect, test } from 'vitest';
import { createSecret } from '../../../../src/api/credential.ts';
import { accountItems } from '../../../../src/explorer/features/accounts/profiles.ts';
import { startAdding } from '../../../../src/explorer/features/accounts/start-adding.ts';
import { unsentLine } from '../../../../src/explorer/features/compose/prompt.ts';
import type { ProfileRow, Session, Verdict } from '../../../../src/explorer/model/accounts.ts';
import { rowWidth } from '../../../../src/explorer/model/rows.ts';
import { consentSettingOf } from '../../../../src/explorer/model/writes.ts';
import { headerRow, promptRow, windowTitle } from '../../../../src/explorer/shell/bars.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { type Driver, drive, listPage } from '../../driver.ts';

const row = (name: string, changes: Partial<ProfileRow> = {}): ProfileRow => ({
  name,
  credential: 'token ····3f2a',
  place: 'api.cloudflare.com',
  accountId: undefined,
  readOnly: false,
  production: false,
  consent: 'default',
  isCurrent: false,
  ...changes,
});

const profileSession: Session = {
  kind: 'profile',
  profile: 'one',
  baseUrl: 'https://api.cloudflare.com/client/v4',
  credential: 'token ····3f2a',
  rateLimit: undefined,
};

const good: Verdict = { isGood: true, at: 0, lines: ['user API token, active'], accounts: [] };
const bad: Verdict = { isGood: false, at: 0, lines: ['The API says that it is not valid.'], accounts: [] };

/** A session of the profile one, its vault open with one and two. */
function withProfiles(): Driver {
  const user = drive();
  user.dispatch({ type: 'session.changed', session: profileSession, isAnother: false });
  user.dispatch({ type: 'profiles.opened', rows: [row('one', { isCurrent: true }), row('two')], by: 'passphrase' });
  return user;
}

/** Every text and all bytes that the state holds. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return `${String(value)}\n`;
  seen.add(value);
  const inside = value instanceof Map ? [...value.entries()].flat() : Object.values(value);
  return inside.map((part) => everythingIn(part, seen)).join('');
}

const overlays = (user: Driver): readonly string[] =>
  user.state().focus.overlays.map((overlay) => ('name' in overlay ? overlay.name : overlay.kind));
const notice = (user: Driver): string => user.state().notice?.text ?? '';

const shownPrompt = (user: Driver): string =>
  promptRow(user.state(), 120)
    .row.map(({ text }) => text)
    .join('');

describe('the words typed into the list of accounts', () => {
  test('find what has them as they are, and nothing else then', () => {
    const found = (typed: string) => accountItems(withProfiles().state(), typed).map(({ key }) => key);
    expect(found('add')).toEqual(['add']);
    expect(found('sand')).toEqual(['sandbox']);
    expect(found('sbx')).toEqual(['sandbox']);
  });
});

describe('adding a profile', () => {
  const token = 'cfut_0123456789abcdefghijklmnopqrstuvwxyz';
  const key = `cfk_${'k'.repeat(40)}`;

  /** At the first question of a new profile, its credential to go to x.example. */
  const adding = (): Driver => {
    const user = withProfiles();
    user.dispatch({
      type: 'profiles.begun',
      environment: undefined,
      newPlace: 'x.example (CLOUDFLARE_BASE_URL)',
      isLocked: false,
      asks: false,
    });
    user.press('ctrl+o');
    user.type('add');
    user.press('enter');
    user.effects();
    return user;
  };

  const answer = (user: Driver, text: string): void => {
    user.type(text);
    user.press('enter');
  };

  test('asks for the secret first, says whom it is for before enter, and shows dots', () => {
    const user = adding();
    expect(overlays(user)).toEqual(['profiles', 'profileSecret']);
    expect(shownPrompt(user)).toContain('token or key for x.example (CLOUDFLARE_BASE_URL) ❯');
    user.dispatch({ type: 'text.pasted', text: token });
    expect(shownPrompt(user)).toContain('•'.repeat(token.length));
    user.press('enter');
    expect(notice(user)).toBe('Token for x.example (CLOUDFLARE_BASE_URL): name the profile to save it in');
    // Nothing is sent before it has a name.
    expect(user.effects()).toEqual([]);
    answer(user, 'new');
    expect(user.effects()).toEqual([{ type: 'profiles.checkName', text: 'new' }]);
    user.dispatch({ type: 'profiles.named', name: 'new' });
    expect(user.effects()).toMatchObject([{ type: 'profiles.verifyNew', credential: { kind: 'token' } }]);
  });

  test.each([
    [key, 'cfk_'],
    ['0123456789abcdef0123456789abcdef01234', 'as before 2026'],
  ])('asks for the address of %s (%s), which is a key by its form', (secret) => {
    const user = adding();
    answer(user, secret);
    expect(notice(user)).toContain('Global key for x.example');
    answer(user, 'new');
    user.dispatch({ type: 'profiles.named', name: 'new' });
    expect(overlays(user)).toEqual(['profiles', 'profileSecret', 'profileName', 'profileEmail']);
    answer(user, 'ada');
    expect(notice(user)).toBe('This is not an email address');
    user.press('ctrl+u');
    answer(user, 'ada@example.com');
    expect(user.effects().at(-1)).toMatchObject({
      type: 'profiles.verifyNew',
      credential: { kind: 'key', email: 'ada@example.com' },
    });
  });

  test('a token in the field of the name or of the email address is shown as dots, and cleared on enter', () => {
    const user = adding();
    answer(user, key);
    for (const question of ['profileName', 'profileEmail']) {
      expect(overlays(user).at(-1)).toBe(question);
      user.dispatch({ type: 'text.pasted', text: token });
      expect(shownPrompt(user)).toContain('•'.repeat(token.length));
      expect(shownPrompt(user)).not.toContain(token.slice(0, 12));
      user.press('enter');
      expect(everythingIn(user.state())).not.toContain(token);
      expect(notice(user)).toContain('This looks like a token or a key, so it was cleared');
      expect(overlays(user).at(-1)).toBe(question);
      expect(user.effects()).toEqual([]);
      answer(user, 'new');
      user.effects();
      user.dispatch({ type: 'profiles.named', name: 'new' });
    }
  });

  test('goes back by one step for each Esc, keeps the name, and forgets the secret with its question', () => {
    const user = adding();
    answer(user, token);
    answer(user, 'new');
    user.dispatch({ type: 'profiles.named', name: 'new' });
    expect(user.state().profiles.busy).toEqual({ what: 'verifying', whom: 'draft' });
    user.press('esc');
    expect(user.effects()).toContainEqual({ type: 'profiles.stop' });
    expect(overlays(user)).toEqual(['profiles', 'profileSecret', 'profileName']);
    user.press('esc', 'enter');
    expect(shownPrompt(user)).toContain('❯ new');
    user.press('esc', 'esc');
    expect(overlays(user)).toEqual(['profiles']);
    expect(user.state().profiles.draft).toBeUndefined();
    expect(JSON.stringify(user.state())).not.toContain('cfut_0123');
  });

  test.each([
    ['', 'Type or paste the token or key first'],
    ['two words', 'A token or key is ASCII text'],
    ['tökên', 'A token or key is ASCII text'],
  ])('refuses the secret %o', (secret, reason) => {
    const user = adding();
    answer(user, secret);
    expect(notice(user)).toContain(reason);
    expect(overlays(user).at(-1)).toBe('profileSecret');
  });

  test.each(['add a profile', 'use a token or key'])('“%s” asks for nothing where it could not be sent', (item) => {
    const user = withProfiles();
    const noNewPlace = 'Plain http would expose the credential';
    user.dispatch({ type: 'profiles.begun', environment: undefined, noNewPlace, isLocked: false, asks: false });
    user.press('ctrl+o');
    answer(user, item);
    expect(notice(user)).toBe(noNewPlace);
    expect(overlays(user)).toEqual(['profiles']);
  });

  test('a key for this session only has its address asked for after it, and is forgotten with the question', () => {
    const user = withProfiles();
    user.press('ctrl+o');
    answer(user, 'use a token');
    answer(user, key);
    expect(overlays(user)).toEqual(['profiles', 'token', 'tokenEmail']);
    user.dispatch({ type: 'text.pasted', text: token });
    expect(shownPrompt(user)).not.toContain(token.slice(0, 12));
    user.press('enter');
    expect(everythingIn(user.state())).not.toContain(token);
    user.effects();
    answer(user, 'ada@example.com');
    expect(user.effects()).toMatchObject([{ type: 'useTyped', credential: { kind: 'key', email: 'ada@example.com' } }]);
    expect(user.state().profiles.busy).toEqual({ what: 'verifying', whom: 'token' });
    user.press('esc', 'esc', 'esc', 'esc');
    expect(user.state().profiles.draft).toBeUndefined();
    expect(everythingIn(user.state())).not.toContain(key);
  });

  test('with a credential in hand asks for the name first', () => {
    const credential = { kind: 'token', token: createSecret('cfut_in-hand-0123456789abcdefghijklm') } as const;
    const user = withProfiles();
    const [asked] = startAdding(user.state(), credential);
    expect(asked.focus.overlays).toMatchObject([{ name: 'profileName' }]);
    expect(asked.profiles.draft).toMatchObject({ held: credential });
    expect(JSON.stringify(asked)).not.toContain('in-hand');
  });

  test('with a token pasted into the list never shows it, and saves what the API calls good', () => {
    const user = withProfiles();
    user.press('ctrl+o');
    user.effects();
    user.dispatch({ type: 'text.pasted', text: ' cfut_pasted-0123456789abcdefghijklm\n' });
    expect(JSON.stringify(user.state())).not.toContain('cfut_pasted');
    user.type('new');
    user.press('enter');
    user.dispatch({ type: 'profiles.named', name: 'new' });
    expect(user.effects().map(({ type }) => type)).toEqual(['profiles.checkName', 'profiles.verifyNew']);
    user.dispatch({ type: 'profiles.verified', verdict: bad });
    expect(overlays(user)).toEqual(['profiles', 'profileName', 'saveUnverified']);
    user.press('n', 'enter');
    user.dispatch({ type: 'profiles.named', name: 'new' });
    user.dispatch({ type: 'profiles.verified', verdict: good });
    expect(user.effects().at(-1)).toMatchObject({ type: 'profiles.save', profile: { name: 'new' } });
    user.dispatch({ type: 'profiles.saved', name: 'new', rows: [row('new')], by: 'passphrase', told: undefined });
    expect(overlays(user)).toEqual(['profiles']);
    expect(notice(user)).toBe('Saved new. enter uses it');
  });

  test('where the profiles are locked unlocks them first, and goes on with the name', () => {
    const user = drive();
    user.dispatch({ type: 'session.changed', session: profileSession, isAnother: false });
    user.dispatch({ type: 'profiles.begun', environment: undefined, isLocked: true, asks: true });
    user.press('tab');
    user.dispatch({ type: 'text.pasted', text: 'cfut_pasted-0123456789abcdefghijklm' });
    expect(overlays(user)).toEqual(['profiles', 'profileName', 'unlock']);
    user.type('passphrase');
    user.press('enter');
    user.dispatch({ type: 'profiles.opened', rows: [row('one')], by: 'passphrase' });
    expect(overlays(user)).toEqual(['profiles', 'profileName']);
    expect(user.state().profiles.draft?.held).toBeDefined();
  });

  test('where nobody has opened the profiles yet has them opened, and asks for what that takes', () => {
    const user = drive();
    user.press('ctrl+o');
    user.type('add');
    user.press('enter');
    user.dispatch({ type: 'profiles.locked', by: 'passphrase' });
    expect(overlays(user)).toEqual(['profiles', 'profileSecret', 'unlock']);
  });

  test.each(['cfk_0123456789abcdefghijklmn', '0123456789abcdef0123456789abcdef01234'])(
    'with %s pasted into the list asks for its name and its address, and does not show it',
    (pasted) => {
      const user = withProfiles();
      user.press('ctrl+o');
      user.dispatch({ type: 'text.pasted', text: pasted });
      expect(notice(user)).toContain('Global key for the API: name the profile to save it in');
      answer(user, 'new');
      user.dispatch({ type: 'profiles.named', name: 'new' });
      expect(overlays(user)).toEqual(['profiles', 'profileName', 'profileEmail']);
      expect(everythingIn(user.state())).not.toContain(pasted);
    },
  );

  test('leaves alone what is pasted elsewhere, and what is no credential', () => {
    const user = withProfiles();
    user.dispatch({ type: 'text.pasted', text: 'GET /zones' });
    expect(user.state().composer.line.text).toBe('GET /zones');
    user.press('ctrl+o');
    user.dispatch({ type: 'text.pasted', text: 'two' });
    expect(overlays(user)).toEqual(['profiles']);
    expect(user.state().focus.overlays).toMatchObject([{ line: { text: 'two' } }]);
  });
});

describe('protecting the first profile', () => {
  /** A first profile, which the API has called good. */
  const first = (): Driver => {
    const user = drive();
    user.dispatch({ type: 'profiles.absent' });
    user.press('ctrl+o');
    user.dispatch({ type: 'text.pasted', text: 'cfut_pasted-0123456789abcdefghijklm' });
    user.type('new');
    user.press('enter');
    user.dispatch({ type: 'profiles.named', name: 'new' });
    user.dispatch({ type: 'profiles.verified', verdict: good });
    user.effects();
    return user;
  };

  test('leaves the choice where there is a keychain', () => {
    const user = first();
    user.dispatch({ type: 'profiles.protectable', keychain: 'the keychain of this system', reason: undefined });
    expect(overlays(user).at(-1)).toBe('protection');
    user.press('enter');
    expect(user.effects()).toMatchObject([{ type: 'profiles.save', by: { kind: 'keychain' } }]);
    // It does not keep the key after all.
    user.dispatch({ type: 'profiles.protectable', keychain: undefined, reason: 'It is locked.' });
    expect(overlays(user).at(-1)).toBe('newPassphrase');
    expect(notice(user)).toBe('It is locked. Choose a passphrase to protect the profiles');
  });

  test('takes a passphrase that was typed twice, and the sandbox gives way to the profile', () => {
    const user = first();
    user.dispatch({ type: 'profiles.protectable', keychain: undefined, reason: 'There is no keychain to use.' });
    user.type('long enough');
    user.press('enter');
    const checked = user.effects().at(-1);
    if (checked?.type !== 'profiles.checkPassphrase') throw new Error('it was not checked');
    user.dispatch({ type: 'profiles.passphraseChecked', passphrase: checked.passphrase });
    user.type('long enougj');
    user.press('enter');
    expect(notice(user)).toContain('The passphrases do not match');
    user.press('backspace');
    user.type('h');
    user.press('enter');
    expect(user.effects()).toMatchObject([{ type: 'profiles.save', by: { kind: 'passphrase' } }]);
    user.dispatch({
      type: 'profiles.saved',
      name: 'new',
      rows: [row('new')],
      by: 'passphrase',
      told: 'It is encrypted.',
    });
    expect(user.effects()).toEqual([{ type: 'profiles.use', account: { kind: 'profile', name: 'new' } }]);
    expect(JSON.stringify(user.state())).not.toContain('long enough');
  });
});

describe('the list of accounts', () => {
  test('has the account in force under the cursor, and whoever has only the sandbox adds a profile', () => {
    const user = withProfiles();
    user.press('ctrl+o');
    expect(user.state().focus.overlays).toMatchObject([{ cursor: 0 }]);
    user.press('enter');
    expect(notice(user)).toBe('This account is in use already');
    const newcomer = drive();
    newcomer.press('ctrl+o', 'enter');
    expect(overlays(newcomer)).toEqual(['profiles', 'profileSecret']);
  });

  test('switching cancels what is in flight, puts the response away, and says so', () => {
    const user = withProfiles();
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 20, 60));
    user.press(':', 'ctrl+u');
    user.type('GET /slow');
    user.press('enter', 'ctrl+o');
    user.type('two');
    user.press('enter');
    expect(user.effects().at(-1)).toEqual({ type: 'profiles.use', account: { kind: 'profile', name: 'two' } });
    user.dispatch({
      type: 'session.changed',
      session: { ...profileSession, profile: 'two' },
      isAnother: true,
      greeting: 'Requests go to two now',
    });
    expect(user.state().response).toBeUndefined();
    expect(notice(user)).toBe('Requests go to two now. Cancelled: GET /slow');
    expect(user.state().history.entries.map(({ line }) => line)).toContain('GET /zones');
  });

  test('pages of a response that came from another account are not turned', () => {
    const user = withProfiles();
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 20, 60));
    user.dispatch({ type: 'session.changed', session: { ...profileSession, profile: 'two' }, isAnother: true });
    user.press('ctrl+r', 'enter');
    expect(user.state().response).toBeDefined();
    user.effects();
    for (const chord of [']', 'A', '>']) {
      user.press(chord);
      expect(notice(user)).toBe('This response came from another account. Send the request again');
    }
    expect(user.effects().filter(({ type }) => type === 'send' || type === 'readAll')).toEqual([]);
  });

  test('removes only after a yes, and takes one wish at a time', () => {
    const user = withProfiles();
    user.press('ctrl+o', 'down', 'ctrl+x');
    expect(overlays(user)).toEqual(['profiles', 'removeProfile']);
    for (const no of ['n', 'enter', 'esc', 'q']) {
      user.press(no);
      expect(overlays(user)).toEqual(['profiles']);
      user.press('ctrl+x');
    }
    user.effects();
    user.press('y');
    expect(user.effects()).toEqual([{ type: 'profiles.change', name: 'two', change: { kind: 'remove' } }]);
    user.press('ctrl+x');
    expect(notice(user)).toBe('Busy. esc cancels');
    const rows = [row('before'), row('one', { isCurrent: true })];
    user.dispatch({ type: 'profiles.changed', name: 'two', change: { kind: 'remove' }, rows });
    expect(user.state().profiles.busy).toBeUndefined();
    expect(notice(user)).toContain('Removed two');
  });

  test('marks a profile as production, which the header says in a word at any width, and the window title', () => {
    const user = withProfiles();
    expect(windowTitle(user.state())).toBe('one - flarescope');
    user.press('ctrl+o');
    user.effects();
    user.press('ctrl+g');
    const marked = { kind: 'production', production: true } as const;
    expect(user.effects()).toEqual([{ type: 'profiles.change', name: 'one', change: marked }]);
    const rows = [row('one', { production: true, isCurrent: true }), row('two')];
    user.dispatch({ type: 'profiles.changed', name: 'one', change: marked, rows });
    expect(notice(user)).toBe('one is marked as production');
    user.press('ctrl+g');
    expect(user.effects()).toMatchObject([{ change: { kind: 'production', production: false } }]);
    const session = { ...profileSession, production: true, readOnly: true };
    user.dispatch({ type: 'session.changed', session, isAnother: false });
    for (const width of [40, 80, 200]) {
      const header = headerRow(user.state(), width);
      expect(header.map(({ text }) => text).join('')).toMatch(/ PRODUCTION {2}READ-ONLY $/);
      expect(header.find(({ text }) => text.includes('PRODUCTION'))?.role).toBe('production');
      expect(rowWidth(header)).toBe(width);
    }
    expect(windowTitle(user.state())).toBe('PRODUCTION one - flarescope');
    user.dispatch({
      type: 'session.changed',
      session: { ...session, kind: 'sandbox', production: false },
      isAnother: true,
    });
    expect(windowTitle(user.state())).toBe('flarescope');
    expect(headerRow(user.state(), 80).find(({ text }) => text.includes('SANDBOX'))?.role).toBe('dim');
  });

  test('turns the setting of a profile through all, never and the usual one, which list, side and header of a write say', () => {
    const user = withProfiles();
    user.press('ctrl+o');
    user.effects();
    const words = {
      all: ['one asks before every write', 'asks always'],
      never: ['one never asks before a write', 'never asks'],
      default: ['one asks before what changes or deletes something', undefined],
    } as const;
    for (const consent of ['all', 'never', 'default'] as const) {
      user.press('alt+w');
      const turned = { kind: 'consent', consent } as const;
      expect(user.effects()).toEqual([{ type: 'profiles.change', name: 'one', change: turned }]);
      const rows = [row('one', { consent, isCurrent: true }), row('two')];
      user.dispatch({ type: 'profiles.changed', name: 'one', change: turned, rows });
      const [told, flag] = words[consent];
      expect(notice(user)).toBe(told);
      const shown = screenRows(user.state()).rows.map((line) =>
        line.map((strip) => strip.row.map(({ text }) => text).join('')).join(''),
      );
      const listed = shown.find((line) => line.includes('one  token')) ?? '';
      expect(/asks \w+|never asks/.exec(listed)?.[0]).toBe(flag);
    }
  });

  test('says that what is no profile cannot be verified', () => {
    const user = withProfiles();
    user.press('ctrl+o');
    user.type('sandbox');
    user.press('ctrl+r');
    expect(notice(user)).toBe('No profile is selected');
  });

  test('drops the verdict of a profile that nobody waits for', () => {
    const user = withProfiles();
    user.press('ctrl+o', 'ctrl+r', 'esc');
    user.dispatch({ type: 'profiles.verified', verdict: good });
    expect(user.state().profiles.verdicts).toEqual({});
  });
});

describe('taking another account', () => {
  test('the local API is one of them, says its address, and a profile for one says no account', () => {
    const user = withProfiles();
    const dev = row('dev', { isLocal: true, credential: 'local, no credential', place: 'localhost:8787' });
    user.dispatch({ type: 'profiles.opened', rows: [dev, row('one', { isCurrent: true })], by: 'passphrase' });
    const side = (): string =>
      screenRows(user.state())
        .rows.map((strips) => strips.flatMap((strip) => strip.row.map(({ text }) => text)).join(''))
        .join('\n');
    user.press('ctrl+o', 'up');
    expect(side()).toContain('the local API at localhost:8787, without a credential');
    expect(side()).not.toContain('{account_id}');
    expect(side()).toContain('shows whether it answers');
    user.type('local');
    expect(side()).toContain('It is found by asking at the usual ports');
    user.effects();
    user.press('enter');
    expect(user.effects()).toEqual([{ type: 'profiles.use', account: { kind: 'local' } }]);
    const baseUrl = 'http://localhost:8788/cdn-cgi/explorer/api';
    const local: Session = { kind: 'local', baseUrl, credential: 'no credential', rateLimit: undefined };
    user.dispatch({ type: 'session.changed', session: local, isAnother: true });
    expect(windowTitle(user.state())).toBe('local - flarescope');
    const entry = accountItems(user.state(), '').find(({ key }) => key === 'local');
    expect(entry?.row).toMatchObject([
      { text: '● ' },
      { text: 'local' },
      { text: '  localhost:8788/cdn-cgi/explorer/api' },
    ]);
    // Writes are asked for as of any account; only made-up data are not.
    expect(consentSettingOf(user.state().session)).toBe('default');
  });

  test('closes what was open about the former one', () => {
    const user = withProfiles();
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 20, 60));
    user.press('ctrl+g', 'ctrl+o');
    expect(overlays(user)).toEqual(['page', 'profiles']);
    user.dispatch({ type: 'session.changed', session: { ...profileSession, profile: 'two' }, isAnother: true });
    expect(overlays(user)).toEqual([]);
  });

  test('leaves the former response where back leads to it', () => {
    const user = withProfiles();
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 20, 60));
    user.dispatch({ type: 'session.changed', session: { ...profileSession, profile: 'two' }, isAnother: true });
    expect(user.state().trail.places.map(({ response }) => response !== undefined)).toEqual([true]);
  });
});

describe('locking', () => {
  test('refuses every request, also the pages of what is hidden, and hides all keys that could show it', () => {
    const user = withProfiles();
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 20, 60));
    user.effects();
    user.dispatch({ type: 'profiles.idled' });
    expect(overlays(user)).toEqual(['unlock']);
    expect(user.effects()).toEqual([{ type: 'profiles.lock' }]);
    user.press('esc', 'ctrl+u');
    user.type('GET /user');
    user.press('enter');
    expect(notice(user)).toBe('The profiles are locked. ctrl+o unlocks them');
    for (const chord of ['tab', 'ctrl+r', 'up', 'esc']) {
      user.press(chord);
      expect(notice(user)).toBe('The profiles are locked. ctrl+o unlocks them');
    }
    // How far a path leads would tell what is in there.
    user.press('ctrl+u');
    user.type('.result[0].nosuch\r');
    expect(notice(user)).toBe('The profiles are locked. ctrl+o unlocks them');
    expect(user.effects().filter(({ type }) => type === 'send')).toEqual([]);
    expect(user.state().focus).toEqual({ pane: 'prompt', overlays: [] });
  });

  test('puts the line away that was being written, and brings it back with the profiles', () => {
    const user = withProfiles();
    user.type('POST /x client_secret=hunter2hunter2');
    user.dispatch({ type: 'profiles.idled' });
    expect(user.state().composer.line.text).toBe('');
    // What the disk holds of it stays there.
    expect(unsentLine(user.state())).toBe('POST /x client_secret=hunter2hunter2');
    user.dispatch({ type: 'profiles.opened', rows: [row('one'), row('two')], by: 'passphrase' });
    expect(user.state().composer.line.text).toBe('POST /x client_secret=hunter2hunter2');
  });

  test('leaves nothing of the session to another account that takes over meanwhile', () => {
    const user = withProfiles();
    user.type('POST /sent client_secret=first-MARKED');
    user.press('enter', 'enter');
    user.answer({ result: [{ id: 'MARKED' }], success: true });
    user.press(':', 'ctrl+e', 'ctrl+u');
    user.type('POST /sending client_secret=second-MARKED');
    user.press('enter', 'enter');
    const { exchange } = user.state();
    user.press('ctrl+e', 'ctrl+u');
    user.type('POST /unsent client_secret=third-MARKED');
    user.dispatch({ type: 'profiles.idled' });
    user.effects();
    user.dispatch({
      type: 'session.changed',
      session: { ...profileSession, kind: 'sandbox', profile: undefined },
      isAnother: true,
    });
    expect(exchange.kind).toBe('sending');
    expect(user.effects()).toContainEqual({ type: 'cancel', id: exchange.kind === 'sending' ? exchange.id : 0 });
    expect(everythingIn(user.state())).not.toContain('MARKED');
    user.press('up', 'up', 'up');
    expect(user.state().composer.line.text).not.toContain('MARKED');
  });

  test('under another account puts away what was read before that one', () => {
    const user = withProfiles();
    user.type('GET /of-the-profile');
    user.press('enter');
    user.answer({ result: [{ id: 'MARKED' }], success: true });
    user.dispatch({
      type: 'session.changed',
      session: { ...profileSession, kind: 'sandbox', profile: undefined },
      isAnother: true,
    });
    expect(everythingIn(user.state())).toContain('MARKED');
    user.dispatch({ type: 'profiles.idled' });
    expect(everythingIn({ ...user.state(), composer: undefined })).not.toMatch(/MARKED|of-the-profile/);
  });

  test('closes what is being added, with the secret', () => {
    const user = withProfiles();
    user.press('ctrl+o');
    user.dispatch({ type: 'text.pasted', text: 'cfut_pasted-0123456789abcdefghijklm' });
    user.dispatch({ type: 'profiles.idled' });
    expect(overlays(user)).toEqual(['unlock']);
    expect(user.state().profiles.draft).toBeUndefined();
  });

  test('hides nothing where the account is no profile', () => {
    const user = drive();
    user.dispatch({ type: 'profiles.opened', rows: [row('one')], by: 'keychain' });
    user.dispatch({ type: 'profiles.idled' });
    expect(overlays(user)).toEqual([]);
    user.type('GET /zones');
    user.press('enter');
    expect(user.state().exchange.kind).toBe('sending');
  });

  test('asks before the keychain is asked', () => {
    const user = drive();
    user.dispatch({ type: 'session.changed', session: profileSession, isAnother: false });
    user.dispatch({ type: 'profiles.opened', rows: [row('one')], by: 'keychain' });
    user.dispatch({ type: 'profiles.idled' });
    user.effects();
    user.press('y');
    expect(user.effects()).toEqual([{ type: 'profiles.unlock', passphrase: undefined }]);
  });

  test('shows nobody who takes another account what was hidden', () => {
    const user = withProfiles();
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 20, 60));
    user.dispatch({ type: 'profiles.idled' });
    user.press('tab');
    user.type('sandbox');
    user.press('enter');
    user.dispatch({
      type: 'session.changed',
      session: { kind: 'sandbox', baseUrl: undefined, credential: 'token ····', rateLimit: undefined },
      isAnother: true,
    });
    expect(user.state().response).toBeUndefined();
    expect(user.state().trail.places).toEqual([]);
    expect(user.state().history.entries.every(({ response }) => response === undefined)).toBe(true);
  });

  test('leads back to the question with the key that the header names', () => {
    const user = withProfiles();
    user.dispatch({ type: 'profiles.idled' });
    user.press('ctrl+o');
    expect(overlays(user)).toEqual(['unlock']);
    user.press('tab', 'ctrl+o');
    expect(overlays(user)).toEqual(['unlock']);
  });
});
