// The list of accounts to choose from: profiles, and what there is besides. What its rows are, what enter does with one, and
// what the keys of the list do with a profile.
import { shortAddress } from '../../../api/address.ts';
import type { Credential } from '../../../api/credential.ts';
import { type ConsentSetting, consentFlags, consentWords } from '../../../api/writes.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrowItems } from '../../../text/matching.ts';
import { formatAge } from '../../../text/numbers.ts';
import { capitalised } from '../../../text/sentences.ts';
import { visible } from '../../../text/untrusted.ts';
import { padEnd } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { ProfileRow, Verdict } from '../../model/accounts.ts';
import type { AccountWish, ProfileChange } from '../../model/effects.ts';
import { describe } from '../../model/exchange.ts';
import { closeOverlay, openOverlay, openPicker } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { pickerHeight } from '../../model/layout.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { Overlay, Picker, PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { ConfirmSpec, QuestionSpec } from '../../model/questions.ts';
import type { Reason } from '../../model/reasons.ts';
import { type Role, type Row, type Span, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { askForTokenEmail, readSecret, startAdding } from './start-adding.ts';
import { askToUnlock, whyOccupied, withOverlays, withProfiles } from './unlocking.ts';

/** Opens the list, with the account in force under the cursor, and has it read anew. */
export function openAccounts(state: State): Step {
  const { overlays } = state.focus;
  const known = overlays.findIndex(isAccounts);
  const opened =
    known === -1
      ? openOverlay(state, pickerAt(state, keyToBeginAt(state)))
      : withOverlays(state, overlays.slice(0, known + 1));
  const { vault, busy } = state.profiles;
  // A vault that is locked, or could not be had, is tried when that is asked for.
  if (vault.kind === 'locked' || vault.kind === 'unusable' || busy) return [opened, []];
  return [
    vault.kind === 'unread' ? withProfiles(opened, { busy: { what: 'opening' } }) : opened,
    [{ type: 'profiles.read' }],
  ];
}

function isAccounts(overlay: Overlay): boolean {
  return overlay.kind === 'picker' && overlay.name === 'profiles';
}

/** The list as it opens. */
function pickerAt(state: State, key: string): Picker {
  return withCursor(state, { kind: 'picker', name: 'profiles', line: createLine(), cursor: 0, top: 0 }, key);
}

/** The cursor on an item, or where it was in a list that has it no more. */
function withCursor(state: State, picker: Picker, key: string | undefined): Picker {
  const items = accountItems(state, picker.line.text);
  const at = items.findIndex((item) => item.key === key);
  const cursor = at === -1 ? Math.max(0, Math.min(picker.cursor, items.length - 1)) : at;
  const height = pickerHeight(state.screen, true);
  return { ...picker, cursor, top: Math.min(cursor, Math.max(picker.top, cursor - height + 1)) };
}

/**
 * Keeps the cursor of the list on the account that it was on before the list changed; on the one in force, where nobody
 * has moved in the list yet.
 */
export function keepCursor(before: State, after: State): State {
  const { overlays } = after.focus;
  const at = overlays.findIndex(isAccounts);
  const picker = overlays[at];
  if (picker?.kind !== 'picker') return after;
  const isUntouched = picker.line.text === '' && picker.cursor === 0 && before.profiles.vault.kind !== 'open';
  const key = isUntouched ? keyToBeginAt(after) : accountItems(before, picker.line.text)[picker.cursor]?.key;
  return withOverlays(after, overlays.toSpliced(at, 1, withCursor(after, picker, key)));
}

/** The list with nothing typed: what it was narrowed to is not there any more afterwards. */
function withWholeList(state: State): State {
  const { overlays } = state.focus;
  const at = overlays.findIndex(isAccounts);
  return at === -1 ? state : withOverlays(state, overlays.toSpliced(at, 1, pickerAt(state, '')));
}

/** Puts the cursor of the list on a profile, with nothing typed. */
export function placeOnProfile(state: State, name: string): State {
  const { overlays } = state.focus;
  const at = overlays.findIndex(isAccounts);
  return at === -1 ? state : withOverlays(state, overlays.toSpliced(at, 1, pickerAt(state, keyOf(name))));
}

function keyOf(name: string): string {
  return `profile:${name}`;
}

function keyInForce({ session }: State): string {
  return session.kind === 'profile' ? keyOf(session.profile ?? '') : session.kind === 'typed' ? 'token' : session.kind;
}

/** The account in force; who has nothing but the sandbox is about to add one. */
function keyToBeginAt(state: State): string {
  const { vault } = state.profiles;
  const hasProfiles = vault.kind === 'open' && vault.rows.length > 0;
  return state.session.kind === 'sandbox' && !hasProfiles ? 'add' : keyInForce(state);
}

/** A profile by its name, where the vault is open. */
export function findRow({ profiles }: State, name: string): ProfileRow | undefined {
  return profiles.vault.kind === 'open' ? profiles.vault.rows.find((row) => row.name === name) : undefined;
}

/** What there is to choose from, for what was typed. */
export function accountItems(state: State, typed: string): readonly PickerItem[] {
  return narrowItems(allItems(state), typed, ({ words }) => words).map(({ key, row }) => ({
    key,
    row: [span(key === keyInForce(state) ? '● ' : '  ', 'accent'), ...row],
  }));
}

interface Entry {
  readonly key: string;
  readonly row: Row;
  /** What is compared with what was typed. */
  readonly words: string;
}

function allItems({ profiles, session }: State): readonly Entry[] {
  const { vault, environment } = profiles;
  const entries: Entry[] = [];
  const add = (key: string, name: string, more = ''): void => {
    entries.push({ key, words: `${name} ${more}`, row: [span(visible(name)), span(visible(more), 'dim')] });
  };
  if (vault.kind === 'open') entries.push(...profileEntries(vault.rows));
  if (vault.kind === 'locked') add('unlock', 'unlock the profiles');
  if (vault.kind === 'unusable') add('retry', 'open the profiles again');
  if (environment) add('environment', 'environment', `  ${environment.credential}  ${environment.place}`);
  add('add', 'add a profile');
  add('token', 'use a token or key for this session', session.kind === 'typed' ? `  ${session.credential}` : '');
  add('sandbox', 'sandbox', '  made-up data');
  const address =
    session.kind === 'local' && session.baseUrl !== undefined ? shortAddress(session.baseUrl) : 'wrangler dev';
  add('local', 'local', `  ${address}`);
  return entries;
}

function profileEntries(rows: readonly ProfileRow[]): readonly Entry[] {
  const cells = (text: (row: ProfileRow) => string): number =>
    Math.min(24, Math.max(...rows.map((row) => visible(text(row)).length)));
  const widths = { name: cells(({ name }) => name), credential: cells(({ credential }) => credential) };
  return rows.map((row) => {
    const { name, credential, place, readOnly, production, consent, isCurrent } = row;
    const flags: Span[] = [
      ...(production ? [span('  '), span('production', 'production')] : []),
      ...(readOnly ? [span('  read-only', 'warn')] : []),
      ...(consent === 'default' ? [] : [span(`  ${consentFlags[consent]}`, 'warn')]),
      ...(isCurrent ? [span('  default', 'accent')] : []),
    ];
    return {
      key: keyOf(name),
      words: `${name} ${credential} ${place}`,
      row: [
        span(padEnd(visible(name), widths.name), 'title'),
        span(`  ${padEnd(visible(credential), widths.credential)}`),
        ...flags,
        span(`  ${visible(place)}`, 'dim'),
      ],
    };
  });
}

/** The profile under the cursor of the list. */
function selectedRow(state: State): ProfileRow | undefined {
  const picker = openPicker(state);
  if (picker?.name !== 'profiles') return undefined;
  const key = accountItems(state, picker.line.text)[picker.cursor]?.key ?? '';
  return key.startsWith('profile:') ? findRow(state, key.slice('profile:'.length)) : undefined;
}

/** Why nothing can be done with a profile now. */
export function whyNoProfile(state: State): Reason {
  return whyOccupied(state) ?? (selectedRow(state) ? undefined : 'No profile is selected');
}

export function whyNotOpen({ profiles }: State): Reason {
  if (profiles.vault.kind === 'locked') return 'The profiles are already locked';
  return profiles.vault.kind === 'open' ? undefined : 'There are no unlocked profiles';
}

/** Uses the account, or leads to one. */
function chooseAccount(state: State, { key }: PickerItem): Step {
  const reason = whyOccupied(state);
  if (reason !== undefined) return [complain(state, reason), []];
  switch (key) {
    case 'unlock':
      return [askToUnlock(withWholeList(state)), []];
    case 'retry':
      return [withProfiles(withWholeList(state), { busy: { what: 'opening' } }), [{ type: 'profiles.read' }]];
    case 'add':
      return startAdding(state);
    case 'token':
      if (state.profiles.noNewPlace !== undefined) return [complain(state, state.profiles.noNewPlace), []];
      return [openOverlay(state, { kind: 'question', name: 'token', line: createLine() }), []];
    case 'environment':
    case 'local':
    case 'sandbox':
      return use(state, { kind: key });
    default:
      return use(state, { kind: 'profile', name: key.slice('profile:'.length) });
  }
}

/** Sends requests to another account from now on. The one in flight is cancelled: it would come from the former one. */
export function use(state: State, account: AccountWish, told?: string): Step {
  const key = account.kind === 'profile' ? keyOf(account.name) : account.kind;
  if (key === keyInForce(state)) return [inform(closeOverlay(state), 'This account is in use already'), []];
  const cancelled = state.exchange.kind === 'sending' ? describe(state.exchange) : undefined;
  const switching = withProfiles(state, { busy: { what: 'switching', cancelled, told } });
  return [switching, [{ type: 'profiles.use', account }]];
}

/** Asks the API about the profile under the cursor. */
export function verify(state: State): Step {
  const row = selectedRow(state);
  return row ? startVerifying(state, row.name, false) : [state, []];
}

function startVerifying(state: State, name: string, picksAccount: boolean): Step {
  const busy = { what: 'verifying', whom: { profile: name, picksAccount } } as const;
  return [withProfiles(state, { busy }), [{ type: 'profiles.verify', name }]];
}

/** Opens the accounts that the profile under the cursor reaches; asks the API for them where it has not been asked yet. */
export function chooseDefaultAccount(state: State): Step {
  const row = selectedRow(state);
  if (!row) return [state, []];
  const isKnown = state.profiles.verdicts[row.name]?.isGood === true;
  return isKnown ? [pickAccountOf(state, row.name), []] : startVerifying(state, row.name, true);
}

export function pickAccountOf(state: State, name: string): State {
  return openOverlay(state, { kind: 'picker', name: 'account', of: name, line: createLine(), cursor: 0, top: 0 });
}

export function toggleReadOnly(state: State): Step {
  const row = selectedRow(state);
  return row ? change(state, row.name, { kind: 'readOnly', readOnly: !row.readOnly }) : [state, []];
}

export function toggleProduction(state: State): Step {
  const row = selectedRow(state);
  return row ? change(state, row.name, { kind: 'production', production: !row.production }) : [state, []];
}

const nextConsent: Readonly<Record<ConsentSetting, ConsentSetting>> = {
  default: 'all',
  all: 'never',
  never: 'default',
};

/** The next of three: for what can break something, for all, never. */
export function turnConsent(state: State): Step {
  const row = selectedRow(state);
  return row ? change(state, row.name, { kind: 'consent', consent: nextConsent[row.consent] }) : [state, []];
}

export function makeDefault(state: State): Step {
  const row = selectedRow(state);
  if (row?.isCurrent) return [inform(state, `${row.name} is already the default`), []];
  return row ? change(state, row.name, { kind: 'current' }) : [state, []];
}

export function askToRemove(state: State): Step {
  const row = selectedRow(state);
  if (!row) return [state, []];
  // No other takes its place by itself: the next request must not go to an account that nobody named.
  if (keyOf(row.name) === keyInForce(state))
    return [complain(state, `${row.name} is in use. Use another account, then remove it`), []];
  return [openOverlay(state, { kind: 'confirm', name: 'removeProfile', of: row.name }), []];
}

export function change(state: State, name: string, wanted: ProfileChange): Step {
  const saving = withProfiles(state, { busy: { what: 'saving' } });
  return [saving, [{ type: 'profiles.change', name, change: wanted }]];
}

/** Where a credential that is typed goes. */
export function placeOf({ profiles }: State): string {
  return profiles.newPlace ?? 'the API';
}

/** Names the host before anything is typed. */
export function secretLabel(state: State): string {
  return `token or key for ${placeOf(state)}`;
}

/** Asks for a credential of this session; it stays until the API has said what it thinks of it. */
export const tokenQuestion: QuestionSpec = {
  label: secretLabel,
  placeholder: 'for this session only',
  isSecret: true,
  answer: (state, text) => {
    const reason = whyOccupied(state);
    if (reason !== undefined) return [complain(state, reason), []];
    const held = readSecret(text.trim());
    if (typeof held === 'string') return [complain(state, held), []];
    return held.kind === 'key' && held.email === undefined
      ? [askForTokenEmail(state, held), []]
      : verifyForSession(state, held);
  },
};

/** Uses it for this session once the API has called it good. */
export function verifyForSession(state: State, credential: Credential): Step {
  const asking = withProfiles(state, { busy: { what: 'verifying', whom: 'token' } });
  return [asking, [{ type: 'useTyped', credential }]];
}

export const removeConfirm: ConfirmSpec = {
  question: (state, of) => `Remove ${of}, ${findRow(state, of)?.credential ?? 'its credential'}?`,
  yes: (state, of) => change(closeOverlay(state), of, { kind: 'remove' }),
};

export const accountsPicker: PickerSpec = {
  label: 'profile',
  title: 'Accounts',
  items: accountItems,
  empty: (): string => 'No account matches',
  preview: (state: State, { key }: PickerItem, width: number): readonly Row[] => accountPreview(state, key, width),
  choose: chooseAccount,
};

/** Lines of what was said of a credential, wrapped. */
export function verdictRows(verdict: Verdict, now: number, width: number): readonly Row[] {
  const age = formatAge(Math.max(0, now - verdict.at));
  const title: Row = verdict.isGood ? [span(`verified ${age}`, 'good')] : [span(`refused ${age}`, 'bad')];
  return [title, ...verdict.lines.flatMap((line) => prose(line, width))];
}

function accountPreview(state: State, key: string, width: number): readonly Row[] {
  const { vault } = state.profiles;
  if (key.startsWith('profile:') && vault.kind === 'open') {
    const row = vault.rows.find(({ name }) => key === `profile:${name}`);
    return row ? profilePreview(state, row, width) : [];
  }
  if (key === 'retry' && vault.kind === 'unusable') return prose(vault.reason, width);
  return (about[key] ?? []).flatMap((line) => prose(line, width));
}

const about: Readonly<Record<string, readonly string[]>> = {
  unlock: ['The profiles are encrypted and locked.'],
  environment: [
    'The account set in the variables CLOUDFLARE_API_TOKEN or CLOUDFLARE_API_KEY, and CLOUDFLARE_BASE_URL.',
    `${capitalised(consentWords.default)}, unless FLARESCOPE_CONFIRM_WRITES is all or never.`,
  ],
  add: [
    'Saves an API token, or an email address with its global key, encrypted.',
    'Checks it with the API first, and shows what it may do and when it expires.',
    'With flarescope auth add, the API may be at another address (--base-url), and the secret come from a command (--secret-command).',
  ],
  token: ['Checks it with the API and uses it until you quit or use another account. It is not saved.'],
  local: [
    'What wrangler dev or the Vite plugin serves on this machine: KV, D1, R2 and more, as your Worker sees them.',
    'It is found by asking at the usual ports, and gets no credential.',
    `${capitalised(consentWords.default)}, unless FLARESCOPE_CONFIRM_WRITES is all or never.`,
  ],
  sandbox: [
    'An account of made-up data inside this program. It behaves like the API.',
    `${capitalised(consentWords.never)}, unless FLARESCOPE_CONFIRM_WRITES is all or default.`,
  ],
};

function profilePreview(state: State, row: ProfileRow, width: number): readonly Row[] {
  const { verdicts, busy } = state.profiles;
  const verdict = verdicts[row.name];
  const isAsked = busy?.what === 'verifying' && typeof busy.whom === 'object' && busy.whom.profile === row.name;
  return [
    [span(visible(row.name), 'title')],
    ...prose(
      row.isLocal ? `the local API at ${row.place}, without a credential` : `${row.credential} for ${row.place}`,
      width,
    ),
    ...(row.command === undefined ? [] : prose(`Its secret is what this prints: ${row.command}`, width)),
    ...(row.isLocal ? [] : prose(accountWords(row, verdict), width)),
    ...(row.production ? [[span('production', 'production')]] : []),
    ...(row.readOnly ? prose('Read-only: only what reads is sent', width, 'warn') : []),
    ...(row.consent === 'default' ? [] : prose(capitalised(consentWords[row.consent]), width, 'warn')),
    ...(row.isCurrent ? prose('The default profile', width, 'accent') : []),
    [],
    ...(isAsked
      ? [[span('Verifying…', 'accent')]]
      : verdict
        ? verdictRows(verdict, state.now, width)
        : unasked(state, row, width)),
    // What is usual may be cut off.
    ...(row.consent === 'default' ? [[], ...prose(capitalised(consentWords.default), width, 'dim')] : []),
  ];
}

function accountWords({ accountId }: ProfileRow, verdict: Verdict | undefined): string {
  if (accountId === undefined) return 'No default account: {account_id} is not filled in';
  const name = verdict?.accounts.find(({ id }) => id === accountId)?.name ?? '';
  return `{account_id} is ${accountId}${name === '' ? '' : `, ${name}`}`;
}

function unasked(state: State, { isLocal }: ProfileRow, width: number): readonly Row[] {
  const key = keyFor(state, 'profiles.verify');
  const told = isLocal ? 'whether it answers' : 'what it may do and when it expires';
  return prose(`Not verified in this session. ${key} shows ${told}`, width, 'dim');
}

function prose(text: string, width: number, role: Role = 'text'): readonly Row[] {
  return wrap(visible(text), Math.max(8, width)).map((line): Row => [span(line, role)]);
}
