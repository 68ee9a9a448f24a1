// Drives the state as a user and a server would: keys in, effects out, answers back. No UI and no network.
import type { Failure } from '../../src/api/failures.ts';
import { readResponse } from '../../src/api/received.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import type { Session } from '../../src/explorer/model/accounts.ts';
import type { Effect } from '../../src/explorer/model/effects.ts';
import type { Event } from '../../src/explorer/model/events.ts';
import { initialState, type State } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { createStore, type Store } from '../../src/perform/store.ts';
import { toWire } from '../../src/request/wire.ts';
import type { Settings } from '../../src/settings/table.ts';

export const baseUrl = 'http://127.0.0.1:8080/client/v4';

export const session: Session = { kind: 'sandbox', baseUrl, credential: 'token ····', rateLimit: undefined };

export interface Driver {
  readonly state: () => State;
  readonly dispatch: (event: Event) => void;
  /** The same state as a store, for what paints it. */
  readonly store: Store;
  /** Chords, one key press each: `press('ctrl+g', 'enter')`. */
  readonly press: (...chords: readonly string[]) => void;
  /** Characters as they are typed. */
  readonly type: (text: string) => void;
  /** All effects since the last call. */
  readonly effects: () => readonly Effect[];
  /** Answers the request in flight with a body; what is no string is sent as JSON. */
  readonly answer: (body: unknown, response?: { readonly status?: number; readonly contentType?: string }) => void;
  readonly fail: (failure: Failure) => void;
}

export function drive(columns = 80, rows = 24, settings: Partial<Settings> = { prefetch: false }): Driver {
  let performed: Effect[] = [];
  const store = createStore(initialState({ columns, rows }, session, 0, keyLabels, settings), (effect) =>
    performed.push(effect),
  );
  const { dispatch } = store;
  const sending = () => {
    const { exchange } = store.getState();
    if (exchange.kind !== 'sending') throw new Error('nothing is being sent');
    return exchange;
  };
  return {
    state: store.getState,
    dispatch,
    store,
    press: (...chords) => {
      for (const chord of chords) {
        const text =
          [...new Intl.Segmenter().segment(chord)].length === 1 ? chord : chord === 'space' ? ' ' : undefined;
        dispatch({ type: 'key.pressed', key: { chord, text } });
      }
    },
    type: (text) => {
      for (const key of pressesOfRun(text)) dispatch({ type: 'key.pressed', key });
    },
    effects: () => {
      const taken = performed;
      performed = [];
      return taken;
    },
    answer: (body, { status = 200, contentType = 'application/json' } = {}) => {
      const { id, request } = sending();
      const wire = toWire(request, { baseUrl });
      if (!wire.ok) throw new Error(wire.error.message);
      const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
      const received = readResponse(
        { method: wire.method, url: wire.url, headers: wire.headers, body: wire.body },
        {
          status,
          statusText: '',
          headers: [['content-type', contentType]],
          body: bytes,
          url: wire.url,
          encodedBytes: bytes.length,
          durationMs: 12,
          attempts: 1,
        },
      );
      dispatch({ type: 'exchange.done', id, received });
    },
    fail: (failure) => dispatch({ type: 'exchange.failed', id: sending().id, failure }),
  };
}

/** A page of a numbered list: items `first`… in the API's envelope. */
export function listPage(page: number, perPage: number, total: number): unknown {
  const from = (page - 1) * perPage;
  const count = Math.max(0, Math.min(perPage, total - from));
  const result = Array.from({ length: count }, (_, index) => ({
    id: `id-${from + index + 1}`,
    name: `item ${from + index + 1}`,
  }));
  const result_info = { page, per_page: perPage, count, total_count: total, total_pages: Math.ceil(total / perPage) };
  return { result, success: true, errors: [], messages: [], result_info };
}

export const refused: Failure = {
  kind: 'refused',
  tried: 'GET http://127.0.0.1:8080/client/v4/zones',
  happened: 'nothing listens there',
  next: 'check the port',
};
