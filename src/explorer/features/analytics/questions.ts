// Ready questions to the GraphQL analytics: choosing one puts it into the prompt, with the zone or account at hand, or asks which.
import { questionRequest, type ReadyQuestion, readyQuestions } from '../../../catalog/ready-questions.ts';
import { formatLine, spellValue } from '../../../request/format.ts';
import { parseLine } from '../../../request/parse.ts';
import { narrow } from '../../../text/matching.ts';
import { padEnd } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { closeOverlay, focusPane, pick } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { needCatalog } from '../../model/known-catalog.ts';
import { inform, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { focusForm, withLine } from '../compose/form-cursor.ts';
import { listingOf, startLookup } from '../compose/lookup.ts';

export function openQuestions(state: State): Step {
  return needCatalog(pick(state, 'questions'));
}

/** The item that writes a question of one's own. */
const own = 'own';

const ownLine = 'POST /graphql query=';

const widest = Math.max(...readyQuestions.map(({ name }) => name.length));

export const questionsPicker: PickerSpec = {
  label: 'question',
  title: 'Ask the analytics',
  items: (_: State, typed: string): readonly PickerItem[] => {
    const names = readyQuestions.map(({ name }) => name);
    const found = narrow(names, typed).map(({ index, letters }): PickerItem => {
      const { name, owner } = readyQuestions[index]!;
      const about = `${' '.repeat(widest - name.length)}  of ${owner === 'zone' ? 'a zone' : 'an account'}`;
      return { key: String(index), row: [...letterSpans(name, letters), span(about, 'dim')] };
    });
    return [...found, { key: own, row: [span('a question of your own', 'dim')] }];
  },
  empty: () => 'No question matches',
  preview: (_: State, { key }: PickerItem, width: number): readonly Row[] => {
    const question = readyQuestions[Number(key)];
    if (!question) return [[span('Its form has the editor, with completion from the schema')]];
    return [
      [span(question.name, 'title')],
      [span(padEnd('dataset', 10), 'dim'), span(question.dataset)],
      [span(padEnd('since', 10), 'dim'), span(question.since)],
      [],
      ...wrap(question.query, Math.max(10, width)).map((line): Row => [span(line)]),
    ];
  },
  choose: (state: State, { key }: PickerItem): Step => {
    const question = readyQuestions[Number(key)];
    const closed = closeOverlay(state);
    return question ? ask(closed, question) : [focusForm(withLine(closed, ownLine)), []];
  },
};

/** The question in the prompt, of the zone or account that the screen is about; where it is about none, the list of them opens. */
function ask(state: State, question: ReadyQuestion): Step {
  const at = ownerHere(state, question.owner);
  const line = formatLine(questionRequest(question, at ?? ''));
  const written = focusPane(withLine(state, line), 'prompt');
  if (at !== undefined) return [inform(written, `Of ${at}. ${keyFor(state, 'prompt.send')} asks`), []];
  const catalog = state.find.catalog?.catalog;
  const path = `/${question.owner}s/{${question.owner}_id}`;
  const operation = catalog?.operations.find((known) => known.method === 'GET' && known.path === path);
  const listing = catalog && operation && listingOf(catalog, operation, 'path', `${question.owner}_id`, {});
  const empty = spellValue('').length;
  const end = line.length;
  return listing
    ? startLookup(written, listing, `${question.owner}_id`, {
        kind: 'line',
        from: end - empty,
        to: end,
        isSegment: false,
      })
    : [written, []];
}

/** The zone or account of the line in the prompt, else of the response, as it stands there. */
function ownerHere(state: State, owner: ReadyQuestion['owner']): string | undefined {
  const parsed = parseLine(state.composer.line.text, { baseUrl: state.session.baseUrl });
  const paths = [parsed.ok ? parsed.request.path : '', currentPage(state)?.request?.path ?? ''];
  for (const path of paths) {
    const found = new RegExp(`^/${owner}s/([^/{}]+)`).exec(path)?.[1];
    if (found !== undefined) return decodeURIComponent(found);
  }
  return owner === 'account' ? state.session.accountId : undefined;
}
