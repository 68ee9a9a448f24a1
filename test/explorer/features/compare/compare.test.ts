import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { parseLine } from '../../../../src/request/parse.ts';
import { type Driver, drive } from '../../driver.ts';
import { comparedLines, performComparisons, selectedLine, storedRow } from './compared.ts';

const items = `{
  "result": [
    {"id":"a","name":"www","ttl":1,"data":{"x":1},"modified_on":"1"},
    {"id":"b","name":"api","ttl":300,"data":{"x":2},"modified_on":"2"}
  ],
  "other": [
    {"id":"b","name":"api","ttl":300,"data":{"x":2}},
    {"id":"c","name":"new","ttl":9007199254740993,"data":{"x":3}},
    {"id":"a","name":"www","ttl":2,"data":{"x":1}}
  ]
}`;

function withItems(columns = 80, rows = 24): Driver {
  const user = drive(columns, rows);
  user.type('GET /zones\r');
  user.answer(items);
  user.press('e');
  user.effects();
  return user;
}

/** Marks the first list and compares it with the second. */
function compareLists(columns = 80, rows = 24): Driver {
  const user = withItems(columns, rows);
  user.press('g', 'l', 'D', 'J', 'D');
  performComparisons(user);
  return user;
}

describe('two rows', () => {
  test('the first is marked, and the same key on another compares them', () => {
    const user = compareLists();
    expect(comparedLines(user)).toEqual([
      '.result → .other',
      '▾   all',
      '    + 1 new  {"id":"c","name":"new","ttl":9007199254740993,"data":… 4 members',
      '  ▾ > 2 www from 0',
      '      ~ ttl  1 → 2',
    ]);
    expect(user.state().compare.shown?.found?.ignored).toEqual([['modified_on', 2]]);
  });

  test('on the same row, and with Esc, the mark goes; the tree stays', () => {
    const user = withItems();
    user.press('D');
    expect(user.state().notice?.text).toContain('is the first. D on another compares them');
    user.press('D');
    expect(user.state().compare.mark).toBeUndefined();
    user.press('D', 'esc');
    expect(user.state().compare.mark).toBeUndefined();
    expect(user.state().response).toBeDefined();
  });

  test('in a table they are whole rows', () => {
    const user = withItems();
    user.press('g', 'l', 'l', 't', 'D', 'j', 'D');
    const [run] = user.effects().filter(({ type }) => type === 'compare.run');
    expect(run).toMatchObject({ ignored: ['modified_on'] });
    expect(user.state().compare.shown?.titles).toEqual(['.result[0]', '.result[1]']);
  });

  test('Esc leaves the comparison, and stops one that runs', () => {
    const user = withItems();
    user.press('g', 'l', 'D', 'J', 'D');
    expect(comparedLines(user)[1]).toContain('Comparing… 0 %');
    const { id = 0 } = user.state().compare.shown ?? {};
    user.dispatch({ type: 'compare.progressed', id, share: 0.42 });
    expect(comparedLines(user)[1]).toContain('Comparing… 42 %  esc stops');
    user.effects();
    user.press('esc');
    expect(user.effects()).toEqual([{ type: 'compare.stop' }]);
    expect(user.state().focus.overlays).toEqual([]);
    user.dispatch({ type: 'compare.failed', id, reason: 'late' });
    expect(user.state().compare.shown).toBeUndefined();
  });
});

describe('the view', () => {
  test('moves, folds, and goes from change to change', () => {
    const user = compareLists();
    user.press('n');
    expect(selectedLine(user)).toContain('1 new');
    user.press('n', 'n');
    expect(selectedLine(user)).toContain('ttl');
    user.press('n');
    expect(user.state().notice?.text).toBe('This is the last change');
    user.press('1');
    expect(comparedLines(user)).toHaveLength(4);
    user.press('G');
    expect(selectedLine(user)).toContain('▸ > 2 www from 0 …');
    user.press('N');
    expect(selectedLine(user)).toContain('1 new');
    user.press('0', 'G', 'h', 'h');
    expect(selectedLine(user)).toContain('▸ > 2 www');
    user.press('h');
    expect(selectedLine(user)).toContain('all');
    user.press('enter');
    expect(comparedLines(user)).toHaveLength(2);
  });

  test('a value is shown whole, digit for digit', () => {
    const user = withItems();
    user.press('g', 'l', 'D', 'J', 'D');
    performComparisons(user);
    user.press('n');
    expect(selectedLine(user)).toContain('new');
    user.press('enter');
    expect(
      comparedLines(user)
        .filter((line) => line.includes('"ttl"'))
        .join(),
    ).toContain('9007199254740993');
    user.press('j');
    expect(selectedLine(user)).not.toContain('new');
  });

  test('at 120 columns both sides stand side by side', () => {
    const user = compareLists(120, 40);
    expect(comparedLines(user).find((line) => line.includes('ttl'))).toMatch(/~ ttl {20,}1 +│ 2$/);
  });

  test.each([40, 80, 120, 200])('no row is wider than %i columns, whatever stands there', (columns) => {
    const user = drive(columns, 12);
    user.type('GET /zones\r');
    const long = 'x\u202e日本'.repeat(50);
    user.answer({
      a: { [long]: long, l: [{ name: long, v: 1 }] },
      b: { [long]: `${long}y`, l: [{ name: long, v: long }] },
    });
    user.press('e', 'g', 'l', 'D', 'J', 'D');
    performComparisons(user);
    expect(comparedLines(user).length).toBeGreaterThan(2);
    for (const line of comparedLines(user)) expect(line).not.toContain('\u202e');
  });

  test('what is ignored is said, and chosen', () => {
    const user = drive(80, 24);
    user.type('GET /zones\r');
    user.answer({ a: { modified_on: 1, n: 1 }, b: { modified_on: 2, n: 2 } });
    user.press('e', 'g', 'l', 'D', 'J', 'D');
    performComparisons(user);
    expect(comparedLines(user).slice(2)).toEqual(['    ~ n  1 → 2']);
    user.press('i', 'ctrl+u', 'enter');
    performComparisons(user);
    expect(comparedLines(user).slice(2)).toEqual(['    ~ modified_on  1 → 2', '    ~ n  1 → 2']);
    user.press('G', 'x');
    performComparisons(user);
    expect(comparedLines(user).slice(2)).toEqual(['    ~ modified_on  1 → 2']);
    user.press('n', 'x');
    performComparisons(user);
    expect(comparedLines(user)[1]).toBe('They differ only in what is ignored');
  });

  test('is copied and written as JSON Patch or text', () => {
    const user = compareLists();
    user.press('y', 'enter');
    expect(user.effects()).toMatchObject([{ type: 'copy', text: { kind: 'patch' } }]);
    user.press('y', 'down', 'enter');
    expect(user.effects()).toMatchObject([{ type: 'copy', text: { kind: 'differences' } }]);
    user.press('G', 'y', 'down', 'down', 'enter');
    expect(user.effects()).toMatchObject([{ type: 'copy', text: '~ .[2].ttl  1 → 2\n' }]);
    user.press('w', 'ctrl+u');
    user.type('a.txt\r');
    expect(user.effects()).toMatchObject([{ type: 'write', path: 'a.txt', text: { kind: 'differences' } }]);
    user.dispatch({ type: 'write.ended', outcome: 'written', path: 'a.txt', text: 'Wrote it' });
    expect(user.state().focus.overlays).toEqual([{ kind: 'compare' }]);
  });

  test('there is no patch where a key stands twice, and that is said', () => {
    const user = drive(80, 24);
    user.type('GET /zones\r');
    user.answer('{"a":{"k":1,"k":2},"b":{"k":1,"k":3}}');
    user.press('e', 'g', 'l', 'D', 'J', 'D');
    performComparisons(user);
    user.press('y', 'enter');
    expect(user.state().notice?.text).toContain('There is no patch: the key .k stands more than once');
  });
});

describe('in the history', () => {
  function withHistory(...lines: readonly string[]): Driver {
    const user = drive(80, 24);
    const rows = lines.map((line, index) => storedRow(9 - index, line));
    user.dispatch({ type: 'history.begun' });
    user.dispatch({
      type: 'history.listed',
      place: { from: 'newest' },
      rows,
      hasMore: false,
      total: rows.length,
      now: 0,
    });
    user.press('shift+tab');
    user.effects();
    return user;
  }
  const stored = (user: Driver, id: number, line: string, body: unknown): void => {
    const request = parseLine(line);
    if (!request.ok) throw new Error(line);
    const received = readFile(new TextEncoder().encode(JSON.stringify(body)));
    const outcome = { kind: 'response', pages: [{ request: request.request, received }] } as const;
    user.dispatch({ type: 'history.wasRead', id, want: 'compare', line, profile: 'sandbox', outcome, now: 0 });
  };

  test('then and now: the stored response is read and the GET is sent again', () => {
    const user = withHistory('GET /zones | .result');
    user.press('D', 'enter');
    const [read, fetch] = user.effects();
    if (read?.type !== 'history.read' || fetch?.type !== 'compare.fetch') throw new Error('nothing is asked for');
    expect(read).toMatchObject({ row: 9, want: 'compare' });
    expect(fetch.request).toMatchObject({ path: '/zones', filter: undefined });
    expect(comparedLines(user)[1]).toBe('Reading…');
    user.dispatch({
      type: 'compare.fetched',
      id: fetch.id,
      received: readFile(new TextEncoder().encode('{"result":[2]}')),
    });
    stored(user, read.id, 'GET /zones', { result: [1] });
    performComparisons(user);
    expect(comparedLines(user).at(-1)).toBe('      ~ 0  1 → 2');
    expect(comparedLines(user)[0]).toMatch(/^GET \/zones .* → now/);
  });

  test('two requests: the first is marked', () => {
    const user = withHistory('GET /a', 'GET /b');
    user.press('D', 'down', 'enter', 'j', 'D');
    const reads = user.effects().filter(({ type }) => type === 'history.read');
    expect(reads).toMatchObject([{ row: 9 }, { row: 8 }]);
    for (const read of reads) if (read.type === 'history.read') stored(user, read.id, 'GET /a', { n: read.row });
    performComparisons(user);
    expect(comparedLines(user).at(-1)).toBe('    ~ n  9 → 8');
  });

  test('what may write, and what another account was asked, is not sent', () => {
    const user = withHistory('POST /zones name=x');
    user.press('D', 'enter');
    expect(user.state().notice?.text).toBe('It cannot be sent from here: it may write');
    expect(user.effects()).toEqual([]);
  });

  test('why there is nothing to compare is said', () => {
    const user = withHistory('GET /zones');
    user.press('D', 'enter');
    const [read, fetch] = user.effects();
    if (read?.type !== 'history.read' || fetch?.type !== 'compare.fetch') throw new Error('nothing is asked for');
    const outcome = { kind: 'missing', reason: 'the body was not kept: the profiles were locked' } as const;
    user.dispatch({ type: 'history.wasRead', id: read.id, want: 'compare', line: '', profile: '', outcome, now: 0 });
    expect(comparedLines(user)[1]).toBe('The body was not kept: the profiles were locked');
    user.press('esc');
    expect(user.effects()).toContainEqual({ type: 'cancel', id: fetch.id });
  });
});

test('the response that is on the screen is compared as it stands there', () => {
  const user = drive(80, 24);
  user.dispatch({ type: 'history.begun' });
  user.type('GET /zones\r');
  user.answer({ result: [1] });
  const { id } = user.state().history.entries[0] ?? { id: 0 };
  user.dispatch({ type: 'history.recorded', id, row: storedRow(5, 'GET /zones') });
  user.press('ctrl+r');
  user.effects();
  user.press('D', 'enter');
  expect(user.effects().map(({ type }) => type)).toEqual(['compare.fetch']);
});
