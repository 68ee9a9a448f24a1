// Requests for tests of the history, and a history of its own in a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { SentRequest } from '../../../src/store/history/entry.ts';
import { createHistory, type History, type HistoryOptions } from '../../../src/store/history/history.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export interface OpenHistory extends History {
  readonly folder: string;
  /** What it said went wrong. */
  readonly troubles: readonly string[];
}

export const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7);

export function openHistory(folder = temporaryFolder(), options: Partial<HistoryOptions> = {}): OpenHistory {
  const troubles: string[] = [];
  const history = createHistory({ folder, bodyKey: key, onTrouble: (sentence) => troubles.push(sentence), ...options });
  onTestFinished(() => history.close());
  return { ...history, folder, troubles };
}

/** A request that was answered; `at` counts seconds of one day. */
export function sent(line: string, changes: Partial<SentRequest> = {}): SentRequest {
  const [method = 'GET', where = '/'] = line.split(' ');
  return {
    at: Date.UTC(2025, 10, 24),
    profile: 'production',
    origin: 'https://api.cloudflare.com',
    line,
    typed: undefined,
    method,
    path: where,
    partOf: undefined,
    headers: [['accept', 'application/json']],
    body: undefined,
    outcome: answered('{"success":true}'),
    ...changes,
  };
}

export function answered(body: string | Uint8Array, status = 200): SentRequest['outcome'] {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    type: 'answered',
    status,
    statusText: 'OK',
    headers: [
      ['content-type', 'application/json'],
      ['CF-Ray', '8f0e1d2c3b4a5968-FRA'],
    ],
    body: bytes,
    size: bytes.length,
    url: 'https://api.cloudflare.com/client/v4/zones',
    durationMs: 12.4,
    attempts: 1,
  };
}

export const failed: SentRequest['outcome'] = {
  type: 'failed',
  failure: {
    kind: 'refused',
    tried: 'GET https://x.example/',
    happened: 'nothing listens there',
    next: 'check the port',
  },
};

export const newest = { from: 'newest' } as const;
