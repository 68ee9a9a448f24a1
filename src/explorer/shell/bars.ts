// The rows around the panes: whose account it is, what is being asked, and what the keys do.
import { isLocalApi } from '../../api/address.ts';
import { createLine, type LineBuffer } from '../../text/line-buffer.ts';
import { offsetAt, offsetInRow, visibleWindow } from '../../text/line-window.ts';
import { formatCount } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { graphemes, truncate } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { completionHere } from '../features/filter/jq.ts';
import { trailRow } from '../features/find/trail.ts';
import { openHistoryFilter } from '../features/history/filter.ts';
import { openMany } from '../features/many/plan.ts';
import { manyLabel } from '../features/many/rows.ts';
import { consentLabel, openPreview } from '../features/writes/consent.ts';
import type { Binding } from '../keys/binding.ts';
import { keysLabel } from '../keys/chord.ts';
import { isCovered, isLocked } from '../model/account-in-force.ts';
import type { Session } from '../model/accounts.ts';
import { contexts, hasFocus, openConfirm, openHelp, openPicker, openQuestion, topOverlay } from '../model/focus.ts';
import { keyFor } from '../model/key-labels.ts';
import { isCounting } from '../model/many.ts';
import type { Question } from '../model/overlays.ts';
import { exampleOf } from '../model/prompt.ts';
import { fileTitle } from '../model/response.ts';
import { clickable, fitRow, type Row, requestSpans, rowWidth, type Span, span, spread } from '../model/rows.ts';
import { currentPage, isRefusal } from '../model/select.ts';
import type { Composer, State } from '../model/state.ts';
import type { Notice } from '../model/told.ts';
import { keymapOf, whyUnavailable } from './bindings.ts';
import { activeField, isHelpKey } from './fields.ts';
import { brokenPrompt, promptLabel } from './long-prompt.ts';
import { pickerSpec, specText } from './pickers.ts';
import { atMost, besideField, fullWords, leastField } from './progress.ts';
import { confirmQuestion, questionSpec } from './questions.ts';

export function headerRow(state: State, width: number): Row {
  const { response, session } = state;
  const brand = [span(' flarescope', 'brand'), span('  ')];
  if (isCovered(state)) return fitRow([...brand, ...lockedSpans(state, width)], width);
  // A file belongs to no account, and none was asked for it.
  const file = fileTitle(response);
  if (file !== undefined) return fitRow([...brand, span(' FILE ', 'badge'), span(` ${visible(file)}`)], width);
  if (isLocked(state)) return fitRow([...brand, ...lockedSpans(state, width)], width);
  const quota = rateLimitSpans(session);
  const short = [...brand, ...shortSession(session)];
  // What the profile may not do, and that it counts, stays when all else has to give way.
  const guard = [
    ...(session.production ? [span(' PRODUCTION ', 'production')] : []),
    ...(session.readOnly ? [span(' READ-ONLY ', 'badge')] : []),
  ];
  const trail = trailRow(state, width - rowWidth(short) - rowWidth(quota) - 4 - rowWidth(guard));
  const left = trail.length === 0 ? [...brand, ...sessionSpans(state, width)] : [...short, span('  '), ...trail];
  if (guard.length === 0) return quota.length === 0 ? fitRow(left, width) : spread(left, quota, width);
  const right = [...quota, ...guard];
  const fits = rowWidth(left) + rowWidth(right) < width;
  return fits ? spread(left, right, width) : [...fitRow(left, width - rowWidth(guard)), ...guard];
}

/** For the terminal's window: which account it is. The sandbox, which nothing can happen to, has no word of its own. */
export function windowTitle({ session }: State): string {
  if (session.kind === 'sandbox') return 'flarescope';
  const owner = truncate(visible(session.profile ?? owners[session.kind]), longestOwner);
  return `${session.production ? 'PRODUCTION ' : ''}${owner} - flarescope`;
}

const longestOwner = 64;

function rateLimitSpans({ rateLimit }: Session): Row {
  if (!rateLimit) return [];
  const quota = rateLimit.quota === undefined ? '' : `/${formatCount(rateLimit.quota)}`;
  const low = rateLimit.quota !== undefined && rateLimit.remaining < rateLimit.quota / 5;
  return [span(`${formatCount(rateLimit.remaining)}${quota} left `, low ? 'warn' : 'dim')];
}

function lockedSpans(state: State, width: number): Row {
  const { profile } = state.session;
  const name = profile === undefined ? [] : [span(visible(profile), 'title'), span('  ')];
  const words = width < fullWords ? [] : [span(' unlocks', 'dim')];
  return [...name, span(' LOCKED ', 'badge'), span(' '), span(keyFor(state, 'profiles.open'), 'keyName'), ...words];
}

function sessionSpans(state: State, width: number): Row {
  const { session } = state;
  if (session.kind === 'sandbox') {
    return [
      span(' SANDBOX ', 'dim'),
      span(width < fullWords ? ' ' : ' made-up data; ', 'dim'),
      span(keyFor(state, 'profiles.open'), 'keyName'),
      span(width < fullWords ? ' token' : ' adds a token', 'dim'),
    ];
  }
  const owner = session.profile ?? owners[session.kind];
  const dot = span(' · ', 'dim');
  // A profile that is not decrypted yet has no address.
  if (session.baseUrl === undefined) return [span(visible(owner), 'title'), dot, span(session.credential, 'dim')];
  const { host } = new URL(session.baseUrl);
  if (isLocalApi(session.baseUrl)) return [...localSpans(session), span(' '), span(host)];
  return [span(visible(owner), 'title'), dot, span(visible(session.credential)), dot, span(host)];
}

/** Whose account it is, in few words, for where the trail needs the room. */
function shortSession(session: Session): Row {
  if (session.kind === 'sandbox') return [span(' SANDBOX ', 'dim')];
  if (session.baseUrl !== undefined && isLocalApi(session.baseUrl)) return localSpans(session);
  const owner = span(visible(session.profile ?? owners[session.kind]), 'title');
  return [owner, span(' · ', 'dim'), span(visible(session.credential), 'dim')];
}

/** What `wrangler dev` serves gets no credential, so that there is none to tell. */
function localSpans({ profile }: Session): Row {
  const name = profile === undefined ? [] : [span(visible(profile), 'title'), span(' ')];
  return [...name, span(' LOCAL ', 'dim')];
}

/** Where the account comes from, for those that have no name. */
const owners: Readonly<Record<Exclude<Session['kind'], 'sandbox'>, string>> = {
  environment: 'environment',
  profile: 'profile',
  typed: 'this session',
  local: 'local',
};

interface PromptRow {
  readonly row: Row;
  /** Column of the cursor; undefined where no field has focus. */
  readonly cursor: number | undefined;
}

export function promptRow(state: State, width: number): PromptRow {
  const field = overlayField(state);
  const right = atMost(besideField(state, width), width - leastField);
  const room = Math.max(1, width - rowWidth(right));
  const label = field ? ` ${visible(field.label)} ${field.line ? '❯ ' : ''}` : promptLabel;
  const focused = field !== undefined || hasFocus(state, 'prompt');
  if (field && !field.line) return { row: [...fitRow([span(label, 'accent')], room), ...right], cursor: undefined };
  const buffer = field?.line ?? state.composer.line;
  const cells = Math.max(1, room - label.length);
  // A line that is not being edited shows its beginning: method and path tell more than its end.
  const window = focused
    ? visibleWindow(buffer, cells)
    : { text: truncate(visible(buffer.text), cells), cursorCell: 0 };
  const placeholder = field ? field.placeholder : `type a request, such as ${exampleOf(state)}`;
  const text: Row =
    buffer.text === '' && placeholder !== ''
      ? [span(visible(placeholder), 'dim')]
      : marked(field ? undefined : state.composer, window.text);
  const left = fitRow([span(label, focused ? 'accent' : 'dim'), ...text], room);
  return { row: [...left, ...right], cursor: focused ? label.length + window.cursorCell : undefined };
}

interface PromptRows {
  readonly rows: readonly Row[];
  /** Where the cursor stands, from the first of these rows on; undefined where no field has focus. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

/** The prompt as it stands on the screen: a long request that is being written in several rows. */
export function promptRows(state: State): PromptRows {
  const { columns } = state.screen;
  const broken = brokenPrompt(state);
  if (!broken) {
    const { row, cursor } = promptRow(state, columns);
    return { rows: [row], cursor: cursor === undefined ? undefined : { x: cursor, y: 0 } };
  }
  const { starts, first, end, at } = broken;
  const { text } = state.composer.line;
  const whole = marked(state.composer, visible(text));
  const shownAt = (row: number): number => visible(text.slice(0, starts[row] ?? text.length)).length;
  const rows = starts.slice(first, end).map((_, index) => {
    const row = first + index;
    const isCut = (row === first && first > 0) || (row === end - 1 && end < starts.length);
    const label = isCut ? ' … ' : row === 0 ? promptLabel : '   ';
    return fitRow([span(label, 'accent'), ...charactersOf(whole, shownAt(row), shownAt(row + 1))], columns);
  });
  return { rows, cursor: { x: promptLabel.length + at.cell, y: at.row - first } };
}

/** The characters of the row from one on to another. */
function charactersOf(row: Row, from: number, to: number): Row {
  let at = 0;
  return row.flatMap((piece) => {
    const text = piece.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += piece.text.length;
    return text === '' ? [] : [{ ...piece, text }];
  });
}

/** Where in the line of the prompt a click in that column of that of its rows puts the cursor; undefined beside the prompt. */
export function promptOffsetAt(state: State, x: number, row: number): number | undefined {
  const { columns } = state.screen;
  const { line } = state.composer;
  const broken = brokenPrompt(state);
  const cell = Math.max(0, x - promptLabel.length);
  if (broken) {
    const { starts, first, end } = broken;
    return row < 0 || first + row >= end ? undefined : offsetInRow(line, starts, first + row, cell);
  }
  if (row !== 0) return undefined;
  const right = atMost(besideField(state, columns), columns - leastField);
  // Without the focus it shows its beginning.
  const shown = hasFocus(state, 'prompt') ? line : { ...line, cursor: 0 };
  return offsetAt(shown, Math.max(1, columns - rowWidth(right) - promptLabel.length), cell);
}

interface Field {
  readonly label: string;
  /** Undefined where nothing is typed. */
  readonly line: LineBuffer | undefined;
  /** What stands there while nothing is typed. */
  readonly placeholder: string;
}

/** The field of the question or list on top, which stands where the prompt does. */
function overlayField(state: State): Field | undefined {
  const picker = openPicker(state);
  if (picker) return { label: specText(pickerSpec(picker.name).label, state), line: picker.line, placeholder: '' };
  const filter = openHistoryFilter(state);
  if (filter) return { label: 'search', line: filter.line, placeholder: '' };
  const help = openHelp(state);
  if (help) return { label: 'keys', line: help.line, placeholder: 'type to narrow' };
  const confirmed = openConfirm(state);
  if (confirmed) return { label: confirmQuestion(state, confirmed), line: undefined, placeholder: '' };
  const preview = openPreview(state);
  if (preview) {
    const line = preview.write.consent === 'name' && preview.write.prepared ? preview.line : undefined;
    return { label: consentLabel(state, preview), line, placeholder: '' };
  }
  const marked = openMany(state);
  if (marked) {
    const line = isCounting(marked.run) ? marked.panel.line : undefined;
    return { label: manyLabel(state, marked.run), line, placeholder: '' };
  }
  const asked = openQuestion(state);
  if (!asked) return undefined;
  const { label, placeholder } = questionSpec(asked.name);
  return {
    label: specText(label, state),
    line: shown(asked),
    placeholder: asked.suggested ?? specText(placeholder ?? '', state),
  };
}

/** A secret is shown as dots, as many as it has characters. */
function shown({ name, line }: Question): LineBuffer {
  const { isSecret = false } = questionSpec(name);
  if (!(typeof isSecret === 'function' ? isSecret(line.text.trim()) : isSecret)) return line;
  const dots = '•'.repeat(graphemes(line.text).length);
  return { ...createLine(dots), cursor: Math.min(dots.length, graphemes(line.text.slice(0, line.cursor)).length) };
}

/** Underlines what a problem names, where the line is short enough to stand unscrolled. */
function marked(composer: Composer | undefined, text: string): Row {
  if (!composer) return [span(text)];
  if (!composer.problem || text.trimEnd() !== visible(composer.line.text).trimEnd()) return requestSpans(text);
  const { problem, line } = composer;
  const from = visible(line.text.slice(0, problem.position)).length;
  const to = from + Math.max(1, visible(line.text.slice(problem.position, problem.position + problem.length)).length);
  return [span(text.slice(0, from)), span(text.slice(from, to).padEnd(1), 'wrong'), span(text.slice(to))];
}

/** The notice where there is one, in up to three rows, else what the keys do here. */
export function footerRows(state: State, width: number): readonly Row[] {
  const notice = state.notice ?? filterNotice(state);
  if (notice) return noticeRows(state, notice, width);
  if (state.pendingKeys !== '') return followingRows(state, width);
  const completion = isCovered(state) ? undefined : completionHere(state);
  if (completion) return [completionRow(completion, width)];
  const isSaid = ({ binding }: Hint): boolean =>
    isWorthSaying(state, binding.id) && whyUnavailable(state, binding) === undefined;
  const hints = hintsHere(state);
  // What shows all other keys stands last, and has its room before them.
  const last = hints.find((hint) => hint.binding.id === 'help.open' && isSaid(hint));
  const end = last ? hintSpans(last) : [];
  const row: Span[] = [];
  for (const hint of hints) {
    if (hint.binding.id === 'help.open') continue;
    const piece = [...(row.length === 0 ? [] : [span(hintGap)]), ...hintSpans(hint)];
    // A hint cut in half helps nobody.
    const left = width - 1 - (last ? hintGap.length : 0) - rowWidth(row) - rowWidth(end);
    if (rowWidth(piece) <= left && isSaid(hint)) row.push(...piece);
  }
  const gap = row.length > 0 && last ? [span(hintGap)] : [];
  return [fitRow([span(' '), ...row, ...gap, ...end], width)];
}

type Hint = ReturnType<typeof hintsHere>[number];

const hintGap = '   ';

function hintSpans({ binding, label }: Hint): Row {
  const pieces = [span(label, 'keyName'), span(` ${binding.hint}`, 'dim')];
  return clickable(pieces, { kind: 'key', id: binding.id });
}

/** Rows that the keys that may follow take at most. */
const mostFollowing = 3;

/** What may follow the keys that begin a sequence; what does not fit is in the help. */
function followingRows(state: State, width: number): readonly Row[] {
  const rows: Span[][] = [[span(` ${keysLabel(state.pendingKeys)}…`, 'accent')]];
  for (const { keys, binding } of keymapOf(state).following(contexts(state), state.pendingKeys)) {
    const piece = [span(`   ${keysLabel(keys)}`, 'keyName'), span(` ${binding.help}`, 'dim')];
    const last = rows.at(-1) ?? [];
    if (rowWidth(last) + rowWidth(piece) <= width) last.push(...piece);
    else if (rows.length < mostFollowing) rows.push(piece);
  }
  return rows.map((row) => fitRow(row, width));
}

/** The way out of a result comes first, and what a table alone has before what it has in common with the tree. */
function hintsHere(state: State): ReturnType<ReturnType<typeof keymapOf>['reachable']> {
  const where = contexts(state);
  const all = keymapOf(state)
    .reachable(where)
    .filter(({ binding }) => binding.hint !== undefined);
  const isFirst = (binding: Binding): boolean =>
    (binding.id === 'app.back' && isOverFilter(state)) ||
    (binding.contexts[0] === where[0] && (where[0] === 'table' || where[0] === 'chart')) ||
    binding.id === `${where[0]}.toggle`;
  if (!isOverFilter(state) && where[0] !== 'table' && where[0] !== 'chart') return all;
  return [...all.filter(({ binding }) => isFirst(binding)), ...all.filter(({ binding }) => !isFirst(binding))];
}

/** True where esc takes off a filter. */
function isOverFilter(state: State): boolean {
  return hasFocus(state, 'response') && (state.response?.layers.length ?? 0) > 0;
}

function noticeRows(state: State, { kind, text }: Notice, width: number): readonly Row[] {
  const bad = kind === 'problem';
  const waiting = state.notices.waiting.length;
  const more: Row =
    waiting === 0
      ? []
      : [span(`  (+${waiting}: `, 'dim'), span(keyFor(state, 'notices.open'), 'keyName'), span(')', 'dim')];
  const lines = wrap(visible(text), Math.max(1, width - 4 - rowWidth(more)), 3);
  return lines.map((line, index) => {
    const start = [span(index > 0 ? '   ' : bad ? ' ✗ ' : ' • ', bad ? 'bad' : 'good'), span(line)];
    return fitRow(index === lines.length - 1 ? [...start, ...more] : start, width);
  });
}

/** What jq says of the filter as it stands. */
function filterNotice(state: State): Notice | undefined {
  if (isCovered(state)) return undefined;
  const layer = state.response?.layers.at(-1);
  if (!layer?.isDraft || layer.problem === undefined || openQuestion(state)?.name !== 'jq') return undefined;
  return { kind: 'problem', text: `jq: ${layer.problem}` };
}

/** The keys that tab goes round, from a few before the one that stands in the field on. */
function completionRow({ texts, at }: NonNullable<State['jq']['completion']>, width: number): Row {
  const first = Math.max(0, at - 2);
  const shown = texts.slice(first, first + width);
  const keys = shown.flatMap((text, index) => [
    span('  '),
    span(truncate(visible(text), 32), first + index === at ? 'keyName' : 'dim'),
  ]);
  return fitRow([span(first > 0 ? ' …' : ''), ...keys], width);
}

/** True where the reader has more than the value itself. */
function isDecodable(state: State): boolean {
  const overlay = topOverlay(state);
  return overlay?.kind === 'reader' && overlay.views.length > 1;
}

/** While a text field takes the letters, hints to keys that are letters would be lies. */
function isWorthSaying(state: State, id: string): boolean {
  // A result is left by Esc, and so is an overlay before there are panes to go to.
  if (id === 'app.back' && isOverFilter(state)) return true;
  if (id === 'app.back' || id === 'focus.next') return (topOverlay(state) !== undefined) === (id === 'app.back');
  if (openConfirm(state)) return id !== 'app.quit';
  if (id === 'reader.nextView') return isDecodable(state);
  if (id === 'access.ask') return hasFocus(state, 'response') && isRefusal(currentPage(state)?.failure);
  if (id === 'palette.open') return topOverlay(state) === undefined;
  if (id === 'prompt.complete') return state.composer.line.text.trim() !== '';
  if (!activeField(state)) return true;
  if (id === 'help.open') return isHelpKey(state);
  return id !== 'app.quit';
}
