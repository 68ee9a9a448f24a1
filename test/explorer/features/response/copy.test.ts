import { describe, expect, test } from 'vitest';
import { readBody, readFile } from '../../../../src/api/received.ts';
import { type Driver, drive } from '../../driver.ts';

const records = { result: [{ id: 'x1', 'a b': [1, 2], note: 'two\nlines' }], empty: {} };

function opened(document: unknown = records): Driver {
  const user = drive(100, 30);
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(new TextEncoder().encode(text)) });
  user.press('0', 'g');
  return user;
}

function copied(user: Driver): readonly unknown[] {
  return user.effects().filter(({ type }) => type === 'copy');
}

describe('copying', () => {
  test.each([
    ['v', { kind: 'value', node: 3 }, 'the value of .result[0].id'],
    ['s', { kind: 'pretty', node: 3 }, 'the subtree of .result[0].id'],
    ['b', { kind: 'body' }, 'the whole body'],
    ['k', 'id', 'the key of .result[0].id'],
  ])('y %s', (key, text, what) => {
    const user = opened();
    user.press('j', 'j', 'j', 'y', key);
    expect(copied(user)).toMatchObject([{ type: 'copy', text, what }]);
    expect(user.state().focus.overlays).toEqual([]);
  });

  test.each([
    ['jq', ['enter'], '.result[0]["a b"][1]'],
    ['JSON Pointer', ['down', 'enter'], '#/result/0/a%20b/1'],
    ['JavaScript', ['J', 'enter'], '.result[0]["a b"][1]'],
  ])('y p copies the path as %s', (_, keys, text) => {
    const user = opened();
    user.press('j', 'j', 'j', 'j', 'j', 'j', 'y', 'p', ...keys);
    expect(copied(user)).toMatchObject([{ type: 'copy', text }]);
    expect(user.state().focus.overlays).toEqual([]);
  });

  test.each([
    ['this one', ['enter'], '.result[0].id'],
    ['by identity', ['down', 'enter'], '.result[] | select(.id == "x1") | .id'],
    ['of every item', ['e', 'v', 'enter'], '.result[].id'],
  ])('y f copies the filter that leads here: %s', (_, keys, text) => {
    const user = opened();
    user.press('j', 'j', 'j', 'y', 'f', ...keys);
    expect(copied(user)).toMatchObject([{ type: 'copy', text, what: `the filter ${text}` }]);
    expect(user.state().focus.overlays).toEqual([]);
  });

  test('y f asks nothing where one filter alone leads here', () => {
    const user = opened();
    user.press('j', 'y', 'f');
    expect(copied(user)).toMatchObject([{ text: '.result' }]);
  });

  test('y f has the filter in force before the path', () => {
    const user = opened();
    user.press('|');
    user.type('.result[], .empty');
    user.press('enter');
    const id = user.state().jq.run?.id ?? 0;
    user.dispatch({ type: 'jq.started', id, at: 0 });
    user.dispatch({
      type: 'jq.done',
      id,
      body: readBody(new TextEncoder().encode('{"id":"x1"}\n{}'), 'application/json'),
    });
    user.press('0', 'g', 'j', 'j', 'y', 'f', 'enter');
    expect(copied(user)).toMatchObject([{ text: '[.result[], .empty][0].id' }]);
  });

  test.each([
    [['y', 'k'], 'The root has no key'],
    [['j', 'j', 'y', 'k'], 'A list item has no key'],
    [['y', 'x'], 'x does nothing here'],
    [['r', 'y', 'v'], 'No value is selected in this view'],
  ])('%j says why not', (keys, notice) => {
    const user = opened();
    user.press(...keys);
    expect(copied(user)).toEqual([]);
    expect(user.state().notice?.text).toContain(notice);
  });

  test('what is no JSON is copied whole', () => {
    const user = opened('no json at all');
    user.press('y', 'v');
    expect(user.state().notice?.text).toContain('y b copies the body');
    user.press('b');
    expect(copied(user)).toMatchObject([{ text: { kind: 'body' } }]);
  });

  test('esc leaves it', () => {
    const user = opened();
    user.press('y', 'esc');
    expect(user.state().focus.overlays).toEqual([]);
    expect(user.state().response).toBeDefined();
  });
});
