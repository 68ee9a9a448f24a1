// What the runtime needs of the world, for tests: a history in a folder of its own, no profiles, a terminal that does nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { systemClock } from '../../src/http/clock.ts';
import type { createEffects } from '../../src/perform/perform.ts';
import { openForSending, readUserFile } from '../../src/store/user-files.ts';
import { createHistoryClient, type HistoryClient } from '../../src/workers/history.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-perform-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export function quietPorts(history = emptyHistory()): Parameters<typeof createEffects>[1] {
  const nothing = async (): Promise<void> => undefined;
  return {
    clock: systemClock,
    files: { read: readUserFile, open: openForSending },
    env: {},
    version: '0.0.0',
    keyLabels,
    history,
    vault: {
      place: () => Promise.reject(new Error('no profiles are kept here')),
      profile: undefined,
      passphrase: undefined,
    },
    stopArrival: () => undefined,
    terminal: {
      suspend: nothing,
      lend: (_, work) => work(new AbortController().signal),
      redraw: nothing,
      write: () => undefined,
      paintIn: () => undefined,
      background: async () => undefined,
      quit: () => undefined,
    },
  };
}

function emptyHistory(): HistoryClient {
  return createHistoryClient({ folder: temporaryFolder(), bodyKey: undefined }, (trouble) => {
    throw new Error(trouble);
  });
}
