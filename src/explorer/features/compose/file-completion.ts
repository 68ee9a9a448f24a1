// Tab where a file may stand: in the prompt, and in the questions that take a path. What the folder holds comes later, and is put in
// only where nothing has been typed meanwhile.
import { partFactsOf, takesFile } from '../../../catalog/body-parts.ts';
import { filePathAt } from '../../../catalog/word-completion.ts';
import { spellValue } from '../../../request/format.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { visible } from '../../../text/untrusted.ts';
import { openQuestion, pick, replaceOverlay } from '../../model/focus.ts';
import { withFind } from '../../model/known-catalog.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import type { FilePlace } from '../../model/tools.ts';
import { formOf } from './form.ts';
import { currentField, withLine } from './form-cursor.ts';

/** Asks for what the folder of a path holds. */
export function listFolder(state: State, place: FilePlace): Step {
  const folder = place.path.slice(0, place.path.lastIndexOf('/') + 1);
  return [state, [{ type: 'files.list', folder, place }]];
}

/** Completes the path in the question that is open. */
export function completeQuestion(state: State): Step {
  const question = openQuestion(state);
  if (!question) return [state, []];
  const { text } = question.line;
  const from = question.suggested === undefined ? pathStart(state, text) : undefined;
  if (from === undefined) return [complain(state, 'There is no file name to complete here'), []];
  return listFolder(state, { where: 'question', text, from, to: text.length, lead: '', path: text.slice(from) });
}

/** Where the path begins that a question's text ends with; undefined where it takes none. */
function pathStart(state: State, text: string): number | undefined {
  switch (openQuestion(state)?.name) {
    case 'write':
      return 0;
    case 'member':
      return filePathAt(text);
    case 'value': {
      const part = currentField(state);
      const body = formOf(state)?.details.body;
      if (part?.in !== 'body') return undefined;
      const isFile = text.startsWith('@') ? 1 : undefined;
      if (!part.field || body?.kind !== 'multipart' || part.name === '') return isFile;
      const facts = partFactsOf(body, part.field);
      if (facts.isNamedByFile) return text.length - (/[^,]*$/.exec(text)?.[0].trimStart().length ?? 0);
      return takesFile(facts) && !text.startsWith('=') ? (isFile ?? 0) : isFile;
    }
    default:
      return undefined;
  }
}

function takeListed(state: State, { place, entries }: EventOf<'files.listed'>): Step {
  const { where, text, path } = place;
  const now = where === 'prompt' ? state.composer.line.text : openQuestion(state)?.line.text;
  if (now !== text) return [state, []];
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const typed = path.slice(folder.length);
  if (typeof entries === 'string')
    return [complain(state, `${folder || 'This folder'} cannot be read: ${entries}`), []];
  const names = entries
    .filter(({ name }) => name.startsWith(typed) && (typed.startsWith('.') || !name.startsWith('.')))
    .map(({ name, isFolder }) => (isFolder ? `${name}/` : name));
  const [only, ...more] = names;
  if (only === undefined) return [complain(state, `No file begins with ${visible(path)}`), []];
  if (more.length === 0) return [withPath(state, place, folder + only, !only.endsWith('/')), []];
  const common = names.reduce(commonStart);
  if (common.length > typed.length) return [withPath(state, place, folder + common, false), []];
  if (where === 'question') return [inform(state, visible(names.join('  '))), []];
  const candidates = names.map((name) => ({
    label: name,
    text: place.lead + spellValue(folder + name) + (name.endsWith('/') ? '' : ' '),
    about: '',
    placeholder: undefined,
  }));
  const { from, to } = place;
  return [pick(withFind(state, { offer: { from, to, title: 'Files', candidates } }), 'offer'), []];
}

function commonStart(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return left.slice(0, length);
}

function withPath(state: State, place: FilePlace, path: string, isWhole: boolean): State {
  const { where, text, from, to, lead } = place;
  if (where === 'prompt') {
    const put = lead + spellValue(path) + (isWhole && !text.slice(to).startsWith(' ') ? ' ' : '');
    return withLine(state, text.slice(0, from) + put + text.slice(to), from + put.length);
  }
  const question = openQuestion(state);
  return question ? replaceOverlay(state, { ...question, line: createLine(text.slice(0, from) + path) }) : state;
}

export const fileReducers: Reducers<'files.listed'> = { 'files.listed': takeListed };
