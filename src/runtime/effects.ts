// Performs what the state wants done, through ports, and reports back with events.
import type { Event } from '../core/action.ts';
import type { ReadAllProgress } from '../core/all-pages.ts';
import type { Effect } from '../core/effect.ts';
import { systemClock as waitingClock } from '../http/clock.ts';
import { type Failure, HttpFailure, sentence } from '../http/failures.ts';
import type { RecordEntry } from '../http/interceptors/record.ts';
import type { Secret } from '../http/secret.ts';
import type { SendContext } from '../http/types.ts';
import { formatLine } from '../request/format.ts';
import { withQuery } from '../request/query.ts';
import { AccountRefusal, type ChosenAccount } from './account-choice.ts';
import { createCatalogs, pagingHint } from './catalogs.ts';
import {
  type Account,
  accountName,
  accountOfToken,
  type Connection,
  connect,
  type Environment,
  sessionOf,
} from './connection.ts';
import { createDocumentEffects } from './document-effects.ts';
import { type Arrived, exchange } from './exchange.ts';
import { createGuideEffects } from './guide-effects.ts';
import type { HistoryClient } from './history.ts';
import { createHistoryEffects } from './history-effects.ts';
import type { Clock, Files, Terminal } from './ports.ts';
import type { Searcher } from './searching.ts';
import type { Perform } from './store.ts';

export interface Ports {
  readonly clock: Clock;
  readonly files: Files;
  readonly terminal: Terminal;
  /** Ends the arrival of the file that was opened, if there is one. */
  readonly stopArrival?: () => void;
  readonly env: Environment;
  readonly version: string;
  /** Where requests are kept; without it only this session's are known. */
  readonly history?: HistoryClient;
  /** Finds out whose account it is, where that takes opening the vault; asked once, before the first connection. */
  readonly chooseAccount?: (() => Promise<ChosenAccount>) | undefined;
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

export function createEffects(account: Account, ports: Ports): Effects {
  let connection: Promise<Connection> | undefined;
  const inFlight = new Map<number, AbortController>();
  const history = ports.history && createHistoryEffects(ports.history, ports.clock);
  const documents = createDocumentEffects(ports.clock, ports.env, ports.terminal);
  const catalogs = createCatalogs();

  /** Everything that goes out over this connection is kept. */
  const connectAs = (used: Account, dispatch: (event: Event) => void): Promise<Connection> => {
    const name = accountName(used);
    const record = (entry: RecordEntry): void => history?.record(entry, name, dispatch);
    return connect(used, ports.env, ports.version, { record });
  };
  let searcher: Promise<Searcher> | undefined;

  const search = (): Promise<Searcher> => {
    searcher ??= import('./searching.ts').then(({ createSearcher }) => createSearcher());
    return searcher;
  };

  let chosen = ports.chooseAccount ? undefined : account;
  const choose = async (dispatch: (event: Event) => void): Promise<Account> => {
    if (chosen) return chosen;
    const choice = await ports.chooseAccount?.();
    // A token may have been typed meanwhile, and is what is used then.
    if (chosen) return chosen;
    chosen = choice?.account ?? account;
    ports.history?.setBodyKey(choice?.bodyKey);
    dispatch({ type: 'session.changed', session: sessionOf(chosen) });
    if (choice?.notice !== undefined) dispatch({ type: 'session.refused', reason: choice.notice });
    return chosen;
  };

  const connected = (dispatch: (event: Event) => void): Promise<Connection> => {
    if (connection) return connection;
    const opening = choose(dispatch).then((settled) => connectAs(settled, dispatch));
    const opened = opening.then(
      (open) => {
        dispatch({ type: 'session.opened', baseUrl: open.baseUrl });
        return open;
      },
      (error: unknown) => {
        // The next request tries again, unless another account has taken this one's place.
        if (connection === opened) connection = undefined;
        throw error;
      },
    );
    connection = opened;
    return connection;
  };

  const open = async (dispatch: (event: Event) => void): Promise<void> => {
    try {
      await connected(dispatch);
    } catch (error) {
      if (!chosen) dispatch({ type: 'session.changed', session: { ...sessionOf(account), credential: 'not opened' } });
      const refused = error instanceof AccountRefusal;
      const reason = refused ? error.message : `The account could not be opened: ${messageOf(error)}`;
      dispatch({ type: 'session.refused', reason });
    }
  };

  const guide = createGuideEffects({
    catalogs,
    files: ports.files,
    account: () => chosen ?? account,
    connected,
    inFlight,
    failureOf,
  });

  const send = async (effect: Extract<Effect, { type: 'send' }>, dispatch: (event: Event) => void): Promise<void> => {
    const { id, request } = effect;
    const controller = new AbortController();
    inFlight.set(id, controller);
    // Loaded by the time the answer is there.
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
      const open = await connected(dispatch);
      const { signal } = controller;
      const asked = { line: formatLine(request), id, partOf: effect.partOf, relists: effect.relists };
      const onArrival = ({ received, arrival }: Arrived): void => {
        dispatch({ type: 'exchange.arriving', id, received });
        arrival.listen((body) => dispatch({ type: 'document.grew', id, body }));
      };
      const named = await guide.withIds(open, request, { signal, onEvent }, id, dispatch);
      const options = { hint: pagingHint(catalogs, open, named), onArrival };
      const received = await exchange(open, named, ports.files, { signal, onEvent, asked }, options);
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
      const [open, { gather }] = await Promise.all([connected(dispatch), import('./gather.ts')]);
      const { signal } = controller;
      const named = await guide.withIds(open, request, { signal, onEvent: () => undefined }, id, dispatch);
      const hint = pagingHint(catalogs, open, named);
      const { received, gathered } = await gather({
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
        clock: waitingClock,
        onProgress: (made) => {
          progress = made;
        },
        onArrival: ({ received, arrival }) => {
          dispatch({ type: 'exchange.arriving', id, received });
          arrival.listen((body) => dispatch({ type: 'document.grew', id, body }));
        },
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

  const switchToken = async (token: Secret, dispatch: (event: Event) => void): Promise<void> => {
    try {
      const typed = accountOfToken(ports.env, token);
      const candidate = await connectAs(typed, dispatch);
      const refusal = await verify(candidate, ports.files);
      if (refusal) {
        await candidate.close();
        dispatch({ type: 'session.refused', reason: sentence(refusal) });
        return;
      }
      const former = connection;
      chosen = typed;
      connection = Promise.resolve(candidate);
      dispatch({
        type: 'session.changed',
        session: sessionOf(typed),
        greeting: 'The token is good. It is used until you quit, and is not saved',
      });
      await former?.then((open) => open.close()).catch(() => undefined);
    } catch (error) {
      dispatch({ type: 'session.refused', reason: messageOf(error) });
    }
  };

  const perform: Perform = (effect, dispatch) => {
    switch (effect.type) {
      case 'send':
        void send(effect, dispatch);
        return;
      case 'readAll':
        void readList(effect, dispatch);
        return;
      case 'cancel':
        inFlight.get(effect.id)?.abort();
        return;
      case 'useToken':
        void switchToken(effect.token, dispatch);
        return;
      case 'prepareSearch':
        void search();
        return;
      case 'search': {
        const { id } = effect;
        void search().then((open) =>
          open.start(effect, (hits, isDone) => dispatch({ type: 'search.found', id, hits, isDone })),
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
        guide.perform(effect, dispatch);
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
      case 'copy':
      case 'write':
      case 'jq.prepare':
      case 'jq.run':
      case 'jq.stop':
        documents.perform(effect, dispatch);
        return;
      default:
        history?.perform(effect, dispatch);
    }
  };

  const close = async (): Promise<void> => {
    for (const controller of inFlight.values()) controller.abort();
    await searcher?.then((open) => open.close());
    await documents.close();
    await connection?.then((open) => open.close()).catch(() => undefined);
    await ports.history?.close();
  };

  return { perform, open, openHistory: (dispatch) => history?.begin(dispatch), close };
}

/** Paths that a working token can read: a user's token the first, an account's token the second. */
const proofs = ['/user/tokens/verify', '/accounts'];

/** Undefined where the API accepts the credential; else why it does not. */
async function verify(connection: Connection, files: Files): Promise<Failure | undefined> {
  let refusal: Failure | undefined;
  for (const path of proofs) {
    const request = { method: 'GET', path, items: [], filter: undefined } as const;
    const context = { signal: AbortSignal.timeout(30_000), onEvent: () => undefined };
    try {
      const { failure } = await exchange(connection, request, files, context);
      if (!failure) return undefined;
      refusal ??= failure;
    } catch (error) {
      // Where no answer comes at all, the second path would not bring one either.
      return failureOf(error);
    }
  }
  return refusal;
}

function failureOf(error: unknown): Failure {
  if (error instanceof HttpFailure) return error.failure;
  if (error instanceof AccountRefusal) {
    const happened = error.message.replace(/\.$/, '');
    return { kind: 'unusable', tried: 'to open the profile', happened, next: 'do that, then send the request again' };
  }
  return {
    kind: 'unusable',
    tried: 'to send the request',
    happened: messageOf(error),
    next: 'report this with what you typed, if it goes on',
  };
}

function messageOf(error: unknown): string {
  if (error instanceof HttpFailure) return sentence(error.failure);
  return error instanceof Error ? error.message : String(error);
}
