// The same list in another way: more or fewer items a page, ordered by another field or the other way round. It begins at
// its first page again; the one on screen stays until the new one has come.
import { listNode } from '../../../api/list.ts';
import { nextSize } from '../../../api/paging.ts';
import type { Received } from '../../../api/received.ts';
import { type Sorting, sortingOf } from '../../../catalog/paging.ts';
import { childAt } from '../../../json/children.ts';
import { firstChild, keyOf, kindOf, siblingAfter } from '../../../json/document.ts';
import { queryValue, withQuery } from '../../../request/edit.ts';
import { formatLine } from '../../../request/format.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { narrow } from '../../../text/matching.ts';
import { formatCount } from '../../../text/numbers.ts';
import { toPage } from '../../model/document.ts';
import { start } from '../../model/exchange.ts';
import { closeOverlay } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { showPageLine } from '../../model/prompt.ts';
import type { Reason } from '../../model/reasons.ts';
import { letterSpans } from '../../model/rows.ts';
import { currentBarePage, explain } from '../../model/select.ts';
import type { Sending, State } from '../../model/state.ts';
import { resizeWhole, wholePages, whyNoPages } from './pages.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** Why there is no list here to ask for in another way. */
export function whyNoList(state: State): Reason {
  const reason = whyNoPages(state);
  if (reason !== undefined) return reason;
  const info = currentBarePage(state)?.info;
  if (!info || info.kind === 'none') return 'This response is not a list';
  return undefined;
}

/** More (`step` 1) or fewer items a page. */
export function resizePages(state: State, step: 1 | -1): Step {
  const page = currentBarePage(state);
  if (!page?.request) return [state, []];
  const { info } = page;
  const whole = wholePages(state);
  if (whole) return [resizeWhole(state, whole, step), []];
  if (info.kind === 'whole') return [complain(state, 'This list has no pages, so there is no page size'), []];
  const { sizeParameter, perPage = info.count } = info;
  if (sizeParameter === undefined || perPage === undefined) return [complain(state, 'The page size is not known'), []];
  const asked = Number(queryValue(page.request, sizeParameter) ?? perPage);
  if (step === 1 && perPage < asked) {
    return [
      complain(state, `The server returns at most ${formatCount(perPage)} items per page, not ${formatCount(asked)}`),
      [],
    ];
  }
  const size = nextSize(perPage, step);
  if (size === undefined)
    return [complain(state, step === 1 ? 'Pages cannot be larger' : 'Pages cannot be smaller'), []];
  return relist(state, { [sizeParameter]: String(size) }, `${formatCount(size)} items per page`);
}

/** What the operation of the list on screen accepts; undefined where the catalog does not know it. */
function sortingHere(state: State): Sorting | undefined {
  const request = currentBarePage(state)?.request;
  const catalog = state.find.catalog?.catalog;
  const match = request && catalog?.matcher().match(effectiveMethod(request), request.path);
  return match && catalog ? sortingOf(catalog.details(match.operation)) : undefined;
}

/** The other way round. */
export function flipDirection(state: State): Step {
  const request = currentBarePage(state)?.request;
  if (!request) return [state, []];
  const sorting = sortingHere(state);
  if (sorting && !sorting.direction) {
    return [complain(state, 'The catalog has no sort direction for this list. To try one, add direction==desc'), []];
  }
  const { name = 'direction', shape } = sorting?.direction ?? {};
  const choices = shape?.choices?.map(String) ?? [];
  const [up = 'asc', down = 'desc'] = ['asc', 'desc'].map(
    (way) => choices.find((choice) => choice.toLowerCase().startsWith(way)) ?? way,
  );
  const isDown = queryValue(request, name)?.toLowerCase().startsWith('desc') ?? false;
  return relist(state, { [name]: isDown ? up : down }, isDown ? 'ascending' : 'descending');
}

/** Fields that the list can be ordered by: the operation's choices; where it is not known, or takes any, the items' own fields. */
function orderFields(state: State): readonly string[] {
  const sorting = sortingHere(state);
  if (!sorting) return itemFields(state);
  if (!sorting.order) return [];
  return sorting.order.shape.choices?.map(String) ?? itemFields(state);
}

function narrowed(names: readonly string[], typed: string): readonly PickerItem[] {
  return narrow(names, typed).map(({ index, letters }) => {
    const name = names[index] ?? '';
    return { key: name, row: letterSpans(name, letters) };
  });
}

export const orderPicker: PickerSpec = {
  label: 'sort by',
  title: 'Sort by',
  items: (state: State, typed: string): readonly PickerItem[] => narrowed(orderFields(state), typed),
  empty: (state: State): string => {
    if (orderFields(state).length > 0) return 'No field matches';
    return sortingHere(state)
      ? 'The catalog has no sort fields for this list. To try one, add order==name'
      : 'The items of this list have no fields';
  },
  choose: (state: State, item: PickerItem): Step => {
    const name = sortingHere(state)?.order?.name ?? 'order';
    return relist(closeOverlay(state), { [name]: item.key }, `by ${item.key}`);
  },
};

function itemFields(state: State): readonly string[] {
  const page = currentBarePage(state);
  if (page?.body.kind !== 'json') return [];
  const { document } = page.body.view;
  const list = listNode(document, page.info);
  const first = list === undefined ? undefined : childAt(document, list, 0);
  if (first === undefined || kindOf(document, first) !== 'object') return [];
  const names: string[] = [];
  for (let child = firstChild(document, first); child !== undefined; child = siblingAfter(document, child)) {
    if (!['object', 'array'].includes(kindOf(document, child))) names.push(keyOf(document, child) ?? '');
  }
  return names;
}

function relist(state: State, change: Query, words: string): Step {
  const { response } = state;
  const page = currentBarePage(state);
  if (!response || !page?.request) return [state, []];
  const { parameter } = page.info;
  const request = withQuery(page.request, {
    ...change,
    ...(parameter === undefined ? {} : { [parameter]: undefined }),
  });
  return start(state, request, { response: response.id, number: 1, relisted: words });
}

/** Takes in the first page of the list as it was asked for anew; an error leaves the old one on screen. */
export function takeRelisted(state: State, sending: Sending, received: Received, words: string): State {
  const { response } = state;
  const here = currentBarePage(state);
  if (!response || !here || response.id !== sending.turn?.response) return state;
  if (received.failure) return complain(state, `The list is unchanged. ${explain(received.failure)}`);
  const page = toPage(state, sending.request, received, here);
  const shown: State = {
    ...state,
    response: { ...response, request: sending.request, title: formatLine(sending.request), pages: [page], at: 0 },
  };
  const lined = here.request ? showPageLine(shown, here.request, sending.request) : shown;
  return inform(lined, `Now ${words}, from the first page`);
}
