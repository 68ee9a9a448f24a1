// Performs what the state wants done, through ports, and reports back with events.

import { type Account, accountName, type Environment } from '../accounts/account.ts';
import { AccountRefusal, type StartVault } from '../accounts/choice.ts';
import { connect } from '../accounts/connection.ts';
import { type Failure, HttpFailure } from '../api/failures.ts';
import type { ReadAllProgress } from '../api/reading.ts';
import type { Effect, ProfileEffect } from '../explorer/model/effects.ts';
import type { Event } from '../explorer/model/events.ts';
import type { Clock } from '../http/clock.ts';
import type { RecordEntry } from '../http/interceptors/report.ts';
import type { SendContext } from '../http/send.ts';
import { withQuery } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { mayHoldNames } from '../request/path.ts';
import { errorText } from '../text/sentences.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { Searcher } from '../workers/searching.ts';
import type { ProfileEffects } from './accounts.ts';
import { createCatalogs, pagingHint } from './catalogs.ts';
import { type ArrivingResponse, exchange } from './exchange.ts';
import { createFindEffects } from './find.ts';
import { createHistoryEffects } from './history.ts';
import { createLink } from './link.ts';
import type { Files, Terminal } from './ports.ts';
import { createDocumentEffects } from './response.ts';
import type { Perform } from './store.ts';
import { performTool, type ToolPorts } from './tools.ts';

interface Ports {
  readonly clock: Clock;
  readonly files: Files;
  readonly terminal: Terminal;
  /** Ends the arrival of the file that was opened, if there is one. */
  readonly stopArrival?: () => void;
  readonly env: Environment;
  readonly version: string;
  /** Where requests are kept; without it only this session's are known. */
  readonly history?: HistoryClient;
  /** Where profiles are kept; without it there are none. */
  readonly vault?: StartVault;
}

export interface Effects {
  readonly perform: Perform;
  /** Opens the account ahead of the first request and tells the state its address. */
  readonly open: (dispatch: (event: Event) => void) => Promise<void>;
  /** Reads what is shown of the history first. */
  readonly openHistory: (dispatch: (event: Event) => void) => void;
  readonly close: () => Promise<void>;
}

/** Pages that are read with all others are no requests of their own, so that nothing is ever asked by their number. */
const pageOfAll = -1;

/** Milliseconds between frames of the spinner, and between reports of progress. */
const tick = 100;

/** Milliseconds that looking up the names in a request may take before it is written down with them. */
const namePatience = 10_000;

export function createEffects(account: Account, ports: Ports): Effects {
  const inFlight = new Map<number, AbortController>();
  const history = ports.history && createHistoryEffects(ports.history, ports.clock);
  const documents = createDocumentEffects(ports.clock, ports.env, ports.terminal);
  const catalogs = createCatalogs();

  const link = createLink(account, {
    connect: (used, dispatch) => {
      // Everything that goes out over this connection is kept.
      const name = accountName(used);
      const record = (entry: RecordEntry): void => history?.record(entry, name, dispatch);
      return connect(used, ports.env, ports.version, { record });
    },
    // A profile is still encrypted.
    find:
      account.kind === 'profile' && !account.credential
        ? async (dispatch) => (await loadProfiles()).find(dispatch)
        : undefined,
  });

  const sends = new Set<Promise<void>>();
  const cancelAll = async (): Promise<void> => {
    for (const controller of inFlight.values()) controller.abort();
    await Promise.all(sends);
  };

  let loading: Promise<ProfileEffects> | undefined;
  let profiles: ProfileEffects | undefined;
  const loadProfiles = (): Promise<ProfileEffects> => {
    loading ??= import('./accounts.ts').then(({ createProfileEffects }) => {
      const { clock, env, version } = ports;
      const tools = { clock, env, version, history: ports.history, link, cancelAll };
      profiles = createProfileEffects(ports.vault ?? nowhere, tools);
      return profiles;
    });
    return loading;
  };
  const performProfiles = (effect: ProfileEffect, dispatch: (event: Event) => void): void => {
    // What is open is locked at once.
    if (profiles) profiles.perform(effect, dispatch);
    else void loadProfiles().then((loaded) => loaded.perform(effect, dispatch));
  };

  let searcher: Promise<Searcher> | undefined;

  const search = (): Promise<Searcher> => {
    searcher ??= import('../workers/searching.ts').then(({ createSearcher }) => createSearcher());
    return searcher;
  };

  const find = createFindEffects({
    catalogs,
    files: ports.files,
    account: link.account,
    use: link.use,
    inFlight,
    failureOf,
  });

  const send = async (effect: Extract<Effect, { type: 'send' }>, dispatch: (event: Event) => void): Promise<void> => {
    const { id, request } = effect;
    const controller = new AbortController();
    inFlight.set(id, controller);
    // Loaded by the time the response is there.
    if (request.filter !== undefined) documents.perform({ type: 'jq.prepare' }, dispatch);
    dispatch({ type: 'exchange.started', id, at: ports.clock.now() });
    let progress: Extract<Event, { type: 'exchange.progressed' }> | undefined;
    const stopTicking = ports.clock.every(tick, () => {
      if (progress) dispatch(progress);
      progress = undefined;
      dispatch({ type: 'clock.ticked', now: ports.clock.now() });
    });
    const onEvent: SendContext['onEvent'] = (event) => {
      if (event.type === 'progress') {
        progress = { type: 'exchange.progressed', id, received: event.received, total: event.total };
      } else if (event.type === 'retrying') {
        progress = undefined;
        const { attempt, of, waitMs, because } = event;
        dispatch({ type: 'exchange.retrying', id, attempt, of, because, until: ports.clock.now() + waitMs });
      } else if (event.type === 'rate-limit') {
        dispatch({ type: 'exchange.rateLimited', id, rateLimit: event.limit });
      }
    };
    try {
      const { signal } = controller;
      const asked = { line: formatLine(request), id, partOf: effect.partOf, relists: effect.relists };
      const onArrival = ({ received, arrival }: ArrivingResponse): void => {
        dispatch({ type: 'exchange.arriving', id, received });
        arrival.listen((body) => dispatch({ type: 'document.grew', id, body }));
      };
      const received = await link.use(dispatch, async (open) => {
        const named = await find.withIds(open, request, { signal, onEvent }, id, dispatch);
        const options = { hint: pagingHint(catalogs, open, named), onArrival };
        return exchange(open, named, ports.files, { signal, onEvent, asked }, options);
      });
      dispatch({ type: 'exchange.done', id, received });
    } catch (error) {
      dispatch({ type: 'exchange.failed', id, failure: failureOf(error) });
    } finally {
      stopTicking();
      inFlight.delete(id);
    }
  };

  const readList = async (
    effect: Extract<Effect, { type: 'readAll' }>,
    dispatch: (event: Event) => void,
  ): Promise<void> => {
    const { id, request, partOf } = effect;
    const controller = new AbortController();
    inFlight.set(id, controller);
    dispatch({ type: 'exchange.started', id, at: ports.clock.now() });
    let progress: ReadAllProgress | undefined;
    const stopTicking = ports.clock.every(tick, () => {
      if (progress) dispatch({ type: 'all.progressed', id, progress });
      dispatch({ type: 'clock.ticked', now: ports.clock.now() });
    });
    try {
      const { gather } = await import('./gather.ts');
      const { signal } = controller;
      const { received, gathered } = await link.use(dispatch, async (open) => {
        const named = await find.withIds(open, request, { signal, onEvent: () => undefined }, id, dispatch);
        const hint = pagingHint(catalogs, open, named);
        return gather({
          job: effect,
          read: (query, context) => {
            const asked = { line: formatLine(withQuery(request, query)), id: pageOfAll, partOf };
            const onEvent: SendContext['onEvent'] = (event) => {
              context.onEvent(event);
              if (event.type === 'rate-limit') dispatch({ type: 'exchange.rateLimited', id, rateLimit: event.limit });
            };
            return exchange(open, withQuery(named, query), ports.files, { ...context, onEvent, asked }, { hint });
          },
          signal,
          clock: ports.clock,
          onProgress: (made) => {
            progress = made;
          },
          onArrival: ({ received, arrival }) => {
            dispatch({ type: 'exchange.arriving', id, received });
            arrival.listen((body) => dispatch({ type: 'document.grew', id, body }));
          },
        });
      });
      dispatch({ type: 'exchange.done', id, received });
      dispatch({ type: 'all.ended', id, gathered });
    } catch (error) {
      dispatch({ type: 'exchange.failed', id, failure: failureOf(error) });
    } finally {
      stopTicking();
      inFlight.delete(id);
    }
  };

  const track = (sending: Promise<void>): void => {
    sends.add(sending);
    void sending.then(() => sends.delete(sending));
  };

  const withIds: ToolPorts['withIds'] = async (request, id, dispatch) => {
    if (!mayHoldNames(request)) return request;
    const context = { signal: AbortSignal.timeout(namePatience), onEvent: () => undefined };
    return link.use(dispatch, (open) => find.withIds(open, request, context, id, dispatch));
  };

  const perform: Perform = (effect, dispatch) => {
    switch (effect.type) {
      case 'send':
        track(send(effect, dispatch));
        return;
      case 'readAll':
        track(readList(effect, dispatch));
        return;
      case 'cancel':
        inFlight.get(effect.id)?.abort();
        return;
      case 'prepareSearch':
        void search();
        return;
      case 'search': {
        const { id } = effect;
        void search().then((open) =>
          open.start({ ...effect, bytes: effect.document.bytes }, (matches, isDone) =>
            dispatch({ type: 'search.found', id, matches, isDone }),
          ),
        );
        return;
      }
      case 'searchText': {
        const { id } = effect;
        void search().then((open) =>
          open.start({ ...effect, scope: 'both' }, (matches, isDone) =>
            dispatch({ type: 'search.foundInText', id, matches, isDone }),
          ),
        );
        return;
      }
      case 'stopSearch':
        void searcher?.then((open) => open.stop());
        return;
      case 'stopArrival':
        ports.stopArrival?.();
        return;
      case 'catalog.load':
      case 'lookup.read':
      case 'access.ask':
        find.perform(effect, dispatch);
        return;
      case 'redraw':
        void ports.terminal.redraw();
        return;
      case 'suspend':
        void ports.terminal.suspend();
        return;
      case 'quit':
        for (const controller of inFlight.values()) controller.abort();
        ports.terminal.quit();
        return;
      case 'snippets.write':
      case 'import.read':
        performTool(effect, dispatch, { account: link.account, withIds });
        return;
      case 'tellTime':
      case 'copy':
      case 'write':
      case 'jq.prepare':
      case 'jq.run':
      case 'jq.stop':
      case 'table.order':
      case 'table.findColumns':
      case 'table.stop':
        documents.perform(effect, dispatch);
        return;
      default:
        if (isProfileEffect(effect)) performProfiles(effect, dispatch);
        else history?.perform(effect, dispatch);
    }
  };

  const close = async (): Promise<void> => {
    for (const controller of inFlight.values()) controller.abort();
    await searcher?.then((open) => open.close());
    await documents.close();
    profiles?.close();
    await link.close();
    await ports.history?.close();
  };

  return { perform, open: link.open, openHistory: (dispatch) => history?.begin(dispatch), close };
}

/** Where no profiles can be kept. */
const nowhere: StartVault = {
  place: () => Promise.reject(new Error('Profiles are not available here')),
  profile: undefined,
  passphrase: undefined,
};

function isProfileEffect(effect: Effect): effect is ProfileEffect {
  return effect.type === 'useToken' || effect.type.startsWith('profiles.');
}

function failureOf(error: unknown): Failure {
  if (error instanceof HttpFailure) return error.failure;
  if (error instanceof AccountRefusal) {
    const happened = error.message.replace(/\.$/, '');
    return { kind: 'unusable', tried: 'opening the profile', happened, next: 'do that, then send the request again' };
  }
  return {
    kind: 'unusable',
    tried: 'sending the request',
    happened: errorText(error),
    next: 'if it happens again, report it with what you typed',
  };
}
