import { describe, expect, test } from 'vitest';
import { fileReceived, readBody, readFile } from '../../../../src/api/received.ts';
import { suggestedFilter } from '../../../../src/explorer/features/filter/jq.ts';
import { shownLayers, shownPage } from '../../../../src/explorer/model/response.ts';
import { indexStart } from '../../../../src/json/parse.ts';
import { type Driver, drive, listPage } from '../../driver.ts';

const records = {
  result: [
    { id: 'x1', meta: { tag: 'a' } },
    { id: 'x2', meta: { tag: 'b' } },
  ],
  success: true,
};

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function opened(document: unknown = records): Driver {
  const user = drive(100, 30);
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(bytesOf(document)) });
  return user;
}

/** The filter that runs, as the last effect wants it. */
function running(user: Driver) {
  const effect = user.effects().findLast(({ type }) => type === 'jq.run');
  if (effect?.type !== 'jq.run') throw new Error('no filter runs');
  return effect;
}

function finish(user: Driver, result: unknown): void {
  const { id } = running(user);
  user.dispatch({ type: 'jq.started', id, at: 0 });
  user.dispatch({ type: 'jq.done', id, body: readBody(bytesOf(result), 'application/json') });
}

function refuse(user: Driver, reason: string): void {
  user.dispatch({ type: 'jq.refused', id: running(user).id, reason });
}

function shown(user: Driver): unknown {
  const { response } = user.state();
  const body = response && shownPage(response)?.body;
  return body && JSON.parse(new TextDecoder().decode(body.bytes));
}

function filters(user: Driver): readonly string[] {
  const { response } = user.state();
  return response ? shownLayers(response).map(({ filter }) => filter) : [];
}

function field(user: Driver): string | undefined {
  const overlay = user.state().focus.overlays.at(-1);
  return overlay?.kind === 'question' ? overlay.line.text : undefined;
}

describe('a filter', () => {
  test('shows its result while it is typed, and keeps the last good one where it is wrong for a moment', () => {
    const user = opened();
    user.press('|');
    user.type('.success');
    finish(user, true);
    expect(shown(user)).toBe(true);
    user.type(' |');
    refuse(user, 'syntax error');
    expect(shown(user)).toBe(true);
    expect(field(user)).toBe('.success |');
    expect(user.state().response?.layers.at(-1)?.problem).toBe('syntax error');
  });

  test('runs once for a text, with the limit of the settings', () => {
    const user = opened();
    user.press('|');
    user.type('.success');
    expect(running(user)).toMatchObject({ filter: '.success', limitMs: 30_000 });
    user.press('left', 'right');
    expect(user.effects()).toEqual([]);
  });

  test('enter makes the result a document of its own, and esc goes back to the row', () => {
    const user = opened();
    user.press('j', 'j', 'J');
    const before = user.state().response?.pages[0]?.body;
    user.press('|');
    user.type('.result');
    finish(user, records.result);
    user.press('enter');
    expect(field(user)).toBeUndefined();
    expect(filters(user)).toEqual(['.result']);
    user.press('|');
    user.type('map(.id)');
    finish(user, ['x1', 'x2']);
    user.press('enter');
    expect(filters(user)).toEqual(['.result', 'map(.id)']);
    user.press('j', 'esc');
    expect(shown(user)).toEqual(records.result);
    user.press('esc');
    expect(filters(user)).toEqual([]);
    expect(user.state().response?.pages[0]?.body).toEqual(before);
  });

  test('esc while it is typed takes the result away and ends what runs', () => {
    const user = opened();
    user.press('|');
    user.type('.success');
    const { id } = running(user);
    user.press('esc');
    expect(user.effects()).toMatchObject([{ type: 'jq.stop' }]);
    user.dispatch({ type: 'jq.done', id, body: readBody(bytesOf('late'), 'application/json') });
    expect(shown(user)).toEqual(records);
  });

  test('enter before the result is there takes it when it comes', () => {
    const user = opened();
    user.press('|');
    user.type('.success');
    user.press('enter');
    expect(field(user)).toBe('.success');
    finish(user, true);
    expect(field(user)).toBeUndefined();
    expect(filters(user)).toEqual(['.success']);
  });

  test('enter on a wrong one says why in the words of jq, and keeps it', () => {
    const user = opened();
    user.press('|');
    user.type('.[');
    refuse(user, 'unexpected end');
    user.press('enter');
    expect(user.state().notice?.text).toBe('jq: unexpected end');
    expect(field(user)).toBe('.[');
  });

  test('is applied to the next page too', () => {
    const user = drive();
    user.type('GET /zones per_page==2\r');
    user.answer(listPage(1, 2, 4));
    user.press('|');
    user.type('.result | length');
    finish(user, 2);
    user.press('enter', ']');
    user.answer(listPage(2, 2, 4));
    expect(running(user).filter).toBe('.result | length');
  });

  test('may be typed while the document arrives, and runs when all of it is here', () => {
    const user = drive(100, 30);
    const all = bytesOf(records);
    const part = indexStart(all.subarray(0, 40));
    if (!part) throw new Error('no part');
    const arriving = { received: 40, total: all.length, bytesPerSecond: 1 };
    const received = fileReceived({ kind: 'json', document: part, bytes: part.bytes, arriving, incomplete: undefined });
    user.dispatch({ type: 'document.opened', name: 'a.json', received });
    user.press('|');
    user.type('.success');
    user.press('enter');
    expect(user.effects().filter(({ type }) => type === 'jq.run')).toEqual([]);
    expect(user.state().notice?.text).toContain('when the whole document');
    const { lastId } = user.state();
    user.dispatch({ type: 'document.grew', id: lastId, body: readBody(all, 'application/json') });
    finish(user, true);
    expect(filters(user)).toEqual(['.success']);
  });
});

describe('the field', () => {
  test('suggests the path of the row, for all items of a list', () => {
    const user = opened();
    user.press('0', 'g', 'j', 'j', 'j');
    expect(suggestedFilter(user.state())).toBe('.result[].id');
    user.press('|', 'tab');
    expect(field(user)).toBe('.result[].id');
  });

  test('tab goes round the keys that fit at the cursor', () => {
    const user = opened();
    user.press('|');
    user.type('.result[] | select(.meta.');
    user.press('tab');
    expect(field(user)).toBe('.result[] | select(.meta.tag');
    user.press('ctrl+u');
    user.type('.result[].');
    user.press('tab', 'tab');
    expect(field(user)).toBe('.result[].meta');
    user.press('tab');
    expect(field(user)).toBe('.result[].id');
    user.press('shift+tab');
    expect(field(user)).toBe('.result[].meta');
  });

  test('up brings earlier filters back, of this session and of requests, and down what was typed', () => {
    const user = drive();
    user.type('GET /user | .result.id\r');
    user.answer({ result: { id: 'u' } });
    finish(user, 'u');
    user.press('|');
    user.type('.success');
    finish(user, true);
    user.press('enter', '|');
    user.type('.x');
    user.press('up');
    expect(field(user)).toBe('.success');
    user.press('up');
    expect(field(user)).toBe('.result.id');
    user.press('up');
    expect(user.state().notice?.text).toContain('oldest');
    user.press('down', 'down');
    expect(field(user)).toBe('.x');
  });
});
