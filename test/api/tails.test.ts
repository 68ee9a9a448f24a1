// What is asked of the API for a tail, and one event of it in one line.
import { expect, test } from 'vitest';
import { isTailEvent, tailFilters, tailsPath, tellEvent } from '../../src/api/tails.ts';

const none = { status: [], method: [], ip: [], header: [], search: undefined, sampling: undefined, version: undefined };

test('filters are as the API takes them, one member each', () => {
  expect(tailFilters(none)).toEqual([]);
  expect(
    tailFilters({
      status: ['ok', 'error', 'exception'],
      method: ['get', 'POST'],
      ip: ['self'],
      header: ['X-One', 'X-Two: some: text'],
      search: 'oops',
      sampling: 0.25,
      version: 'v1',
    }),
  ).toEqual([
    { sampling_rate: 0.25 },
    { outcome: ['ok', 'exception', 'exceededCpu', 'exceededMemory', 'unknown'] },
    { method: ['GET', 'POST'] },
    { header: { key: 'X-One' } },
    { header: { key: 'X-Two', query: 'some: text' } },
    { client_ip: ['self'] },
    { query: 'oops' },
    { scriptVersion: 'v1' },
  ]);
});

test.each([
  ['POST', '/accounts/a/workers/scripts/b/tails', true],
  ['POST', '/accounts/a/workers/scripts/b/tails/', true],
  ['POST', '/accounts/a/pages/projects/p/deployments/d/tails', true],
  ['GET', '/accounts/a/workers/scripts/b/tails', false],
  ['POST', '/accounts/a/workers/scripts/b/tails/id', false],
  ['POST', '/accounts/a/workers/scripts/b', false],
])('%s %s makes a tail: %s', (method, path, isOne) => {
  expect(tailsPath(method, path) !== undefined).toBe(isOne);
});

const base = { outcome: 'ok', scriptName: 'shop', logs: [], exceptions: [], eventTimestamp: 1 };
const request = { url: 'https://shop.example.com/a/very/long/path', method: 'GET', headers: {}, cf: {} };

test.each([
  [
    { event: { request, response: { status: 200 } }, cpuTime: 3 },
    'ok  GET shop.example.com/a/very/long/path 200  3 ms CPU',
  ],
  [{ event: { request } }, 'ok  GET shop.example.com/a/very/long/path'],
  [{ event: { cron: '*/5 * * * *', scheduledTime: 5 } }, 'ok  cron */5 * * * *'],
  [{ event: { scheduledTime: '2026-11-30T12:00:00Z' } }, 'ok  alarm of 2026-11-30T12:00:00Z'],
  [{ event: { queue: 'jobs', batchSize: 7 } }, 'ok  queue jobs, 7 messages'],
  [{ event: { mailFrom: 'a@b', rcptTo: 'c@d', rawSize: 12 } }, 'ok  email from a@b to c@d, 12 bytes'],
  [{ event: { rpcMethod: 'add' } }, 'ok  rpc add'],
  [{ event: { consumedEvents: [{}, {}] } }, 'ok  tail of 2 events'],
  [{ event: { type: 'overload', message: 'sampled' } }, 'ok  overload: sampled'],
  [{ event: { getWebSocketEvent: { webSocketEventType: 'close', code: 1000 } } }, 'ok  websocket close'],
  [
    { event: null, outcome: 'exception', exceptions: [{ name: 'TypeError', message: 'no' }] },
    'exception  TypeError: no',
  ],
  [{ event: null, logs: [{ message: ['a', { b: 1 }], level: 'log' }] }, 'ok  a {"b":1}'],
  [{ event: null, logs: [{ message: 'plain' }] }, 'ok  plain'],
  [{ event: 'odd', logs: [5], exceptions: [null] }, 'ok'],
])('the event %j in one line', (part, line) => {
  const event = { ...base, ...part };
  expect(isTailEvent(event)).toBe(true);
  expect(tellEvent(event)).toBe(line);
});

test('an address gives way to what comes after it', () => {
  const event = { ...base, event: { request, response: { status: 404 } } };
  expect(tellEvent(event, 20)).toBe('ok  GET shop.examp…long/path 404');
});
