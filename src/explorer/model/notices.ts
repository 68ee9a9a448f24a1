// What an update returns, and the sentences to the user at the foot of the screen. One is shown until the next key; those that come
// meanwhile wait their turn, and all of the session can be listed.
import { redactText } from '../../api/secret-text.ts';
import type { Effect } from './effects.ts';
import type { State } from './state.ts';
import type { Notice, ToldNotice } from './told.ts';

export function inform(state: State, text: string): State {
  return { ...state, notice: { kind: 'info', text } };
}

export function complain(state: State, text: string): State {
  return { ...state, notice: { kind: 'problem', text } };
}

export type Step = readonly [State, readonly Effect[]];

/** Nobody reads more. */
const mostWaiting = 20;
const mostTold = 200;

/** Milliseconds after which a notice has been read, so that another may take its place. */
const readAfter = 4000;

/**
 * Keeps what an event told, and lets it wait where another notice still stands: only a key takes that off. A problem does not wait
 * behind mere information. What a key had to say, and what is said to be under way (it ends with `…`), gives way.
 *
 * @param isKey what a key itself has to say is shown at once, and what waited is shown where it has nothing to say
 */
export function keepNotices(before: State, after: State, isKey: boolean): State {
  const { notice, notices } = after;
  if (notice === undefined) {
    const [next, ...waiting] = notices.waiting;
    return next === undefined ? after : { ...after, notice: next, notices: { ...notices, isAnswer: false, waiting } };
  }
  if (notice === before.notice) return after;
  const shown = isKey || before.notices.isAnswer || isPassing(before.notice) ? undefined : before.notice;
  const told = isPassing(notice) || notices.waiting.includes(notice) ? notices.told : withTold(notices.told, notice);
  if (shown === undefined || isSameNotice(shown, notice)) {
    return { ...after, notices: { ...notices, isAnswer: isKey, told } };
  }
  const isUrgent = notice.kind === 'problem' && shown.kind === 'info';
  const waiting = isUrgent ? [shown, ...notices.waiting] : withLast(notices.waiting, notice);
  return {
    ...after,
    notice: isUrgent ? notice : shown,
    notices: { isAnswer: false, waiting: waiting.slice(0, mostWaiting), told },
  };
}

function isPassing(notice: Notice | undefined): boolean {
  return notice === undefined || (notice.kind === 'info' && notice.text.endsWith('…'));
}

function isSameNotice(one: Notice, other: Notice): boolean {
  return one.kind === other.kind && one.text === other.text;
}

function withLast(waiting: readonly Notice[], notice: Notice): readonly Notice[] {
  return waiting.some((other) => isSameNotice(other, notice)) ? waiting : [...waiting, notice];
}

function withTold(told: readonly ToldNotice[], notice: Notice): readonly ToldNotice[] {
  return [...told.slice(1 - mostTold), { ...notice, text: redactText(notice.text), notice, at: undefined }];
}

/** True where a notice was told whose time is not known yet: whoever has a clock tells it, with `clock.ticked`. */
export function isUntimed({ notices }: State): boolean {
  const last = notices.told.at(-1);
  return last !== undefined && last.at === undefined;
}

/** Gives them the time of the clock. One that has stood for long enough to be read makes room for what came now. */
export function timeNotices(state: State): State {
  if (!isUntimed(state)) return state;
  const { now, notice, notices } = state;
  const told = notices.told.map((each) => (each.at === undefined ? { ...each, at: now } : each));
  const timed = { ...state, notices: { ...notices, told } };
  const since = told.findLast((each) => each.notice === notice)?.at ?? now;
  const [next, ...waiting] = notices.waiting;
  if (next === undefined || now - since < readAfter) return timed;
  return { ...timed, notice: next, notices: { isAnswer: false, waiting, told } };
}

/** Of those that were told last. */
export function latestNotice({ notice, notices }: State): Notice | undefined {
  return notices.waiting.at(-1) ?? notice;
}
