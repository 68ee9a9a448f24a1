// What stands beside the prompt: how far what is on its way has come, or what is wrong with what is typed.
import type { ReadAllProgress } from '../../api/reading.ts';
import { formatBytes, formatCount, formatDuration, progressBar, timeLeft } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { rowFilterProblem } from '../features/response/table-filter.ts';
import { typedSettingProblem } from '../features/settings/settings.ts';
import type { Busy } from '../model/accounts.ts';
import { isUnlocking, openQuestion, topOverlay } from '../model/focus.ts';
import { keyFor } from '../model/key-labels.ts';
import { fitRow, type Row, rowWidth, span } from '../model/rows.ts';
import { currentPage } from '../model/select.ts';
import type { Sending, State } from '../model/state.ts';

/** On narrow screens the key that adds a token is worth more than the words around it. */
export const fullWords = 60;

/** What stands at the right end of the row: what is on its way, or what is wrong with what is typed. */
export function besideField(state: State, width: number): Row {
  const waiting = accountProgress(state, width);
  if (waiting) return waiting;
  if (state.exchange.kind === 'sending') return progress(state, state.exchange, width);
  const asked = openQuestion(state)?.name;
  const problem =
    asked === 'search'
      ? state.search?.problem
      : asked === 'searchText'
        ? state.textSearch?.problem
        : (rowFilterProblem(state) ?? typedSettingProblem(state));
  if (problem !== undefined) return [span(` ${visible(problem)} `, 'bad')];
  const arriving = arrival(state, width);
  return arriving.length > 0 ? arriving : filtering(state);
}

/** Milliseconds that a filter may take before it is said that it runs. */
const unsaidFor = 300;

function filtering(state: State): Row {
  const { jq, now } = state;
  const elapsed = jq.run?.startedAt === undefined ? 0 : now - jq.run.startedAt;
  if (elapsed < unsaidFor) return [];
  return [
    span(` ${spinnerAt(elapsed)} `, 'accent'),
    span(`jq ${formatDuration(elapsed)}`, 'warn'),
    ...cancelHint(state, 'stops'),
  ];
}

/** What is done about accounts, or how long the next try of a passphrase is held back. */
function accountProgress(state: State, width: number): Row | undefined {
  const { busy, heldUntil } = state.profiles;
  const overlay = topOverlay(state);
  const seconds = Math.ceil((heldUntil - state.now) / 1000);
  if (overlay && isUnlocking(overlay) && seconds > 0) {
    const words = width < fullWords ? `${seconds} s` : `try again in ${seconds} s`;
    return [span(` ${words} `, 'warn'), ...(busy ? cancelHint(state, 'leaves') : [])];
  }
  if (!busy) return undefined;
  const turning = spinner[Math.floor(state.now / 100) % spinner.length] ?? '';
  const words = width < fullWords ? '' : `${busyWords[busy.what]} `;
  const canEnd = busy.what === 'verifying' || busy.what === 'unlocking';
  return [span(` ${turning} `, 'accent'), span(words, 'warn'), ...(canEnd ? cancelHint(state, 'cancels') : [])];
}

const busyWords: Readonly<Record<Busy['what'], string>> = {
  opening: 'opening the profiles',
  unlocking: 'unlocking',
  saving: 'saving',
  verifying: 'asking the API',
  switching: 'switching',
};

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Milliseconds after which a rate says something. */
const rateAfter = 500;

function progress(state: State, sending: Sending, width: number): Row {
  const { now } = state;
  const elapsed = Math.max(0, now - sending.startedAt);
  const { received, total, retry } = sending;
  const bytesPerSecond = elapsed < rateAfter ? undefined : (received / elapsed) * 1000;
  const parts: Row[] = [
    [span(formatDuration(elapsed), 'warn')],
    ...(sending.all
      ? pagesParts(sending.all, elapsed, now, width)
      : progressParts({ received, total, bytesPerSecond }, width, sending.isUpload ? 'sent ' : '')),
  ];
  if (retry) {
    const wait = formatDuration(Math.max(0, retry.until - now));
    // The reason may be long, and gives way.
    parts.unshift([span(`attempt ${retry.attempt}/${retry.of} in ${wait}: ${visible(retry.because)}`, 'warn')]);
  }
  return onItsWay(state, [span(` ${spinnerAt(elapsed)} `, 'accent')], parts, 'cancels', width);
}

function spinnerAt(elapsed: number): string {
  return spinner[Math.floor(elapsed / 100) % spinner.length] ?? '';
}

/** How far the document on screen has come, where no request brings it. */
function arrival(state: State, width: number): Row {
  const body = currentPage(state)?.body;
  if (!body || body.kind === 'empty' || !body.arriving) return [];
  return onItsWay(state, [span(' ')], progressParts(body.arriving, width), 'stops', width);
}

/** Cells of the field that nothing beside it may take. */
export const leastField = 8;

/** How far it has come and what cancels it; on a narrow screen the former gives way. */
function onItsWay(state: State, start: Row, parts: readonly Row[], words: string, width: number): Row {
  const end = cancelHint(state, words);
  const room = width - leastField - rowWidth(start) - rowWidth(end);
  return [...start, ...atMost(joined(parts), room), ...end];
}

export function atMost(row: Row, cells: number): Row {
  return rowWidth(row) > cells ? fitRow(row, cells) : row;
}

function joined(parts: readonly Row[]): Row {
  return parts.flatMap((part, index) => (index === 0 ? part : [span(' · ', 'warn'), ...part]));
}

function cancelHint(state: State, words: string): Row {
  return [span(' · ', 'dim'), span(keyFor(state, 'app.back'), 'keyName'), span(` ${words} `, 'dim')];
}

interface Progress {
  readonly received: number;
  readonly total: number | undefined;
  /** Undefined where it has not gone on for long enough to tell. */
  readonly bytesPerSecond: number | undefined;
}

const barCells = 10;

/** Narrower screens have better use for the cells than a bar and a rate. */
const allFrom = 100;

/** And yet narrower ones than the total. */
const totalFrom = 60;

/** The parts that a row of `width` cells has room for beside other things. */
function progressParts({ received, total, bytesPerSecond }: Progress, width: number, verb = ''): readonly Row[] {
  if (received === 0) return [];
  const isBrief = total === undefined || width < totalFrom;
  const size = isBrief ? formatBytes(received) : `${formatBytes(received)} of ${formatBytes(total)}`;
  const parts: Row[] = [];
  const sized = span(verb + size, 'warn');
  const isBarred = total !== undefined && total > 0 && width >= allFrom;
  parts.push(isBarred ? [span(progressBar(received / total, barCells), 'accent'), span(' '), sized] : [sized]);
  if (bytesPerSecond === undefined || bytesPerSecond < 1 || width < allFrom) return parts;
  parts.push([span(`${formatBytes(Math.round(bytesPerSecond))}/s`, 'warn')]);
  const left = total === undefined ? 0 : total - received;
  if (left > 0) parts.push([span(`${formatDuration((left / bytesPerSecond) * 1000)} left`, 'warn')]);
  return parts;
}

/** How far reading all pages has come: pages, items, bytes, rate, time left, or what it waits for. */
function pagesParts(all: ReadAllProgress, elapsedMs: number, now: number, width: number): readonly Row[] {
  const { pages, ofPages, items, bytes, pausedUntil } = all;
  const counted = `${formatCount(pages)}${ofPages === undefined ? '' : `/${formatCount(ofPages)}`} pages`;
  const isBarred = ofPages !== undefined && width >= allFrom;
  const parts: Row[] = [
    isBarred
      ? [span(progressBar(pages / ofPages, barCells), 'accent'), span(' '), span(counted, 'warn')]
      : [span(counted, 'warn')],
  ];
  if (pausedUntil !== undefined && pausedUntil > now) {
    return [...parts, [span(`waiting ${formatDuration(pausedUntil - now)} for the rate limit`, 'warn')]];
  }
  if (width < allFrom) return parts;
  parts.push([span(`${formatCount(items)} items`, 'warn')]);
  const rate = elapsedMs < 500 ? 0 : Math.round((bytes / elapsedMs) * 1000);
  parts.push([span(rate === 0 ? formatBytes(bytes) : `${formatBytes(bytes)} at ${formatBytes(rate)}/s`, 'warn')]);
  const left = ofPages === undefined ? undefined : timeLeft(pages, ofPages, elapsedMs);
  return left === undefined ? parts : [...parts, [span(`${formatDuration(left)} left`, 'warn')]];
}
