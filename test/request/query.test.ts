import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryValue, withQuery } from '../../src/request/edit.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';
import { query, request } from './accepted.ts';

function read(line: string): RequestLine {
  const result = parseLine(line);
  if (!result.ok) throw new Error(result.error.message);
  return result.request;
}

describe('withQuery', () => {
  it.each<readonly [line: string, changes: Readonly<Record<string, string | undefined>>, after: string]>([
    ['/x', { page: '2' }, '/x page==2'],
    ['/x a==1 page==1 b==2', { page: '2' }, '/x a==1 page==2 b==2'],
    ['/x a==1 page==1 b==2', { page: undefined }, '/x a==1 b==2'],
    ['/x page==1 a==1 page==3', { page: '2' }, '/x page==2 a==1'],
    ['/x page==1 a==1 page==3', { page: undefined }, '/x a==1'],
    ['/x a==1', { page: '2', per_page: '50' }, '/x a==1 page==2 per_page==50'],
    ['/x a==1', { page: undefined }, '/x a==1'],
    ['/x X-A:b a==1 X-B:c', { page: '2' }, '/x X-A:b a==1 page==2 X-B:c'],
    ['/x X-A:b', { page: '2' }, '/x page==2 X-A:b'],
    ['/x page:b page==1', { page: '2' }, '/x page:b page==2'],
    ['POST /x page=b', { page: '2' }, 'POST /x page==2 page=b'],
    ['/x a==1 | .b', { a: '' }, '/x a== | .b'],
    ['/x toString==1', { page: '2' }, '/x toString==1 page==2'],
    ['/x cursor==abc page==2', { cursor: 'x', page: undefined }, '/x cursor==x'],
  ])('of %s with %j gives %s', (line, changes, after) => {
    expect(formatLine(withQuery(read(line), changes))).toBe(after);
  });

  it('changes nothing but the names given, and changes nothing the second time', () => {
    const name = fc.constantFrom('a', 'b', 'page', 'per_page');
    const items = fc.array(fc.tuple(name, fc.string()).map(([key, value]) => query(key, value)));
    const changes = fc.dictionary(name, fc.option(fc.string(), { nil: undefined }));
    fc.assert(
      fc.property(items, changes, (before, change) => {
        const once = withQuery(request('GET', '/x', before), change);
        expect(withQuery(once, change)).toEqual(once);
        for (const [key, value] of Object.entries(change)) expect(queryValue(once, key)).toBe(value);
        const isOther = (item: { readonly kind: string; readonly name?: string }): boolean =>
          !Object.hasOwn(change, item.name ?? '');
        expect(once.items.filter(isOther)).toEqual(before.filter(isOther));
      }),
    );
  });
});
