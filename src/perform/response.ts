// Performs what the state wants done with the document on screen, and reports back. What is heavy is loaded when it is wanted.

import type { Environment } from '../accounts/account.ts';
import type { DocumentEffect } from '../explorer/model/effects.ts';
import type { Event } from '../explorer/model/events.ts';
import { keyFor } from '../explorer/model/key-labels.ts';
import { keyLabels } from '../explorer/shell/bindings.ts';
import type { Ticker } from '../http/clock.ts';
import { formatBytes } from '../text/numbers.ts';
import { errorText } from '../text/sentences.ts';
import type { Filterer } from '../workers/filtering.ts';
import type { TableReader } from '../workers/tables.ts';
import type { Terminal } from './ports.ts';

type Dispatch = (event: Event) => void;

interface DocumentEffects {
  readonly perform: (effect: DocumentEffect, dispatch: Dispatch) => void;
  readonly close: () => Promise<void>;
}

/** Milliseconds between frames of the spinner. */
const tick = 100;

export function createDocumentEffects(clock: Ticker, env: Environment, terminal: Terminal): DocumentEffects {
  let filterer: Promise<Filterer> | undefined;
  let tables: Promise<TableReader> | undefined;
  let stopTicking = (): void => undefined;

  const jq = (): Promise<Filterer> => {
    filterer ??= import('../workers/filtering.ts').then(({ createFilterer }) => createFilterer());
    return filterer;
  };
  const run = async (effect: Extract<DocumentEffect, { type: 'jq.run' }>, dispatch: Dispatch): Promise<void> => {
    const { id } = effect;
    stopTicking();
    (await jq()).start(effect, {
      onStart: () => {
        dispatch({ type: 'jq.started', id, at: clock.now() });
        stopTicking = clock.every(tick, () => dispatch({ type: 'clock.ticked', now: clock.now() }));
      },
      onGrow: (body) => body && dispatch({ type: 'jq.grew', id, body }),
      onEnd: (end) => {
        stopTicking();
        if (end.type === 'done') dispatch({ type: 'jq.done', id, body: end.body });
        else dispatch({ type: 'jq.refused', id, reason: end.reason });
      },
    });
  };
  const copy = async ({ text, what }: Extract<DocumentEffect, { type: 'copy' }>, dispatch: Dispatch): Promise<void> => {
    try {
      const [{ passageBytes }, { createClipboard }] = await Promise.all([
        import('./passage.ts'),
        import('./clipboard.ts'),
      ]);
      const clipboard = createClipboard(env, terminal);
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of passageBytes(text)) {
        size += chunk.length;
        if (size > clipboard.largest) throw new Error(`it is larger than ${formatBytes(clipboard.largest)}`);
        chunks.push(chunk);
      }
      const where = await clipboard.copy(new Uint8Array(Buffer.concat(chunks)));
      dispatch({ type: 'told', kind: 'info', text: `Copied ${what} ${where} (${formatBytes(size)})` });
    } catch (error) {
      const reason = errorText(error);
      dispatch({ type: 'told', kind: 'problem', text: `Could not copy ${what}: ${reason}` });
    }
  };
  const write = async (effect: Extract<DocumentEffect, { type: 'write' }>, dispatch: Dispatch): Promise<void> => {
    const { text, what, path, mayReplace, isPrivate } = effect;
    const ended = (outcome: 'written' | 'exists' | 'failed', said: string): void =>
      dispatch({ type: 'write.ended', outcome, path, text: said });
    try {
      const [{ passageBytes }, { writeUserFile, homeExpanded }] = await Promise.all([
        import('./passage.ts'),
        import('../store/user-files.ts'),
      ]);
      const file = homeExpanded(path, env.HOME);
      const size = await writeUserFile(file, passageBytes(text), { mayReplace, isPrivate });
      if (size === undefined)
        ended(
          'exists',
          `${path} exists already. Press ${keyFor({ keyLabels }, 'question.answer')} again to replace it`,
        );
      else ended('written', `Wrote ${what} to ${path} (${formatBytes(size)})`);
    } catch (error) {
      ended('failed', `${path} could not be written: ${errorText(error)}`);
    }
  };
  const tableReader = (): Promise<TableReader> => {
    tables ??= import('../workers/tables.ts').then(({ createTableReader }) => createTableReader());
    return tables;
  };
  const order = async (
    { type: _, ...wish }: Extract<DocumentEffect, { type: 'table.order' }>,
    dispatch: Dispatch,
  ): Promise<void> => {
    try {
      dispatch({ type: 'table.ordered', ...wish, ...(await (await tableReader()).order(wish)) });
    } catch (error) {
      const reason = errorText(error);
      dispatch({ type: 'told', kind: 'problem', text: `The rows could not be sorted: ${reason}` });
    }
  };
  const findColumns = async (
    { document, list }: Extract<DocumentEffect, { type: 'table.findColumns' }>,
    dispatch: Dispatch,
  ): Promise<void> => {
    try {
      const columns = await (await tableReader()).columns({ document, list });
      dispatch({ type: 'table.columnsFound', document, list, columns });
    } catch (error) {
      const reason = errorText(error);
      dispatch({ type: 'told', kind: 'problem', text: `Not all rows could be searched for columns: ${reason}` });
    }
  };
  return {
    perform: (effect, dispatch) => {
      switch (effect.type) {
        case 'tellTime':
          dispatch({ type: 'clock.ticked', now: clock.now() });
          return;
        case 'copy':
          void copy(effect, dispatch);
          return;
        case 'write':
          void write(effect, dispatch);
          return;
        case 'jq.prepare':
          void jq().then((open) => open.prepare());
          return;
        case 'jq.run':
          void run(effect, dispatch);
          return;
        case 'table.order':
          void order(effect, dispatch);
          return;
        case 'table.findColumns':
          void findColumns(effect, dispatch);
          return;
        case 'table.stop':
          void tables?.then((open) => open.stopOrder());
          return;
        case 'jq.stop':
          stopTicking();
          void filterer?.then((open) => open.stop());
          return;
      }
    },
    close: async () => {
      stopTicking();
      await filterer?.then((open) => open.close());
      await tables?.then((open) => open.close());
    },
  };
}
