// The page that an explorer begins with: where requests go, and what may be asked for.
import { isLocalApi } from '../../../api/address.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { isLocked } from '../../model/account-in-force.ts';
import { keyFor } from '../../model/key-labels.ts';
import { fitRow, type PaneRows, type Row, requestSpans, rowWidth, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { isAtHome, offersOf } from './offers.ts';

function aboutSession(state: State): string {
  const { kind, baseUrl } = state.session;
  if (kind === 'sandbox')
    return 'No credential was found, so requests go to a sandbox: an account of made-up data inside this program. It behaves like the Cloudflare v4 API, and your changes are lost when you quit.';
  if (isLocked(state))
    return 'The profiles are locked: unlock them to send requests. You can read the history and files.';
  if (baseUrl !== undefined && isLocalApi(baseUrl))
    return `Requests go to the local API at ${new URL(baseUrl).host}, as wrangler dev and the Vite plugin serve it. No credential is sent.`;
  return 'Requests go to the account named above.';
}

/** Rows for this width and height; the offer under the cursor is among them where the page has the keys. */
export function homeRows(state: State, width: number, height: number): PaneRows {
  const offers = offersOf(state);
  const widest = Math.max(0, ...offers.map(({ line }) => cellWidth(visible(line))));
  const choose: Row = [span(keyFor(state, 'prompt.later'), 'keyName'), span(' and choose:')];
  const whole: readonly Row[] = [
    [],
    ...wrap(aboutSession(state), Math.max(10, Math.min(72, width))).map((line): Row => [span(line)]),
    [],
    [span('Type a request above and press '), span(keyFor(state, 'prompt.send'), 'keyName'), span('. Or '), ...choose],
    [],
  ];
  // A small screen has no room for both: what can be chosen is of more use than a second telling of what the header says.
  const isSmall = width < 60 && whole.length + offers.length > height && !isLocked(state);
  const about = state.session.kind === 'sandbox' ? 'Made-up data: no credential found.' : '';
  const before: readonly Row[] = isSmall ? [[span(about)], [span('Type a request, or '), ...choose], []] : whole;
  const shown = offers.map(({ line, note }, index): Row => {
    const pad = ' '.repeat(Math.max(0, widest - cellWidth(visible(line))) + 2);
    const number = index < 9 ? `${index + 1} ` : '  ';
    const told = widest + cellWidth(visible(note)) + 5 <= width ? `${pad}${visible(note)}` : '';
    return [span(` ${number}`, 'keyName'), ...requestSpans(visible(line)), span(told, 'dim')];
  });
  const brief: readonly Row[] = [
    [],
    [span(keyFor(state, 'palette.open'), 'keyName'), span(' finds any operation by a few letters,')],
    [
      span(keyFor(state, 'focus.next'), 'keyName'),
      span(' leaves the prompt; then '),
      span(keyFor(state, 'help.open'), 'keyName'),
      span(' shows all keys'),
    ],
  ];
  const tour = state.home.tour ? tourRows(state, width) : [];
  const after = tour.length > 0 && before.length + shown.length + tour.length <= height ? tour : brief;
  const at = isAtHome(state) ? before.length + Math.min(state.home.cursor, offers.length - 1) : undefined;
  // A low screen begins further down.
  const top = at === undefined ? 0 : Math.max(0, at - height + 1);
  const rows = [...before, ...shown, ...after].slice(top).map((row) => fitRow(row, width));
  return { rows, selected: at === undefined ? undefined : at - top };
}

/** Six keys to begin with, for the very first start; two beside each other where there is room. */
function tourRows(state: State, width: number): readonly Row[] {
  const keys = [
    { key: keyFor(state, 'palette.open'), told: 'find any operation' },
    { key: keyFor(state, 'fold.toggle'), told: 'open or fold a row' },
    { key: keyFor(state, 'page.next'), told: 'the next page of a list' },
    { key: keyFor(state, 'follow.open'), told: 'what can be done from a row' },
    { key: keyFor(state, 'focus.next'), told: 'go to the next pane' },
    { key: keyFor(state, 'help.open'), told: 'all keys' },
  ];
  const widest = Math.max(...keys.map(({ key }) => cellWidth(key)));
  const cells = keys.map(({ key, told }): Row => [span(` ${padEnd(key, widest)}  `, 'keyName'), span(told)]);
  const half = Math.floor(width / 2);
  const isWide = Math.max(...cells.map(rowWidth)) + 2 <= half;
  const rows = isWide
    ? [0, 1, 2].map((row): Row => [...fitRow(cells[row] ?? [], Math.min(half, 40)), ...(cells[row + 3] ?? [])])
    : cells;
  const title: Row = [
    span('Six keys to begin with; '),
    span(keyFor(state, 'app.back'), 'keyName'),
    span(' puts them away'),
  ];
  return [[], title, ...rows];
}
