// Performs what the state wants of the history, and keeps what is sent. Nothing here fails a request: what the history cannot
// do is said, and that is all.

import type { AccountName } from '../accounts/account.ts';
import type { Failure } from '../api/failures.ts';
import { readResponse } from '../api/received.ts';
import type { HistoryEffect } from '../explorer/model/effects.ts';
import type { StoredOutcome, StoredPage } from '../explorer/model/events.ts';
import type { SavedItem } from '../explorer/model/history.ts';
import { type KeyLabels, keyFor } from '../explorer/model/key-labels.ts';
import type { Ticker } from '../http/clock.ts';
import type { RecordEntry } from '../http/interceptors/report.ts';
import { parseLine } from '../request/parse.ts';
import type { StoredFailure, StoredRequest } from '../store/history/entry.ts';
import type { Deleted } from '../store/history/remove.ts';
import { labelProblem } from '../store/history/saved.ts';
import { capitalised, errorText } from '../text/sentences.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { Dispatch, EffectOf, Performers } from './performers.ts';
import { toSentRequest } from './sent-request.ts';

interface HistoryEffects {
  /** Reads what the pane and the prompt show first. */
  readonly begin: (dispatch: Dispatch) => void;
  readonly performers: Performers<HistoryEffect['type']>;
  /** Keeps a send that is over, and tells the state its row. */
  readonly record: (entry: RecordEntry, account: AccountName, dispatch: Dispatch) => void;
}

/** Rows of one stretch of the list, and lines of one step back. */
const stretch = 300;

/** Pages, and their bytes, that a response is opened with; the rest can be turned to again. */
const most = { pages: 100, bytes: 64 * 1024 * 1024 };

export function createHistoryEffects(client: HistoryClient, clock: Ticker, keyLabels: KeyLabels): HistoryEffects {
  /** Rows by the state's own numbers, of what was sent and what was opened in this session. */
  const rows = new Map<number, Promise<number | undefined>>();
  let undo: { readonly deleted: Deleted } | { readonly forgotten: SavedItem } | undefined;

  const record: HistoryEffects['record'] = (entry, account, dispatch) => {
    const { asked } = entry;
    if (!asked || (asked.partOf !== undefined && isCancelled(entry))) return;
    const store = async (): Promise<number | undefined> => {
      const partOf = asked.partOf === undefined ? undefined : await rows.get(asked.partOf);
      const sent = toSentRequest(entry, account, partOf, client.keepsBodies());
      if (!sent) return undefined;
      const row = asked.row ?? (await client.call('add', sent));
      if (asked.row !== undefined) await client.call('settle', asked.row, sent);
      if (partOf === undefined) {
        const status = sent.outcome.type === 'answered' ? sent.outcome.status : undefined;
        const failure = sent.outcome.type === 'failed' ? sent.outcome.failure.kind : undefined;
        const { at, line, profile, origin } = sent;
        const stored = { id: row, at, line, profile, origin, status, failure, uses: 1, name: undefined };
        dispatch({ type: 'history.recorded', id: asked.id, row: stored });
      }
      return row;
    };
    // Why it was not stored has been said; the request stays in this session's list.
    const row = store().catch(() => undefined);
    rows.set(asked.id, row);
    if (asked.relists !== undefined && entry.outcome.type === 'answered') rows.set(asked.relists, row);
  };

  const list = async (effect: EffectOf<'history.list'>, dispatch: Dispatch): Promise<void> => {
    const { place } = effect;
    const [listed, total] = await Promise.all([client.call('list', place, stretch), client.call('count')]);
    dispatch({ type: 'history.listed', place, ...listed, total, now: clock.now() });
  };

  const goBack = async (before: number | undefined, dispatch: Dispatch): Promise<void> => {
    const earlier = await client.call('earlier', before, stretch);
    dispatch({ type: 'history.wentBack', ...earlier });
  };

  const listSaved = async (query: string, dispatch: Dispatch): Promise<void> => {
    dispatch({ type: 'history.savedListed', query, rows: await client.call('saved', query) });
  };

  const read = async (effect: EffectOf<'history.read'>, dispatch: Dispatch): Promise<void> => {
    const { row, id, want } = effect;
    const stored = await client.call('read', row);
    if (!stored) {
      dispatch({ type: 'history.refused', reason: 'This request is no longer in the history' });
      return;
    }
    rows.set(id, Promise.resolve(row));
    const outcome = want === 'response' || want === 'compare' ? await outcomeOf(stored, client) : missing('');
    const { line, profile, origin } = stored;
    dispatch({ type: 'history.wasRead', id, want, line, profile, origin, outcome, now: clock.now() });
  };

  const remove = async (row: number, dispatch: Dispatch): Promise<void> => {
    const deletion = await client.call('delete', row);
    if (deletion.type === 'saved') {
      const [tab, remove] = [keyFor({ keyLabels }, 'history.tab'), keyFor({ keyLabels }, 'history.delete')];
      const reason = `Saved as ${deletion.name}, so it is kept. To remove it, press ${remove} in the saved requests (${tab})`;
      dispatch({ type: 'history.refused', reason });
      return;
    }
    if (deletion.type === 'deleted') undo = { deleted: deletion.deleted };
    dispatch({ type: 'history.deleted', row });
  };

  const forget = async (saved: SavedItem, dispatch: Dispatch): Promise<void> => {
    await client.call('forget', saved.id);
    undo = { forgotten: saved };
    dispatch({ type: 'history.forgotten', id: saved.id, name: saved.name });
  };

  const bringBack = async (dispatch: Dispatch): Promise<void> => {
    if (!undo) return;
    if ('deleted' in undo) await client.call('undelete', undo.deleted);
    else await saveAgain(undo.forgotten, client);
    undo = undefined;
    dispatch({ type: 'history.restored' });
  };

  const clear = async (effect: EffectOf<'history.clear'>, dispatch: Dispatch): Promise<void> => {
    const { text, before, isSure } = effect;
    if (isSure) dispatch({ type: 'history.cleared', count: await client.call('clear', before), day: text });
    else dispatch({ type: 'history.counted', text, count: await client.call('countBefore', before) });
  };

  const save = async (effect: EffectOf<'history.save'>, dispatch: Dispatch): Promise<void> => {
    const { request, name, tags } = effect;
    const row = 'row' in request ? request.row : await rows.get(request.asked);
    if (row === undefined) {
      dispatch({ type: 'history.refused', reason: 'Not saved: the request is not in the history' });
      return;
    }
    const problem = labelProblem({ name, tags });
    const saving = problem === undefined ? await client.call('save', row, { name, tags }, clock.now()) : undefined;
    if (saving?.type === 'saved') {
      dispatch({ type: 'history.wasSaved', row, name });
      return;
    }
    const why =
      problem ??
      (saving?.type === 'taken' ? `${name} is already the name of ${saving.line}` : 'the request no longer exists');
    dispatch({ type: 'history.refused', reason: `Not saved: ${why}` });
  };

  /** Says what the history could not do. */
  const refused =
    (dispatch: Dispatch) =>
    (error: unknown): void =>
      dispatch({ type: 'history.refused', reason: `The history failed: ${errorText(error)}` });

  const performers: HistoryEffects['performers'] = {
    'history.list': (effect, dispatch) => void list(effect, dispatch).catch(refused(dispatch)),
    'history.listSaved': ({ query }, dispatch) => void listSaved(query, dispatch).catch(refused(dispatch)),
    'history.search': ({ query, order }, dispatch) =>
      client.search(query, order, (found, isComplete) =>
        dispatch({ type: 'history.found', query, order, rows: found, isComplete }),
      ),
    'history.goBack': ({ before }, dispatch) =>
      void goBack(before, dispatch).catch((error: unknown) => {
        refused(dispatch)(error);
        // Nobody must wait for lines that do not come.
        dispatch({ type: 'history.wentBack', lines: [], before: undefined });
      }),
    'history.read': (effect, dispatch) => void read(effect, dispatch).catch(refused(dispatch)),
    'history.delete': ({ row }, dispatch) => void remove(row, dispatch).catch(refused(dispatch)),
    'history.forget': ({ saved }, dispatch) => void forget(saved, dispatch).catch(refused(dispatch)),
    'history.restore': (_, dispatch) => void bringBack(dispatch).catch(refused(dispatch)),
    'history.clear': (effect, dispatch) => void clear(effect, dispatch).catch(refused(dispatch)),
    'history.save': (effect, dispatch) => void save(effect, dispatch).catch(refused(dispatch)),
  };

  return {
    begin: (dispatch) => {
      performers['history.list']({ type: 'history.list', place: { from: 'newest' } }, dispatch);
      performers['history.goBack']({ type: 'history.goBack', before: undefined }, dispatch);
    },
    performers,
    record,
  };
}

/** A page that was fetched ahead and not wanted any more is nobody's request. */
function isCancelled({ outcome }: RecordEntry): boolean {
  return outcome.type === 'failed' && outcome.failure.kind === 'cancelled';
}

async function saveAgain({ name, tags, line, request, at }: SavedItem, client: HistoryClient): Promise<void> {
  if (request !== undefined) await client.call('save', request, { name, tags }, at);
  else await client.call('saveLine', { line, ...methodAndPath(line) }, { name, tags }, at);
}

function methodAndPath(line: string): { readonly method: string; readonly path: string } {
  const parsed = parseLine(line);
  return parsed.ok ? { method: parsed.request.method ?? 'GET', path: parsed.request.path } : { method: '', path: '' };
}

function missing(reason: string): StoredOutcome {
  return { kind: 'missing', reason };
}

/** The response as it would be if it had come just now, with the pages that were turned to. */
async function outcomeOf(stored: StoredRequest, client: HistoryClient): Promise<StoredOutcome> {
  if (stored.error) return { kind: 'failure', failure: toFailure(stored.error) };
  const first = pageOf(stored);
  if (!first) return missing(capitalised(stored.sealed ?? 'its line can no longer be read'));
  const pages = [first];
  let bytes = 0;
  for (const part of stored.parts.slice(0, most.pages)) {
    const read = await client.call('read', part);
    bytes += read?.size ?? 0;
    if (bytes > most.bytes) break;
    const page = read && pageOf(read);
    if (page) pages.push(page);
  }
  return { kind: 'response', pages };
}

function pageOf({ line, method, at, exchange }: StoredRequest): StoredPage | undefined {
  const parsed = parseLine(line);
  if (!parsed.ok || !exchange?.answer) return undefined;
  const { answer: response, sent } = exchange;
  const wire = { method, url: response.url, headers: sent.headers, body: sent.body };
  const whole = readResponse(wire, { ...response, encodedBytes: response.body.length });
  return { request: parsed.request, received: { ...whole, storedAt: at } };
}

/** Kinds that carry more than words are told by their words alone. */
function toFailure({ kind, tried, happened, next }: StoredFailure): Failure {
  return { kind: kind === 'cancelled' ? 'cancelled' : 'network', tried, happened, next };
}
