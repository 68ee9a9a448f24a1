// A session of the explorer without its screen: the store and what carries out its effects, the draft that is kept, the lock that
// closes after a while without a key, and what is read behind the first frame.

import type { StartAccount } from '../accounts/choice.ts';
import { isBodyArriving, type Received } from '../api/received.ts';
import { redactLine } from '../api/redact-line.ts';
import { once } from '../catalog/once.ts';
import { unsentAccount, unsentLine } from '../explorer/features/compose/prompt.ts';
import { noOwnKeys, type OwnKeys } from '../explorer/keys/own-keys.ts';
import { isUntimed } from '../explorer/model/notices.ts';
import { initialState, type Screen } from '../explorer/model/state.ts';
import type { ThemeDefinition } from '../explorer/model/theme.ts';
import { ownKeyLabels } from '../explorer/shell/bindings.ts';
import { systemClock, type Ticker } from '../http/clock.ts';
import type { Settings } from '../settings/table.ts';
import type { UnsentLine } from '../store/drafts.ts';
import { locate } from '../store/locations.ts';
import { createHistoryClient } from '../workers/history.ts';
import type { WorkerOptions } from '../workers/history-worker.ts';
import type { Arrival } from '../workers/indexing.ts';
import { createEffects } from './perform.ts';
import type { Files, Terminal } from './performers.ts';
import { sessionOf, shownEnvironment, shownNewPlace } from './shown.ts';
import { createStore, type Store } from './store.ts';

export interface SessionOptions extends StartAccount {
  /** True where a passphrase that has to be typed is asked for at once. */
  readonly asksToUnlock: boolean;
  readonly version: string;
  readonly files: Files;
  readonly history: WorkerOptions;
  readonly drafts: DraftKeeper;
  /** The folder in which it is kept how tables are arranged; undefined where nothing is stored. */
  readonly tablesFolder?: string | undefined;
  /** What an earlier session had typed and not sent. */
  readonly draft: UnsentLine | undefined;
  /** What the user has set, and what is wrong with it. */
  readonly settings: Settings;
  /** Keys that differ from the defaults. */
  readonly ownKeys?: OwnKeys | undefined;
  /** The theme that was found for it; undefined for the terminal's own colours. */
  readonly theme?: ThemeDefinition | undefined;
  /** The explorer is to choose a value: Enter leaves with it. */
  readonly isChoosing?: boolean | undefined;
  /** Nothing of an earlier session is there: the keys to begin with are shown. */
  readonly isFirst?: boolean | undefined;
  /** Bytes that are kept of rows that go on. */
  readonly keep: number;
  readonly notice: string | undefined;
  /** A document to begin with, instead of the prompt. */
  readonly document: OpenedDocument | undefined;
}

export interface OpenedDocument {
  readonly name: string;
  /** What there is of it at first. */
  readonly received: Received;
  /** Brings the rest; undefined where that is all. */
  readonly arrival?: Arrival | undefined;
}

interface Session {
  /** For whoever shows the state, and reads keys. */
  readonly store: Store;
  /** The first screen stands: what it could do without is read now. */
  readonly goOn: () => void;
  /** Ends what is on its way, and waits until what is to be kept is. */
  readonly close: () => Promise<void>;
}

/** Milliseconds after the first frame at which the history is read, when no key has asked for it before. */
const readHistoryAfter = 150;

/** The same where a document is on its way: two workers at once take 10 MB more, and the processor from each other. */
const readHistoryAtLatest = 3_000;

/** Milliseconds after the first frame at which the account is opened, when no request has done so before. */
const openAfter = 500;

/** The same for a profile, whose name the header is still to show. */
const openProfileAfter = 50;

export function openSession(options: SessionOptions, terminal: Terminal, screen: Screen): Session {
  const { document, draft, notice, settings, version, files, vault, ownKeys = noOwnKeys } = options;
  const keyLabels = ownKeyLabels(ownKeys);
  const history = createHistoryClient(options.history, (sentence) => {
    store.dispatch({ type: 'history.troubled', sentence });
  });
  const effects = createEffects(options.account, {
    history,
    clock: systemClock,
    files,
    env: process.env,
    version,
    vault,
    stopArrival: () => document?.arrival?.stop(),
    tablesFolder: options.tablesFolder,
    keep: options.keep,
    keyLabels,
    terminal,
  });
  const store = createStore(
    {
      ...initialState(screen, sessionOf(options.account), systemClock.now(), keyLabels, settings),
      ownKeys,
      isChoosing: options.isChoosing === true,
      home: { cursor: 0, tour: options.isFirst === true },
    },
    effects.perform,
  );
  store.dispatch({ type: 'history.begun' });
  store.dispatch({
    type: 'profiles.begun',
    environment: shownEnvironment(process.env),
    ...shownNewPlace(process.env),
    isLocked: options.isLocked,
    asks: options.asksToUnlock,
  });
  if (draft !== undefined) store.dispatch({ type: 'draft.restored', ...draft });
  if (notice !== undefined) store.dispatch({ type: 'session.refused', reason: notice });
  const stopTiming = store.subscribe(() => {
    if (isUntimed(store.getState())) store.dispatch({ type: 'clock.ticked', now: systemClock.now() });
  });
  const keepLastDraft = keepDraft(store, options.drafts);
  if (document) store.dispatch({ type: 'document.opened', name: document.name, received: document.received });
  const { lastId } = store.getState();
  const idle = lockWhenIdle(store, systemClock);
  const timers: NodeJS.Timeout[] = [];

  return {
    store: idle.store,
    goOn: () => {
      const readHistory = once(() => effects.openHistory(store.dispatch));
      // The rest of a large document can wait until its first screen stands.
      document?.arrival?.listen((body) => {
        store.dispatch({ type: 'document.grew', id: lastId, body });
        if (!isBodyArriving(body)) timers.push(setTimeout(readHistory, readHistoryAfter));
      });
      timers.push(setTimeout(readHistory, document?.arrival ? readHistoryAtLatest : readHistoryAfter));
      timers.push(setTimeout(() => void sweepEdited(), readHistoryAfter));
      // Asks the terminal, which may take its time.
      if (settings.theme === 'auto') effects.perform({ type: 'theme.show', name: 'auto' }, store.dispatch);
      // Loading client and sandbox would hold up the first keys: it waits for a pause, or for the request that needs them.
      // A document needs no account until a request is sent.
      if (document !== undefined || options.isLocked) return;
      const delay = options.account.kind === 'profile' ? openProfileAfter : openAfter;
      timers.push(setTimeout(() => void effects.open(store.dispatch), delay));
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      idle.stop();
      stopTiming();
      document?.arrival?.stop();
      await keepLastDraft();
      await effects.close();
    },
  };
}

/** A body stands in the clear in a file while it is edited: what a session that was killed has left goes at once. */
async function sweepEdited(): Promise<void> {
  const { sweepEditedFiles } = await import('../store/edited-files.ts');
  sweepEditedFiles(locate(process.env).cache);
}

/** Where drafts are kept; the store room gives it. */
interface DraftKeeper {
  readonly keep: (draft: UnsentLine | undefined) => Promise<void>;
}

/** Milliseconds after the last key. A program that is killed sooner loses those keys. */
const pause = 200;

/** Follows the store until the returned function is called, which keeps what is left and waits for it. */
function keepDraft(store: Store, drafts: DraftKeeper): () => Promise<void> {
  let kept = unsentLine(store.getState());
  let timer: NodeJS.Timeout | undefined;
  const keep = (): Promise<void> => {
    timer = undefined;
    const line = unsentLine(store.getState());
    if (line === kept) return Promise.resolve();
    kept = line;
    // What is secret is left out, as it is in the history: it would stand there in the clear.
    if (line === undefined) return drafts.keep(undefined);
    return drafts.keep({ text: redactLine(line).line, from: unsentAccount(store.getState()) });
  };
  const unsubscribe = store.subscribe(() => {
    if (unsentLine(store.getState()) === kept) return;
    timer ??= setTimeout(() => void keep(), pause);
  });
  return async () => {
    unsubscribe();
    clearTimeout(timer);
    await keep();
  };
}

/** Milliseconds between looks at the clock. */
const lookEvery = 5_000;

interface IdleLock {
  /** The store for whoever reads keys. */
  readonly store: Store;
  readonly stop: () => void;
}

/** As `idleLockMinutes` says, also where it is changed meanwhile. */
export function lockWhenIdle(store: Store, clock: Ticker): IdleLock {
  let lastKeyAt = clock.now();
  let stopLooking: (() => void) | undefined;
  /** True where it has just been locked. */
  const lockIfIdle = (): boolean => {
    const { settings, profiles } = store.getState();
    const isIdle =
      settings.idleLockMinutes > 0 &&
      clock.now() - lastKeyAt >= settings.idleLockMinutes * 60_000 &&
      profiles.vault.kind === 'open';
    if (isIdle) store.dispatch({ type: 'profiles.idled' });
    return isIdle;
  };
  /** Nothing looks at the clock where there is nothing to lock, or it is never locked: an idle explorer sleeps. */
  const lookIfWanted = (): void => {
    const { settings, profiles } = store.getState();
    if (settings.idleLockMinutes > 0 && profiles.vault.kind === 'open')
      stopLooking ??= clock.every(lookEvery, lockIfIdle);
    else if (stopLooking) stopLooking = void stopLooking();
  };
  lookIfWanted();
  const unsubscribe = store.subscribe(lookIfWanted);
  const dispatch: Store['dispatch'] = (event) => {
    if (event.type === 'key.pressed' || event.type === 'text.pasted' || event.type === 'mouse.used') {
      const isLate = lockIfIdle();
      lastKeyAt = clock.now();
      // The key that wakes a machine was meant for a screen that is hidden now.
      if (isLate) return;
    }
    store.dispatch(event);
  };
  const stop = (): void => {
    unsubscribe();
    stopLooking?.();
  };
  return { store: { ...store, dispatch }, stop };
}
