// Why a key can do nothing just now. A binding names its condition; this file answers it for a state.
import { reasonAgainstLock, reasonAgainstProfile } from '../features/accounts/profiles.ts';
import { formOf } from '../features/compose/form.ts';
import { reasonAgainstAsking } from '../features/find/access.ts';
import { reasonAgainstFollowing } from '../features/find/follow.ts';
import { historyItems, isFiltered } from '../features/history/list.ts';
import { isTurn, reasonAgainstTurn } from '../features/pages/pages.ts';
import { reasonAgainstRelist } from '../features/pages/relist.ts';
import type { Binding, Condition } from '../keys/binding.ts';
import { isOfFormerAccount } from '../model/account-in-force.ts';
import { currentPage } from '../model/select.ts';
import type { State } from '../model/state.ts';

/** Undefined where the binding can act; else the reason it cannot, as the user is to read it. */
export function reasonAgainst(binding: Pick<Binding, 'id' | 'when'>, state: State): string | undefined {
  const reason = binding.when === undefined ? undefined : checks[binding.when](state);
  return reason ?? (isTurn(binding.id) ? reasonAgainstTurn(state, binding.id) : undefined);
}

const checks: Readonly<Record<Condition, (state: State) => string | undefined>> = {
  response: (state) => (state.response ? undefined : 'There is no response yet: send a request first'),
  tree: (state) => {
    const page = currentPage(state);
    if (!page) return checks.response(state);
    if (page.body.kind !== 'json') return 'This response is not JSON, so there is nothing to fold';
    return page.view === 'tree' ? undefined : 'Folding works in the tree: r brings it back';
  },
  row: (state) => {
    const page = currentPage(state);
    if (!page) return checks.response(state);
    if (page.body.kind !== 'json') return 'This response is not JSON, so it has no rows: y b copies all of it';
    const isRow = page.view === 'tree' || page.view === 'table';
    return isRow ? undefined : 'There is no row here: esc, then r brings the tree back';
  },
  json: (state) => {
    const page = currentPage(state);
    if (!page) return checks.response(state);
    return page.body.kind === 'json' ? undefined : 'This response is not JSON';
  },
  document: (state) => {
    const page = currentPage(state);
    if (!page) return checks.response(state);
    if (page.body.kind !== 'json') return 'This response is not JSON';
    return page.body.incomplete ? 'Only a part of it is here, and jq wants all of it' : undefined;
  },
  request: (state) => {
    if (state.focus.pane === 'history') return checks.history(state);
    if (!state.response) return checks.response(state);
    return state.response.request ? undefined : 'A file was opened, so there is no request to write down';
  },
  pages: (state) => {
    if (!state.response) return checks.response(state);
    if (!state.response.request) return 'A file has no pages';
    if (isOfFormerAccount(state)) return 'This response came from another account: send the request again';
    return state.exchange.kind === 'sending' ? 'A request is on its way: Esc cancels it' : undefined;
  },
  list: (state) => checks.pages(state) ?? reasonAgainstRelist(state),
  search: (state) => {
    const reason = checks.tree(state);
    if (reason !== undefined) return reason;
    return state.search && state.search.text !== '' ? undefined : 'Nothing is searched for yet: / begins a search';
  },
  follow: reasonAgainstFollowing,
  refusal: reasonAgainstAsking,
  form: (state) =>
    formOf(state) ? undefined : 'The line in the prompt is no request that the catalog knows: e goes there',
  history: (state) => {
    if (historyItems(state).count > 0) return undefined;
    if (isFiltered(state)) return 'Nothing here fits what was typed: Esc shows all';
    return state.history.tab === 'saved' ? 'Nothing is saved yet: t goes back, s saves a request' : 'No requests yet';
  },
  profile: reasonAgainstProfile,
  unlocked: reasonAgainstLock,
  deletion: (state) => (state.history.canUndo ? undefined : 'Nothing was deleted that could be brought back'),
};
