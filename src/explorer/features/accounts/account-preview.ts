// What is said of the item under the cursor of a list of accounts. Knows no keys but by their names in the binding table.
import { formatAge } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { wrap } from '../../../text/wrap.ts';
import { chordLabel } from '../../keys/chord.ts';
import { bindingOf } from '../../keys/resolve.ts';
import type { ProfileRow, Verdict } from '../../model/accounts.ts';
import { type Role, type Row, span } from '../../model/spans.ts';
import type { State } from '../../model/state.ts';

/** Lines of what was said of a credential, wrapped. */
export function verdictRows(verdict: Verdict, now: number, width: number): readonly Row[] {
  const age = formatAge(Math.max(0, now - verdict.at));
  const title: Row = verdict.isGood ? [span(`verified ${age}`, 'good')] : [span(`refused ${age}`, 'bad')];
  return [title, ...verdict.lines.flatMap((line) => prose(line, width))];
}

export function accountPreview(state: State, key: string, width: number): readonly Row[] {
  const { vault } = state.profiles;
  if (key.startsWith('profile:') && vault.kind === 'open') {
    const row = vault.rows.find(({ name }) => key === `profile:${name}`);
    return row ? profilePreview(state, row, width) : [];
  }
  if (key === 'retry' && vault.kind === 'unusable') return prose(vault.reason, width);
  return (about[key] ?? []).flatMap((line) => prose(line, width));
}

const about: Readonly<Record<string, readonly string[]>> = {
  unlock: ['The profiles are encrypted, and nobody has opened them yet in this session, or they were locked.'],
  environment: [
    'The account that the variables CLOUDFLARE_API_TOKEN or CLOUDFLARE_API_KEY, and CLOUDFLARE_BASE_URL name.',
  ],
  add: [
    'Saves an API token, or an e-mail address with its global key, encrypted.',
    'The API is asked about it first, and says what it may do and until when.',
    'One for another address than the public API: flarescope auth add --base-url.',
  ],
  token: ['The token is verified, used until you quit or use another account, and not saved.'],
  sandbox: ['An account of made-up data inside this program. It answers as the API does.'],
};

function profilePreview(state: State, row: ProfileRow, width: number): readonly Row[] {
  const { verdicts, busy } = state.profiles;
  const verdict = verdicts[row.name];
  const isAsked = busy?.what === 'verifying' && typeof busy.whom === 'object' && busy.whom.profile === row.name;
  return [
    [span(visible(row.name), 'title')],
    ...prose(`${row.credential} for ${row.place}`, width),
    ...prose(accountWords(row, verdict), width),
    ...(row.readOnly ? prose('Read-only: all but GET, HEAD and OPTIONS is refused', width, 'warn') : []),
    ...(row.isCurrent ? prose('A start takes it where nothing names another', width, 'accent') : []),
    [],
    ...(isAsked
      ? [[span('Asking the API about it…', 'accent')]]
      : verdict
        ? verdictRows(verdict, state.now, width)
        : unasked(width)),
  ];
}

function accountWords({ accountId }: ProfileRow, verdict: Verdict | undefined): string {
  if (accountId === undefined) return 'No default account: {account_id} stays open';
  const name = verdict?.accounts.find(({ id }) => id === accountId)?.name ?? '';
  return `{account_id} is ${accountId}${name === '' ? '' : `, ${name}`}`;
}

function unasked(width: number): readonly Row[] {
  const key = chordLabel(bindingOf('profiles.verify', ['profiles'])?.keys[0] ?? '');
  return prose(`Not verified in this session: ${key} asks the API what it may do, and until when`, width, 'dim');
}

function prose(text: string, width: number, role: Role = 'text'): readonly Row[] {
  return wrap(visible(text), Math.max(8, width)).map((line): Row => [span(line, role)]);
}
