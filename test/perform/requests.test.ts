// When a request begins, and how often it is told how far it is.
import { expect, test } from 'vitest';
import type { Event } from '../../src/explorer/model/events.ts';
import { type Clock, systemClock } from '../../src/http/clock.ts';
import { createCatalogs } from '../../src/perform/catalogs.ts';
import { createFlights, createRequestPerformers } from '../../src/perform/requests.ts';
import { parseLine } from '../../src/request/parse.ts';
import { quietPorts } from './ports.ts';

/** Requests that nobody answers, by a clock that goes on when it is told to. */
function unanswered() {
  const events: Event[] = [];
  let goOn: (() => void) | undefined;
  let tick: (() => void) | undefined;
  const clock: Clock = {
    ...systemClock,
    sleep: () => new Promise((resolve) => (goOn = resolve)),
    every: (_, each) => {
      tick = each;
      return () => undefined;
    },
  };
  const { send } = createRequestPerformers({
    clock,
    files: quietPorts().files,
    catalogs: createCatalogs(),
    flights: createFlights(),
    use: () => new Promise(() => undefined),
    withIds: async (_, request) => request,
    keep: undefined,
    prepareFilter: () => undefined,
    went: async () => undefined,
  });
  const parsed = parseLine('GET /zones');
  if (!parsed.ok) throw new Error('no request');
  return {
    send: (isAhead: boolean) =>
      send({ type: 'send', id: 1, request: parsed.request, isAhead }, (event) => events.push(event)),
    count: (type: Event['type']) => events.filter((event) => event.type === type).length,
    goOn: async () => {
      goOn?.();
      await Promise.resolve();
      await Promise.resolve();
    },
    tick: (times: number) => {
      for (let time = 0; time < times; time++) tick?.();
    },
  };
}

test('a page that is fetched ahead leaves the processor to the frame of the key before it; any other begins at once', async () => {
  const typed = unanswered();
  typed.send(false);
  expect(typed.count('exchange.started')).toBe(1);
  const ahead = unanswered();
  ahead.send(true);
  expect(ahead.count('exchange.started')).toBe(0);
  await ahead.goOn();
  await expect.poll(() => ahead.count('exchange.started')).toBe(1);
});

test('a request that takes long is told of ten times a second at first, then five times', () => {
  const waiting = unanswered();
  waiting.send(false);
  waiting.tick(30);
  expect(waiting.count('clock.ticked')).toBe(30);
  waiting.tick(30);
  expect(waiting.count('clock.ticked')).toBe(45);
});
