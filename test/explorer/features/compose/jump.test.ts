import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { indexDocument } from '../../../../src/json/parse.ts';
import { breadcrumb, followPath, pathOf, pathText, readPathText } from '../../../../src/json/paths.ts';
import { isHostile } from '../../../../src/text/untrusted.ts';
import { cellWidth } from '../../../../src/text/width.ts';
import { type Driver, drive } from '../../driver.ts';

const records = {
  result: [
    { id: 'x1', 'a b': [1, 2] },
    { id: 'x2', '7': { deep: true } },
  ],
  ключ: null,
  '': 1,
};

function documentOf(value: unknown) {
  const parsed = indexDocument(new TextEncoder().encode(JSON.stringify(value)));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.document;
}

function opened(): Driver {
  const user = drive(100, 30);
  const received = readFile(new TextEncoder().encode(JSON.stringify(records)));
  user.dispatch({ type: 'document.opened', name: 'a.json', received });
  return user;
}

function place(user: Driver): string {
  const body = user.state().response?.pages[0]?.body;
  if (body?.kind !== 'json') throw new Error('no tree');
  return pathText(pathOf(body.view.document, body.view.cursor), 'jq');
}

describe('a path in the prompt', () => {
  test.each([
    ['.', '.'],
    ['$', '.'],
    ['.result[1].id', '.result[1].id'],
    ['.result[-1].id', '.result[1].id'],
    [' .result[0]["a b"][1] ', '.result[0]["a b"][1]'],
    ['$.result[0].id', '.result[0].id'],
    ['$["result"][0]["a b"]', '.result[0]["a b"]'],
    ['["result"][1]', '.result[1]'],
    ['."result"[1]."7".deep', '.result[1]["7"].deep'],
    ['#/result/0/a b/1', '.result[0]["a b"][1]'],
    ['#/result/0/a%20b/1', '.result[0]["a b"][1]'],
    ['#/result/1/7/deep', '.result[1]["7"].deep'],
    ['#', '.'],
    ['.ключ', '.["ключ"]'],
    ['.[""]', '.[""]'],
  ])('%s goes to %s', (typed, reached) => {
    const user = opened();
    user.press(':');
    user.type(`${typed}\r`);
    expect(user.state().notice).toBeUndefined();
    expect(place(user)).toBe(reached);
    expect(user.state().focus.pane).toBe('response');
    expect(user.state().composer.line.text).toBe('');
    expect(user.effects().filter(({ type }) => type === 'send')).toEqual([]);
  });

  test.each([
    ['.result[5].id', '.result has no [5]'],
    ['.result[-3]', '.result has no [-3]'],
    ['.result[0].nam', '.result[0] has no "nam"'],
    ['.result[0].id.x', '.result[0].id is a string and has nothing inside'],
    ['.result[', 'This is not a path'],
    ['.result | length', 'This is not a path'],
    ['.a-b', 'This is not a path'],
  ])('%s says how far it leads, and stays', (typed, notice) => {
    const user = opened();
    user.press(':');
    user.type(`${typed}\r`);
    expect(user.state().notice?.text).toContain(notice);
    expect(user.state().composer.line.text).toBe(typed);
    expect(user.state().focus.pane).toBe('prompt');
  });

  test('needs a response', () => {
    const user = drive();
    user.type('.result\r');
    expect(user.state().notice?.text).toContain('Send a request first');
  });

  test('brings the tree back, and the request that was sent into the prompt', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.answer({ result: [{ id: 'z' }] });
    user.press('tab', 'r', ':', 'ctrl+u');
    user.type('.result[0].id\r');
    expect(user.state().composer.line.text).toBe('GET /zones');
    expect(place(user)).toBe('.result[0].id');
    expect(user.state().response?.pages[0]?.view).toBe('tree');
  });
});

describe('paths', () => {
  test.each(['jq', 'pointer', 'javascript'] as const)('in %s lead back to their node', (notation) => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, chance) => {
        const document = documentOf(value);
        const node = chance % document.nodeCount;
        const text = pathText(pathOf(document, node), notation);
        const steps = readPathText(notation === 'javascript' ? `$${text}` : text);
        expect(steps).toBeDefined();
        expect(followPath(document, steps ?? [])).toEqual({ isFound: true, node });
      }),
    );
  });
});

describe('JSON Pointers in a fragment', () => {
  // RFC 6901, section 6, in its order.
  test.each([
    ['', '#'],
    ['foo', '#/foo'],
    ['', '#/'],
    ['a/b', '#/a~1b'],
    ['c%d', '#/c%25d'],
    ['e^f', '#/e%5Ef'],
    ['g|h', '#/g%7Ch'],
    ['i\\j', '#/i%5Cj'],
    ['k"l', '#/k%22l'],
    [' ', '#/%20'],
    ['m~n', '#/m~0n'],
    ['~1', '#/~01'],
    ['é', '#/%C3%A9'],
    ['☁️', '#/%E2%98%81%EF%B8%8F'],
    ['\u202e', '#/%E2%80%AE'],
    ['a#b?c&d=e', '#/a%23b?c&d=e'],
    ['[x]', '#/%5Bx%5D'],
    ['\ud800', '#/%ED%A0%80'],
    ['\udfff!', '#/%ED%BF%BF!'],
  ])('%j is %s, which leads back', (key, pointer) => {
    const steps = pointer === '#' ? [] : [key];
    expect(pathText(steps, 'pointer')).toBe(pointer);
    expect(readPathText(pointer)).toEqual(steps);
  });

  test('holds nothing that a fragment cannot, and leads back, whatever the keys are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (keys) => {
        const pointer = pathText(keys, 'pointer');
        expect(pointer).toMatch(/^#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*$/);
        expect(readPathText(pointer)?.map(String)).toEqual(keys);
      }),
    );
  });

  test.each(['#/100%', '#/%zz', '#/%C3', '#/%FF', '#/~2'])('%s is none', (text) => {
    expect(readPathText(text)).toBeUndefined();
  });

  test('a percent sign in a pointer of its own stands for itself', () => {
    expect(readPathText('/100%25')).toEqual(['100%25']);
    expect(readPathText('#/100%25')).toEqual(['100%']);
  });
});

describe('the breadcrumb', () => {
  test.each([
    ['a"]["b', '["a\\"][\\"b"]'],
    ['two\nlines', '["two\\nlines"]'],
    ['␊', '["␊"]'],
    ['\u202e', '["\\u202e"]'],
    ['\\u202e', '["\\\\u202e"]'],
    ['\u{e0041}', '["\\udb40\\udc41"]'],
    ['name…', '["name…"]'],
    ['', '[""]'],
    ['a.b', '["a.b"]'],
    ['x'.repeat(50), `.${'x'.repeat(40)}…`],
    ['x y'.repeat(20), `["${'x y'.repeat(13)}x"…]`],
  ])('%j stands as %s', (key, shown) => {
    const document = documentOf({ [key]: 1 });
    const text = breadcrumb(document, 1, 100);
    expect(text).toBe(shown.startsWith('.') ? shown : `.${shown}`);
    if (!text.includes('…]') && !text.endsWith('…')) expect(readPathText(text)).toEqual([key]);
  });

  test('of keys that are not cut, no two stand alike, and each leads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6 }), (key) => {
        const text = breadcrumb(documentOf({ [key]: 1 }), 1, 200);
        expect(isHostile(text)).toBe(false);
        expect(readPathText(text)).toEqual([key]);
      }),
    );
  });

  test('is the path where that fits, else its end, and never wider than its place', () => {
    const document = documentOf(records);
    expect(breadcrumb(document, 0, 20)).toBe('.');
    const deep = followPath(document, ['result', 1, '7', 'deep']);
    expect(breadcrumb(document, deep.node, 40)).toBe('.result[1]["7"].deep');
    expect(breadcrumb(document, deep.node, 10)).toBe('…"7"].deep');
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.integer({ min: 1, max: 60 }), (value, chance, cells) => {
        const doc = documentOf(value);
        expect(cellWidth(breadcrumb(doc, chance % doc.nodeCount, cells))).toBeLessThanOrEqual(cells);
      }),
    );
  });

  test('looks at no more of a path than it shows', () => {
    const levels = 100_000;
    const bytes = new TextEncoder().encode('['.repeat(levels) + ']'.repeat(levels));
    const parsed = indexDocument(bytes);
    if (!parsed.ok) throw new Error(parsed.error.reason);
    expect(breadcrumb(parsed.document, levels - 1, 19)).toBe('…[0][0][0][0][0][0]');
  });
});
