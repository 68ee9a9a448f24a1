// Whether the credential in force may send a request, as far as that is known; and asking for what is missing to know it. What was
// read is kept for the session, until another account takes over.
import { isLocalApi } from '../../api/address.ts';
import { namedSegments, withIds } from '../../catalog/name-lookup.ts';
import {
  dependsOnAccount,
  type JudgedRequest,
  judgeRequest,
  permissionTarget,
} from '../../catalog/permission-verdict.ts';
import { lackWords, reasonWords } from '../../catalog/permission-words.ts';
import { fillPlaceholders } from '../../request/edit.ts';
import { mayHoldNames } from '../../request/path.ts';
import type { RequestLine } from '../../request/types.ts';
import type { CredentialFacts, PermissionPlace } from './catalog.ts';
import type { Effect } from './effects.ts';
import type { FindEvent } from './events.ts';
import { idKey, learnNames, needCatalog, withFind } from './known-catalog.ts';
import type { Step } from './notices.ts';
import type { State } from './state.ts';

/** What the API says of the credential in force; undefined until that has been read. */
export function credentialFacts({ find, session }: State): CredentialFacts | undefined {
  return find.access?.credential === session.credential ? find.access.told : undefined;
}

/** A local API takes no token. */
export function hasPermissions({ session }: State): boolean {
  return session.baseUrl === undefined || !isLocalApi(session.baseUrl);
}

/** What can be told of the request now; undefined while there is no catalog. */
export function permissionsOf(state: State, typed: RequestLine): JudgedRequest | undefined {
  const known = state.find.catalog?.catalog;
  if (!known) return undefined;
  const request = withAccount(state, typed);
  const named = withKnownIds(state, request);
  const holding = credentialFacts(state)?.holding;
  if (named) {
    const judged = judgeRequest(known, named, holding, state.find.zoneAccounts.get(zoneOf(named) ?? ''));
    const isOpen = judged.verdict?.because === 'unclear' && state.find.places.get(request.path)?.isReading;
    return isOpen ? { ...judged, verdict: undefined } : judged;
  }
  const unnamed = state.find.places.get(request.path)?.problem;
  return judgeRequest(known, request, unnamed === undefined ? undefined : { kind: 'hidden', reason: unnamed });
}

/** Why the credential may or may not; undefined where there is no verdict yet. */
export function permissionReason(state: State, { request, target, verdict }: JudgedRequest): string | undefined {
  if (!verdict) return undefined;
  const holding = credentialFacts(state)?.holding;
  const why = holding && 'reason' in holding ? holding.reason : state.find.places.get(request.path)?.problem;
  // Whole ids stand in the table.
  return reasonWords(verdict, target, (id) => state.find.names.get(id), why).replace(wholeId, '$1…');
}

function zoneOf({ path }: RequestLine): string | undefined {
  const { kind, id } = permissionTarget(path);
  return kind === 'zone' ? id : undefined;
}

const wholeId = /\b([0-9a-f]{4})[0-9a-f]{28}\b/g;

/** `{account_id}` stands for the account of the profile, as when it is sent. */
function withAccount({ session }: State, request: RequestLine): RequestLine {
  const { accountId } = session;
  return accountId === undefined ? request : fillPlaceholders(request, { account_id: accountId });
}

/** The request with ids for the names in its path; undefined where one is not known. */
function withKnownIds(state: State, request: RequestLine): RequestLine | undefined {
  const known = state.find.catalog?.catalog;
  if (!mayHoldNames(request) || !known || !hasPermissions(state)) return request;
  const segments = namedSegments(known, request);
  const ids = segments.map(({ kind, name }) => state.find.ids.get(idKey(kind, name)));
  const path = state.find.places.get(request.path)?.path;
  if (ids.includes(undefined)) return path === undefined ? undefined : { ...request, path };
  return withIds(
    request,
    segments,
    ids.flatMap((id) => id ?? []),
  );
}

/** Asks for what is missing: the catalog, what the credential may do, ids for names, the account of a zone. */
export function learnPermissions(state: State, typed: RequestLine): Step {
  if (!hasPermissions(state)) return [state, []];
  const [prepared, loading] = needCatalog(state);
  const [asked, effects] = askAccess(prepared);
  const [placed, more] = askPlace(asked, withAccount(asked, typed));
  return [placed, [...loading, ...effects, ...more]];
}

/** The same for what nobody has asked for: only where it is known what the request needs. */
export function learnNeeded(state: State, typed: RequestLine | undefined): Step {
  return typed && permissionsOf(state, typed)?.needs ? learnPermissions(state, typed) : [state, []];
}

/** Before a write: what the credential lacks for it, as a sentence without a full stop; undefined where nothing is known to be missing. */
export function lackOf(state: State, typed: RequestLine): string | undefined {
  const judged = permissionsOf(state, typed);
  return judged && lackWords(judged, permissionReason(state, judged));
}

function askAccess(state: State): Step {
  const { access } = state.find;
  const { credential } = state.session;
  if (access?.credential === credential && access.told?.isAnswer !== false) return [state, []];
  const id = state.lastId + 1;
  return [
    withFind({ ...state, lastId: id }, { access: { credential, id, told: undefined } }),
    [{ type: 'access.ask', id }],
  ];
}

function askPlace(state: State, request: RequestLine): Step {
  if (!state.find.catalog) return [state, []];
  const place = state.find.places.get(request.path);
  if (place?.isReading) return [state, []];
  const named = withKnownIds(state, request);
  const holding = credentialFacts(state)?.holding;
  const readsAccount =
    holding?.kind === 'grants' &&
    !(named && state.find.zoneAccounts.has(zoneOf(named) ?? '')) &&
    dependsOnAccount(permissionTarget((named ?? request).path), holding.grants);
  if (named ? !readsAccount : place !== undefined && place.problem !== undefined) return [state, []];
  const id = state.lastId + 1;
  const reading: PermissionPlace = {
    id,
    isReading: true,
    path: named?.path,
    problem: undefined,
  };
  const places = new Map(state.find.places).set(request.path, reading);
  const effect: Effect = { type: 'access.place', id, request, readsAccount };
  return [withFind({ ...state, lastId: id }, { places }), [effect]];
}

export function takeAccess(state: State, { id, told }: Extract<FindEvent, { type: 'access.told' }>): State {
  const { access } = state.find;
  if (access?.id !== id) return state;
  const named = told.accounts.filter(({ name }) => name !== '').map((account) => [account.id, account.name] as const);
  return learnNames(withFind(state, { access: { ...access, told } }), named);
}

export function takePlace(
  state: State,
  { id, typed, place, zone }: Extract<FindEvent, { type: 'access.placed' }>,
): State {
  const { places, zoneAccounts } = state.find;
  if (places.get(typed)?.id !== id) return state;
  return withFind(state, {
    places: new Map(places).set(typed, { ...place, id, isReading: false }),
    zoneAccounts: zone ? new Map(zoneAccounts).set(zone.id, zone.account) : zoneAccounts,
  });
}

/** Ends what is being read; it is asked for again when it is needed. */
export function stopLearning(state: State): Step {
  const { access, places } = state.find;
  const reading = [...places].filter(([, { isReading }]) => isReading);
  const ids = [...(access && !access.told ? [access.id] : []), ...reading.map(([, { id }]) => id)];
  const left = new Map([...places].filter(([, { isReading }]) => !isReading));
  const kept = access?.told ? access : undefined;
  return [
    ids.length === 0 ? state : withFind(state, { access: kept, places: left }),
    ids.map((id): Effect => ({ type: 'cancel', id })),
  ];
}
