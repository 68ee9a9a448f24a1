// The prompt: sending what it says, and walking back through what it said before, as in a shell.

import { LEFT_OUT } from '../../../api/known-secrets.ts';
import { emptyPart, wishOf } from '../../../api/writes.ts';
import { catalogProblem } from '../../../catalog/body-problem.ts';
import { fillPlaceholders, placeholders } from '../../../request/edit.ts';
import { formatLine } from '../../../request/format.ts';
import { isBodyItem } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import { nextWord, type WordKind } from '../../../request/words.ts';
import { moveCursor, replaceBetween, setText } from '../../../text/line-buffer.ts';
import type { AccountLabel } from '../../model/accounts.ts';
import type { HistoryEvent } from '../../model/events.ts';
import { focusPane, hasFocus, isHome } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { withKeptSize } from '../../model/page-sizes.ts';
import { exampleOf, showLine } from '../../model/prompt.ts';
import type { Composer, State } from '../../model/state.ts';
import { accountLabel, recordedAccount } from '../../model/writes.ts';
import { planMarked } from '../many/plan.ts';
import { sendOrAsk } from '../writes/consent.ts';
import { type Form, formOf } from './form.ts';
import { focusForm } from './form-cursor.ts';
import { isPath, jump } from './jump.ts';

/**
 * Sends the line, or says where it is wrong and keeps it. Parts of the path that are missing are never left out; others that the
 * catalog takes for required are asked for once, and sent without when the same line is sent again or `isSure`.
 */
export function submit(state: State, isSure = false, cameFrom = state): Step {
  const { text } = state.composer.line;
  if (text.trim() === '') return [complain(state, `Type a request first, such as ${exampleOf(state)}`), []];
  const leftOut = text.indexOf(LEFT_OUT);
  if (leftOut !== -1) {
    const message = `Replace ${LEFT_OUT} with the value: secrets are not kept`;
    return [withProblem(state, leftOut, LEFT_OUT.length, message), []];
  }
  if (isPath(text)) return jump(state, text);
  const parsed = parseLine(text, { baseUrl: state.session.baseUrl });
  if (!parsed.ok) {
    const { position, length, message } = parsed.error;
    return [withProblem(state, position, length, message), []];
  }
  const { accountId } = state.session;
  const request =
    accountId === undefined ? parsed.request : fillPlaceholders(parsed.request, { account_id: accountId });
  const planned = planMarked(state, request);
  if (planned) {
    const shape = formOf(state);
    const asked = shape && askForMissing(state, shape, isSure || state.composer.warned === text);
    return asked ? [asked, []] : planned;
  }
  const empty = emptyPart(wishOf(request));
  if (empty)
    return [withProblem(state, Math.max(0, text.indexOf(request.path)) + empty.position, 1, empty.message), []];
  const unfilled = placeholders(request)[0];
  const form = formOf(state);
  const asked = form && askForMissing(state, form, isSure || state.composer.warned === text);
  if (asked) return [asked, []];
  if (unfilled !== undefined) {
    const written = `{${unfilled}}`;
    return [withProblem(state, text.indexOf(written), written.length, `Replace ${written} with a value`), []];
  }
  const catalog = state.find.catalog?.catalog;
  const problem = catalog && catalogProblem(catalog, request);
  if (problem?.kind === 'dots') {
    const { name, message } = problem;
    return [withProblem(state, Math.max(0, text.indexOf(name)), name.length, message), []];
  }
  if (form?.edited && !request.items.some(isBodyItem)) {
    return [complain(state, 'Nothing is changed yet'), []];
  }
  const fitted = withKeptSize(state, request);
  const isFitted = formatLine(fitted) !== formatLine(request);
  const line = isFitted ? formatLine(fitted) : text.trim();
  const { recalled } = state.composer;
  const [sent, effects] = sendOrAsk(state, {
    request: fitted,
    line,
    typed: text,
    isRecalled: recalled?.text === text,
    from: recalled?.from,
    cameFrom: { composer: cameFrom.composer, pane: cameFrom.focus.pane },
  });
  const isSent = effects.some(({ type }) => type === 'send');
  return [
    isFitted && isSent
      ? inform(showLine(sent, line), 'Fewer items per page, since that many were too many before')
      : sent,
    effects,
  ];
}

/** Names what is missing, with the cursor on the first of it; undefined where nothing is. */
function askForMissing(state: State, form: Form, isSure: boolean): State | undefined {
  const missing = form.missing.filter((field) => field.in === 'path' || !isSure);
  if (missing.length === 0) return isSure ? undefined : askForSlip(state, form);
  const names = missing.map((field) => field.name || 'the body');
  const told = names.length < 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  const words = `${told} ${names.length === 1 ? 'is' : 'are'} missing`;
  const focused = focusForm(state);
  if (missing.some((field) => field.in === 'path'))
    return complain(focused, `${words}. ${keyFor(state, 'form.choose')} fills in the selected field`);
  const warned = { ...focused, composer: { ...focused.composer, warned: state.composer.line.text } };
  return complain(warned, `${words}. Send again to go ahead anyway`);
}

/** A name that looks mistyped is said before it is sent; undefined where all names are known, or like none. */
function askForSlip(state: State, form: Form): State | undefined {
  const [slip] = form.slips;
  if (slip === undefined) return undefined;
  const warned = { ...state, composer: { ...state.composer, warned: state.composer.line.text } };
  return complain(warned, `${slip}${slip.endsWith('?') ? '' : '.'} Send again to go ahead anyway`);
}

/** What was typed into the prompt and not sent, also while an earlier line is shown there; undefined where there is nothing. */
export function unsentLine(state: State): string | undefined {
  const composer = state.putAway ?? state.composer;
  const text = composer.back > 0 ? composer.draft : composer.line.text;
  return text === composer.settled || text.trim() === '' ? undefined : text;
}

/** The account that the unsent line was written for; undefined where that is not known. */
export function unsentAccount({ putAway, composer: shown, session }: State): AccountLabel | undefined {
  const composer = putAway ?? shown;
  if (composer.back === 0 && composer.recalled) return composer.recalled.from;
  // A profile that is not open yet has not said where it leads.
  return session.kind === 'profile' && session.baseUrl === undefined ? undefined : accountLabel(session);
}

/** Puts back what an earlier session had not sent. */
export function restoreDraft(state: State, text: string, from: AccountLabel | undefined): State {
  if (state.composer.line.text !== '') return state;
  const composer = { ...state.composer, line: setText(state.composer.line, text), recalled: { text, from } };
  const restored = { ...state, composer };
  const told = text.includes(LEFT_OUT)
    ? `Restored the unsent line. Replace ${LEFT_OUT} with the secret, which was not kept`
    : `Restored the unsent line. ${keyFor(state, 'edit.killToStart')} clears it`;
  return inform(restored, told);
}

function withProblem(state: State, position: number, length: number, message: string): State {
  const at = Math.max(0, position);
  const composer: Composer = {
    ...state.composer,
    line: moveCursor(state.composer.line, at),
    problem: { position: at, length, message },
  };
  return complain({ ...state, composer }, message);
}

/** `step` 1 shows the request before, -1 the one after; the line being written waits at 0. */
export function recall(state: State, step: 1 | -1): Step {
  const lines = linesBefore(state);
  const { back, line } = state.composer;
  // The request just sent is still in the prompt: going back from it means the one before.
  const skipped = step === 1 && back === 0 && line.text === lines[0]?.line ? 1 : 0;
  const wanted = back + step + skipped;
  if (wanted < 0) return [complain(state, 'This is the newest request'), []];
  if (wanted > lines.length) {
    if (!state.history.earlier.isAll) return readEarlier(state);
    return [complain(state, lines.length === 0 ? 'No earlier requests yet' : 'This is the oldest request'), []];
  }
  const draft = back === 0 ? line.text : state.composer.draft;
  const earlier = lines[wanted - 1];
  const text = earlier?.line ?? draft;
  const recalled = earlier && { text, from: earlier.from };
  const composer: Composer = {
    ...state.composer,
    line: setText(line, text),
    problem: undefined,
    back: wanted,
    draft,
    recalled,
  };
  return [{ ...state, composer }, []];
}

/**
 * Puts in the last word of the request before, as a shell does; pressed again, that of the one before it in its place. A line that it
 * stands in was not all typed in this moment.
 */
export function insertLastArgument(state: State): Step {
  const { composer } = state;
  const { line } = composer;
  const { argument } = composer;
  const isAgain = argument?.text === line.text && argument.to === line.cursor;
  const from = isAgain ? argument.from : line.cursor;
  const shown = line.text.slice(from, line.cursor);
  const lines = linesBefore(state);
  for (let back = isAgain ? argument.back + 1 : 0; back < lines.length; back++) {
    const earlier = lines[back];
    const word = earlier && lastWord(earlier.line);
    if (!earlier || word === undefined || word === shown) continue;
    const changed = replaceBetween(line, from, line.cursor, word);
    const { text } = changed;
    return [
      {
        ...state,
        composer: {
          ...composer,
          line: changed,
          problem: undefined,
          argument: { text, from, to: changed.cursor, back },
          recalled: { text, from: composer.recalled?.from ?? earlier.from },
        },
      },
      [],
    ];
  }
  if (!state.history.earlier.isAll) return readEarlier(state, line.text);
  return [complain(state, lines.length === 0 ? 'No earlier requests yet' : 'This is the oldest request'), []];
}

/** Of a line its last word, as it is written there; undefined where the line cannot be read. */
function lastWord(line: string): string | undefined {
  let last: string | undefined;
  for (let at = 0, kind: WordKind = 'name'; ; kind = 'item') {
    const scanned = nextWord(line, at, kind);
    if (scanned.kind === 'error') return undefined;
    if (scanned.kind !== 'word') return last;
    last = line.slice(scanned.start, scanned.end);
    at = scanned.end;
  }
}

/** The request after; below the newest line stands its form. */
export function recallLater(state: State): Step {
  if (state.composer.back > 0) return recall(state, -1);
  if (formOf(state)) return [focusForm(state), []];
  // What is offered stands below.
  return isHome(state) && state.composer.line.text.trim() === ''
    ? [focusPane(state, 'response'), []]
    : recall(state, -1);
}

/** Lines sent, the newest first, this session's and then those of earlier ones; one several times in a row counts once. */
function linesBefore({ history }: State): readonly SentLine[] {
  const sent = history.entries.filter((entry) => entry.outcome !== 'opened');
  const lines = [
    ...sent.map(({ line, account }) => ({ line, from: account })),
    ...history.earlier.lines.map((earlier) => ({ line: earlier.line, from: recordedAccount(earlier) })),
  ];
  return lines.filter(({ line }, index) => line !== lines[index - 1]?.line);
}

interface SentLine {
  readonly line: string;
  readonly from: AccountLabel | undefined;
}

/**
 * The step waits until more lines are there; steps that follow meanwhile wait with it.
 *
 * @param argumentFor the line that a last word is wanted for, where no step is
 */
function readEarlier(state: State, argumentFor?: string): Step {
  const { earlier } = state.history;
  const owed = earlier.owed + (argumentFor === undefined ? 1 : 0);
  const waiting = { ...earlier, owed, argumentFor, isReading: true };
  const effects: Step[1] = earlier.isReading ? [] : [{ type: 'history.goBack', before: earlier.before }];
  return [{ ...state, history: { ...state.history, earlier: waiting } }, effects];
}

/** Takes in lines of earlier sessions, and the steps that waited for them. */
export function takeEarlier(state: State, event: Extract<HistoryEvent, { type: 'history.wentBack' }>): Step {
  const { earlier } = state.history;
  const lines = [...earlier.lines, ...event.lines];
  const isAll = event.before === undefined;
  const taken = { lines, before: event.before, isAll, owed: 0, argumentFor: undefined, isReading: false };
  let step: Step = [{ ...state, history: { ...state.history, earlier: taken } }, []];
  if (!hasFocus(state, 'prompt')) return step;
  if (earlier.argumentFor === state.composer.line.text && earlier.owed === 0) return insertLastArgument(step[0]);
  for (let owed = earlier.owed; owed > 0; owed -= 1) {
    const [next, effects] = recall(step[0], 1);
    step = [next, [...step[1], ...effects]];
  }
  return step;
}
