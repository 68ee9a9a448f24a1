import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitOf, type Order, queryWords } from '../../../src/store/history/search.ts';
import { type OpenHistory, openHistory, sent } from './requests.ts';

function find(history: OpenHistory, query: string, order: Order = 'rank'): readonly string[] {
  return ([...history.search(query, order)].at(-1)?.rows() ?? []).map((row) => row.line);
}

describe('a search', () => {
  const history = (): OpenHistory => {
    const made = openHistory(undefined, { bodyKey: undefined });
    for (const line of [
      'GET /zones name==example.com',
      'GET /zones/1/dns_records type==A',
      'POST /zones/1/dns_records type=A name=www',
      'GET /accounts/2/workers/scripts',
      'PATCH /zones/1/settings/ssl value=full_strict',
    ]) {
      made.add(sent(line));
    }
    made.add(sent('GET /user', { profile: 'staging' }));
    return made;
  };

  test.each<readonly [string, readonly string[]]>([
    ['ssl', ['PATCH /zones/1/settings/ssl value=full_strict']],
    ['SSL', ['PATCH /zones/1/settings/ssl value=full_strict']],
    ['dnsrec post', ['POST /zones/1/dns_records type=A name=www']],
    ['staging', ['GET /user']],
    ['stag user', ['GET /user']],
    ['wrkscr', ['GET /accounts/2/workers/scripts']],
    ['ull_st', ['PATCH /zones/1/settings/ssl value=full_strict']],
    ['100%', []],
    ['zones nothing', []],
  ])('for %j finds all words, each as typed or letter by letter', (query, lines) => {
    expect(find(history(), query)).toEqual(lines);
  });

  test('shows a line that was sent often once, with how often', () => {
    const made = openHistory(undefined, { bodyKey: undefined });
    for (let row = 0; row < 5; row += 1) made.add(sent('GET /zones'));
    made.add(sent('GET /zones', { profile: 'staging' }));
    expect([...made.search('zones', 'rank')].at(-1)?.rows()).toMatchObject([
      { id: 6, uses: 1, profile: 'staging' },
      { id: 5, uses: 5, profile: 'production' },
    ]);
  });

  test('puts what stands there as typed before what fits letter by letter, and the beginnings of words first', () => {
    const made = openHistory(undefined, { bodyKey: undefined });
    for (const line of ['GET /certs', 'GET /concerts', 'GET /cXeXrXt', 'GET /other']) made.add(sent(line));
    expect(find(made, 'cert')).toEqual(['GET /certs', 'GET /concerts', 'GET /cXeXrXt']);
  });

  test('by time puts the newest first, as a shell does', () => {
    const made = openHistory(undefined, { bodyKey: undefined });
    for (const line of ['GET /certs', 'GET /concerts', 'GET /cXeXrXt', 'GET /certs']) made.add(sent(line));
    expect(find(made, 'cert', 'recent')).toEqual(['GET /certs', 'GET /concerts', 'GET /cXeXrXt']);
    expect(find(made, '', 'recent')).toEqual(['GET /certs', 'GET /cXeXrXt', 'GET /concerts']);
  });

  test('finds a request by the name and the tags that it is saved under', () => {
    const made = history();
    made.save(1, { name: 'my site', tags: ['weekly'] }, 0);
    expect(find(made, 'my site')).toEqual(['GET /zones name==example.com']);
    expect(find(made, 'weekly zones')).toEqual(['GET /zones name==example.com']);
  });

  test('finds the oldest among very many, where nothing newer fits as well', () => {
    const made = openHistory(undefined, { bodyKey: undefined });
    made.add(sent('GET /needle'));
    // All of these have the letters of the word in their order.
    for (let row = 0; row < 2_000; row += 1) made.add(sent(`GET /n-e-e-d-l-e/${row}`));
    expect(find(made, 'needle')[0]).toBe('GET /needle');
  });
});

describe('fitting', () => {
  const letters = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdefgh/_-=') });

  test('takes every line that has the letters in their order, and no other', () => {
    fc.assert(
      fc.property(letters, fc.string({ maxLength: 60, unit: fc.constantFrom(...'abcdefghij /_-=.') }), (word, line) => {
        let at = 0;
        for (const letter of line) if (letter === word[at]) at += 1;
        const found = fitOf([word], { line, profile: '', name: '' });
        expect(found !== undefined).toBe(at === word.length);
        expect(found?.isExact ?? false).toBe(line.includes(word));
      }),
    );
  });

  test('reads eight words of a query', () => {
    expect(queryWords('  A b\tc d e f g h i ')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });
});
