// The same list in another way: more or fewer items a page, ordered by another field or the other way round. It begins at
// its first page again; the one on screen stays until the new one has come.
import { nextSize } from '../../http/page-size.ts';
import { childAt } from '../../json/children.ts';
import { firstChild, keyOf, kindOf, nextSibling } from '../../json/document.ts';
import { formatLine } from '../../request/format.ts';
import { queryValue, withQuery } from '../../request/query.ts';
import { formatCount } from '../../text/numbers.ts';
import { listNode } from '../list.ts';
import type { PickerItem } from '../overlay.ts';
import type { Received } from '../received.ts';
import { currentPage, explain } from '../select.ts';
import { span } from '../spans.ts';
import type { Sending, State } from '../state.ts';
import { toPage } from './document.ts';
import { closeOverlay } from './focus.ts';
import { showPageLine } from './line.ts';
import { complain, inform } from './notices.ts';
import { type Step, start } from './sending.ts';
import { resizeWhole, wholePages } from './whole-pages.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** Why there is no list here to ask for in another way. */
export function reasonAgainstRelist(state: State): string | undefined {
  const info = currentPage(state)?.info;
  if (!info || info.kind === 'none') return 'This answer is no list';
  return undefined;
}

/** More (`step` 1) or fewer items a page. */
export function resizePages(state: State, step: 1 | -1): Step {
  const page = currentPage(state);
  if (!page?.request) return [state, []];
  const { info } = page;
  const whole = wholePages(state);
  if (whole) return [resizeWhole(state, whole, step), []];
  if (info.kind === 'whole') return [complain(state, 'This list came whole, so its pages have no size'), []];
  const { sizeParameter, perPage = info.count } = info;
  if (sizeParameter === undefined || perPage === undefined)
    return [complain(state, 'The size of these pages is not known'), []];
  const asked = Number(queryValue(page.request, sizeParameter) ?? perPage);
  if (step === 1 && perPage < asked) {
    return [
      complain(
        state,
        `The server gives ${formatCount(perPage)} a page at the most, though ${formatCount(asked)} were asked for`,
      ),
      [],
    ];
  }
  const size = nextSize(perPage, step);
  if (size === undefined)
    return [complain(state, step === 1 ? 'No list gives more a page' : 'There is no smaller page'), []];
  return relist(state, { [sizeParameter]: String(size) }, `${formatCount(size)} a page`);
}

/** The other way round. */
export function flipDirection(state: State): Step {
  const request = currentPage(state)?.request;
  if (!request) return [state, []];
  const direction = queryValue(request, 'direction')?.toLowerCase() === 'desc' ? 'asc' : 'desc';
  return relist(state, { direction }, direction === 'asc' ? 'ascending' : 'descending');
}

/** Fields that the list can be ordered by, as far as its items tell. */
export const orderPicker = {
  label: 'order by',
  title: 'Order by',
  items: (state: State, typed: string): readonly PickerItem[] =>
    itemFields(state)
      .filter((name) => name.toLowerCase().includes(typed.trim().toLowerCase()))
      .map((name) => ({ key: name, row: [span(name)] })),
  empty: (state: State): string =>
    itemFields(state).length === 0 ? 'The items of this list have no fields' : 'No field has that in its name',
  choose: (state: State, item: PickerItem): Step => relist(closeOverlay(state), { order: item.key }, `by ${item.key}`),
};

function itemFields(state: State): readonly string[] {
  const page = currentPage(state);
  if (page?.body.kind !== 'json') return [];
  const { document } = page.body.view;
  const list = listNode(document, page.info);
  const first = list === undefined ? undefined : childAt(document, list, 0);
  if (first === undefined || kindOf(document, first) !== 'object') return [];
  const names: string[] = [];
  for (let child = firstChild(document, first); child !== undefined; child = nextSibling(document, child)) {
    if (!['object', 'array'].includes(kindOf(document, child))) names.push(keyOf(document, child) ?? '');
  }
  return names;
}

function relist(state: State, change: Query, words: string): Step {
  const { answer } = state;
  const page = currentPage(state);
  if (!answer || !page?.request) return [state, []];
  const { parameter } = page.info;
  const request = withQuery(page.request, {
    ...change,
    ...(parameter === undefined ? {} : { [parameter]: undefined }),
  });
  return start(state, request, { answer: answer.id, number: 1, relisted: words });
}

/** Takes in the first page of the list as it was asked for anew; an error leaves the old one on screen. */
export function takeRelisted(state: State, sending: Sending, received: Received, words: string): State {
  const { answer } = state;
  const here = currentPage(state);
  if (!answer || !here || answer.id !== sending.turn?.answer) return state;
  if (received.failure) return complain(state, `The list stays as it was. ${explain(received.failure)}`);
  const page = toPage(state, sending.request, received, here);
  const shown: State = {
    ...state,
    answer: { ...answer, request: sending.request, title: formatLine(sending.request), pages: [page], at: 0 },
  };
  const lined = here.request ? showPageLine(shown, here.request, sending.request) : shown;
  return inform(lined, `Now ${words}, from the first page`);
}
