// What an explorer that shows no response yet offers: requests that read, to be chosen with the arrows, with enter or by their numbers.
// Nothing of it is sent unasked.
import { isLocalApi } from '../../../api/address.ts';
import { LEFT_OUT } from '../../../api/known-secrets.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import { focusPane, hasFocus, isHome } from '../../model/focus.ts';
import { type Movement, movedRow } from '../../model/movement.ts';
import { complain, type Step } from '../../model/notices.ts';
import { exampleOf, showRecalled } from '../../model/prompt.ts';
import { type Reason, whyBusy } from '../../model/reasons.ts';
import type { State } from '../../model/state.ts';
import { accountLabel, recordedAccount } from '../../model/writes.ts';
import { submit } from '../compose/prompt.ts';

interface Offer {
  readonly line: string;
  /** What it shows, or where it comes from. */
  readonly note: string;
}

const ofAccounts: readonly Offer[] = [
  { line: 'GET /accounts', note: 'accounts' },
  { line: 'GET /accounts/{account_id}/workers/scripts', note: 'Workers' },
  { line: 'GET /user/tokens/verify', note: 'is the token valid?' },
];

/** As many as a local API's lists, or the last requests, may take. */
const most = { lists: 8, sent: 3, saved: 3 } as const;

/** All offers: what the account has, then what was saved, then what was sent last. */
export function offersOf(state: State): readonly Offer[] {
  const beginnings = isLocal(state) ? localOffers(state) : [{ line: exampleOf(state), note: 'zones' }, ...ofAccounts];
  const known = new Set(beginnings.map(({ line }) => line));
  const take = (offers: readonly Offer[], count: number): readonly Offer[] => {
    const fresh: Offer[] = [];
    for (const offer of offers) {
      if (fresh.length === count || known.has(offer.line) || !onlyReads(offer.line)) continue;
      known.add(offer.line);
      fresh.push(offer);
    }
    return fresh;
  };
  const { saved, stored } = state.history;
  const here = accountLabel(state.session);
  const isHere = (row: { readonly profile: string; readonly origin?: string | undefined }): boolean => {
    const label = recordedAccount(row);
    return label !== undefined && label.profile === here.profile && label.origin === here.origin;
  };
  const kept = saved.filter(isHere).map(({ line, name }) => ({ line, note: `saved as ${name}` }));
  const sent = stored.rows.filter(isHere).map(({ line }) => ({ line, note: 'sent last' }));
  return [...beginnings, ...take(kept, most.saved), ...take(sent, most.sent)];
}

function isLocal({ session }: State): boolean {
  return session.baseUrl !== undefined && isLocalApi(session.baseUrl);
}

/** The lists of all that a local API serves, as it describes itself. */
function localOffers(state: State): readonly Offer[] {
  const { catalog } = state.find;
  if (!catalog || catalog.baseUrl !== state.session.baseUrl) {
    const lines = ['GET /storage/kv/namespaces', exampleOf(state), 'GET /r2/buckets'];
    return lines.map((line) => ({ line, note: '' }));
  }
  const lists = catalog.catalog.operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
  return lists.slice(0, most.lists).map(({ path, group }) => ({ line: `GET ${path}`, note: group }));
}

/** Only such are offered: enter is pressed without much thought here. */
function onlyReads(line: string): boolean {
  if (line.includes(LEFT_OUT)) return false;
  const parsed = parseLine(line);
  return parsed.ok && effectiveMethod(parsed.request) === 'GET';
}

/** True where the offers have the keys. */
export function isAtHome(state: State): boolean {
  return isHome(state) && hasFocus(state, 'response');
}

export function moveInHome(state: State, movement: Movement): State {
  const last = offersOf(state).length - 1;
  const at = movedRow(movement, state.home.cursor, last + 1, last + 1, last);
  return { ...state, home: { ...state.home, cursor: Math.min(last, Math.max(0, at)) } };
}

/** Why none can be sent; undefined where one can. */
export function whyNoOffer(state: State): Reason {
  return whyBusy(state);
}

/** Puts the tour of the first start away; undefined where it does not stand there. */
export function leaveTour(state: State): Step | undefined {
  return state.home.tour && isHome(state) ? [{ ...state, home: { ...state.home, tour: false } }, []] : undefined;
}

/** Sends the offer under the cursor. */
export function sendOffer(state: State): Step {
  return send(state, state.home.cursor);
}

/** Sends the offer of this number, from 1. */
export function sendNumber(state: State, number: number): Step {
  return send(state, number - 1);
}

function send(state: State, index: number): Step {
  const offers = offersOf(state);
  const offer = offers[index];
  if (!offer) return [complain(state, `There are ${offers.length} requests to choose from`), []];
  const at = { ...state, home: { ...state.home, cursor: index } };
  return submit(focusPane(showRecalled(at, offer.line, accountLabel(at.session)), 'prompt'), true, at);
}

/** Puts the offer under the cursor into the prompt, to be changed. */
export function editOffer(state: State): Step {
  const offer = offersOf(state)[state.home.cursor];
  if (!offer) return [state, []];
  return [focusPane(showRecalled(state, offer.line, accountLabel(state.session)), 'prompt'), []];
}
