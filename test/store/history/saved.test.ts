import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportText, importText, labelProblem } from '../../../src/store/history/saved.ts';
import { openHistory, sent } from './requests.ts';

describe('saved requests', () => {
  test('have a name of their own, in whatever letters', () => {
    const history = openHistory();
    const first = history.add(sent('GET /zones'));
    const second = history.add(sent('GET /user'));
    expect(history.save(first, { name: ' All zones ', tags: ['dns', 'dns', 'weekly'] }, 7)).toEqual({ type: 'saved' });
    expect(history.save(second, { name: 'all ZONES', tags: [] }, 8)).toEqual({ type: 'taken', line: 'GET /zones' });
    expect(history.save(99, { name: 'none', tags: [] }, 8)).toEqual({ type: 'missing' });
    expect(history.saved('')).toEqual([
      {
        id: 1,
        name: 'All zones',
        tags: ['dns', 'weekly'],
        line: 'GET /zones',
        profile: 'production',
        origin: expect.any(String),
        at: 7,
        request: first,
        status: 200,
      },
    ]);
    expect(history.read(first)?.name).toBe('All zones');
  });

  test('are found by name, tag and line, the best first', () => {
    const history = openHistory();
    history.saveLine(
      { line: 'GET /zones', method: 'GET', path: '/zones' },
      { name: 'every site', tags: ['weekly'] },
      0,
    );
    history.saveLine({ line: 'GET /user', method: 'GET', path: '/user' }, { name: 'zones of me', tags: [] }, 0);
    const names = (query: string): readonly string[] => history.saved(query).map((row) => row.name);
    expect(names('')).toEqual(['every site', 'zones of me']);
    expect(names('zones')).toEqual(['zones of me', 'every site']);
    expect(names('weekly')).toEqual(['every site']);
    expect(names('wkly zns')).toEqual(['every site']);
    expect(names('nothing')).toEqual([]);
  });

  test('can be forgotten; the request stays in the history', () => {
    const history = openHistory();
    const id = history.add(sent('GET /zones'));
    history.save(id, { name: 'a', tags: [] }, 0);
    history.saveLine({ line: 'GET /user', method: 'GET', path: '/user' }, { name: 'b', tags: [] }, 0);
    expect(history.forget(1)).toBe(true);
    expect(history.forget(2)).toBe(true);
    expect(history.forget(2)).toBe(false);
    expect(history.saved('')).toEqual([]);
    expect(history.read(id)?.name).toBeUndefined();
  });

  test.each<readonly [string, readonly string[], string | undefined]>([
    ['fine', ['dns', 'größe', 'a.b-c_d'], undefined],
    ['  ', [], 'a name is missing'],
    ['x'.repeat(101), [], 'longer than 100'],
    ['two\nlines', [], 'invisible character'],
    ['\u202eevil', [], 'invisible character'],
    ['a #tag', [], 'has a #'],
    ['fine', ['two words'], '"two words" is not one'],
    ['fine', Array.from({ length: 21 }, (_, index) => `t${index}`), 'more than 20'],
  ])('may be called %j with the tags %j: %s', (name, tags, problem) => {
    const found = labelProblem({ name, tags });
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});

describe('a file of saved requests', () => {
  const anyLine = (): undefined => undefined;

  test('is read as it was written', () => {
    const label = fc.record({
      name: fc.string({ minLength: 1, unit: 'grapheme' }),
      tags: fc.array(fc.stringMatching(/^[\p{L}\p{N}._-]{1,20}$/u), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, fc.string({ maxLength: 100, unit: 'binary' }))), (entries) => {
        const usable = entries.filter(([one]) => labelProblem(one) === undefined);
        const saved = usable.map(([one, line], id) => ({
          ...one,
          id,
          line,
          profile: 'p',
          origin: '',
          at: 0,
          request: undefined,
          status: undefined,
        }));
        expect(importText(exportText(saved), anyLine)).toEqual({
          ok: true,
          requests: saved.map(({ name, tags, line }) => ({ name: name.trim(), tags, request: line.trim() })),
        });
      }),
    );
  });

  test('holds no more than names, tags and lines', () => {
    const text = exportText([
      {
        id: 1,
        name: 'a',
        tags: ['t'],
        line: 'GET /zones',
        profile: 'work',
        origin: '',
        at: 5,
        request: 9,
        status: 200,
      },
    ]);
    expect(JSON.parse(text)).toEqual({
      kind: 'flarescope saved requests',
      version: 1,
      requests: [{ name: 'a', tags: ['t'], request: 'GET /zones' }],
    });
  });

  const file = (entry: unknown): string =>
    JSON.stringify({
      kind: 'flarescope saved requests',
      version: 1,
      requests: [{ name: 'ok', request: 'GET /' }, entry],
    });

  test.each<readonly [string, string]>([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['null', '"kind"'],
    ['[]', '"kind"'],
    ['{"kind":"postman"}', '"kind"'],
    ['{"kind":"flarescope saved requests","version":2,"requests":[]}', 'its version is 2'],
    ['{"kind":"flarescope saved requests","requests":[]}', 'its version is missing'],
    ['{"kind":"flarescope saved requests","version":1,"requests":{}}', 'should be a list'],
    [file(7), 'request 2: it should be an object'],
    [file({ request: 'GET /' }), 'request 2: "name"'],
    [file({ name: 'x' }), 'request 2: "request"'],
    [file({ name: 'x', request: 'GET /', tags: [1] }), 'request 2: "tags"'],
    [file({ name: 'x', request: 'GET /', tags: ['a b'] }), 'request 2: a tag is made of'],
    [file({ name: '\u001b]0;x\u0007', request: 'GET /' }), 'invisible character'],
    [file({ name: 'x', request: 'y'.repeat(70_000) }), 'longer than'],
    [file({ name: 'x', request: 'bad' }), 'request 2: no line'],
    [
      JSON.stringify({
        __proto__: null,
        kind: 'flarescope saved requests',
        version: 1,
        requests: [{ __proto__: { name: 'x' } }],
      }),
      'request 1: "name"',
    ],
  ])('that is %j is refused whole', (text, problem) => {
    const read = importText(text, (line) => (line === 'bad' ? 'no line' : undefined));
    expect(read).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  test('of any bytes never makes it fail', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => importText(text, anyLine).ok !== undefined));
  });
});
