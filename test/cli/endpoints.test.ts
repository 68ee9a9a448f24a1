// `flarescope endpoints` as a person and as a script use it.
import { describe, expect, test } from 'vitest';

import { flarescope } from '../helpers/run-command.ts';

interface Row {
  readonly method: string;
  readonly path: string;
  readonly title: string;
  readonly group: string;
  readonly deprecated: boolean;
  /** Not there where nothing is known. */
  readonly permissions?: { readonly certainty: string; readonly any_of: readonly string[]; readonly from: string };
}

async function json(...args: readonly string[]): Promise<readonly Row[]> {
  const { stdout, code, stderr } = await flarescope(['endpoints', '--json', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('flarescope endpoints', () => {
  test('gives the best first, with the fields that it promises', async () => {
    const rows = await json('purge', 'cache');
    expect(rows[0]).toEqual({
      method: 'POST',
      path: '/zones/{zone_id}/purge_cache',
      title: 'Purge cache',
      group: 'Cache',
      deprecated: false,
      documentation: 'https://developers.cloudflare.com/api/resources/cache/methods/purge/',
      permissions: { certainty: 'accepted', any_of: ['Cache Purge'], from: 'the documentation of the API' },
    });
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.length).toBeLessThanOrEqual(20);
  });

  test('gives all without a query, and as many as are asked for with one', async () => {
    const all = await json();
    expect(all.length).toBeGreaterThan(3000);
    expect(new Set(all.map((row) => `${row.method} ${row.path}`)).size).toBe(all.length);
    expect((await json('dns')).length).toBe(20);
    expect((await json('dns', '--limit', '3')).length).toBe(3);
    expect((await json('dns', '--limit', '100')).length).toBe(100);
    expect((await json('--limit', '7')).length).toBe(7);
  });

  test('takes one method alone, written large or small', async () => {
    const [list] = await json('dns records');
    expect(list).toMatchObject({
      documentation: 'https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/list/',
    });
    const { stdout } = await flarescope(['endpoints', 'dns records', '--docs', '--limit', '1']);
    expect(stdout).toBe(
      'GET\t/zones/{zone_id}/dns_records\thttps://developers.cloudflare.com/api/resources/dns/subresources/records/methods/list/\n',
    );
    const rows = await json('dns records', '--method', 'delete');
    expect(rows[0]?.path).toBe('/zones/{zone_id}/dns_records/{dns_record_id}');
    expect(rows.every((row) => row.method === 'DELETE')).toBe(true);
    expect((await json('--method', 'PATCH')).every((row) => row.method === 'PATCH')).toBe(true);
  });

  test('gives what a permission opens, whatever its case and whether it is called write or edit', async () => {
    const rows = await json('--needs', 'dns edit');
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.every(({ permissions }) => permissions?.any_of.includes('DNS Write'))).toBe(true);
    expect((await json('delete record', '--needs', 'DNS Write'))[0]?.path).toBe(
      '/zones/{zone_id}/dns_records/{dns_record_id}',
    );
    expect((await json('--needs', 'DNS Write', '--limit', '3')).length).toBe(3);
    expect((await json('rulesets')).some(({ permissions }) => permissions === undefined)).toBe(true);
  });

  test.each([
    ['DNS Wrte', /the permission DNS Wrte: did you mean DNS Write/],
    ['workers kv', /did you mean Workers KV Storage Read or Workers KV Storage Write\?/],
    ['qqqqqqqqqq', /the permission qqqqqqqqqq\n$/],
  ])('says what permission %s may be', async (name, said) => {
    expect(await flarescope(['endpoints', '--needs', name])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(said),
    });
  });

  test('prints columns between tabs in a pipe', async () => {
    const { stdout } = await flarescope(['endpoints', 'dns', 'records', '--limit', '2']);
    expect(stdout).toBe(
      'GET\t/zones/{zone_id}/dns_records\tList DNS records\nGET\t/zones/{zone_id}/dns_records/{dns_record_id}\tGet DNS record\n',
    );
  });

  test('says what fits nothing, and what is no option', async () => {
    const nothing = await flarescope(['endpoints', 'qqqqqqqq']);
    expect(nothing).toMatchObject({ code: 1, stdout: '', stderr: 'flarescope: no operation matches qqqqqqqq\n' });
    expect((await flarescope(['endpoints', 'qqqqqqqq', '--json'])).stdout).toBe('[]\n');
    for (const args of [['--limit', '0'], ['--limit', 'x'], ['--method', 'FETCH'], ['--nonsense']]) {
      expect(await flarescope(['endpoints', ...args])).toMatchObject({ code: 2, stdout: '' });
    }
    expect((await flarescope(['endpoints', '--help'])).stdout).toMatch(/^Usage\n {2}flarescope endpoints/m);
  });

  test('is named by the help of the program', async () => {
    expect((await flarescope(['--help'])).stdout).toContain('  endpoints   Find operations of the API');
  });
});
