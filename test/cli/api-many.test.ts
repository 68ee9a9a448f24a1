// `api --each`: one request for each of many, stopped, retried, taken back; each against what the API then holds.
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { type CommandOptions, flarescope } from '../helpers/run-command.ts';

const passphrase = 'many test passphrase';

type Fields = Readonly<Record<string, unknown>>;

interface Passing {
  /** Status to answer with, in the place of what the API would do. */
  readonly refuse?: (method: string, path: string) => number | undefined;
}

/** A sandbox, and a server before it that can refuse; profiles that lead there. */
async function place({ refuse }: Passing = {}, profiles: readonly string[] = ['prod']) {
  const sandbox = await startSandbox({ rateLimit: 5000 });
  onTestFinished(() => sandbox.close());
  const seen: string[] = [];
  const agent = new http.Agent({ keepAlive: true });
  const before = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push(`${method} ${url}`);
    const status = refuse?.(method, url);
    if (status !== undefined) {
      const error = { success: false, errors: [{ code: 1000, message: 'not now' }], result: null };
      request.resume();
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(error));
      return;
    }
    const onward = http.request(new URL(url, sandbox.baseUrl), { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    // Whoever went away waits for no answer.
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => before.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    agent.destroy();
    before.closeAllConnections();
    before.close();
  });
  const baseUrl = `http://127.0.0.1:${(before.address() as AddressInfo).port}${new URL(sandbox.baseUrl).pathname}`;
  const home = await temporaryFolder();
  const made = profiles.map((name) => ({
    name,
    credential: { kind: 'token', token: createSecret(sandbox.token) } as const,
    baseUrl,
    accountId: undefined,
    readOnly: false,
    production: false,
  }));
  await makeCheapVault(home, passphrase, ...made);
  const result = async <T>(at: string, init: RequestInit = {}): Promise<T> => {
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const response = await fetch(sandbox.baseUrl + at, { ...init, headers });
    return ((await response.json()) as { readonly result: T }).result;
  };
  const run = (words: readonly string[], options: CommandOptions = {}) =>
    flarescope(words, {
      ...options,
      env: { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase },
      secrets: [sandbox.token],
    });
  const [zone] = await result<readonly { readonly id: string }[]>('/zones?name=example.com');
  return { seen, home, result, run, zone: `/zones/${zone?.id}` };
}

function reportOf(text: string): readonly Fields[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Fields);
}

const record = (index: number) => ({ type: 'TXT', name: `many-${index}.example.com`, content: `"${index}"`, ttl: 300 });

describe('one request for each of many', () => {
  test('60 with failures between them, stopped half way, retried and taken back: all is as it was', async () => {
    let interrupt: () => void = () => undefined;
    let patched = 0;
    const { run, result, zone, home } = await place({
      refuse: (method) => {
        if (method !== 'PATCH') return undefined;
        patched += 1;
        if (patched === 30) interrupt();
        return patched < 30 && patched % 9 === 0 ? 500 : undefined;
      },
    });
    const posts = Array.from({ length: 60 }, (_, index) => record(index));
    await result(`${zone}/dns_records/batch`, { method: 'POST', body: JSON.stringify({ posts }) });
    const records = async () =>
      (await result<readonly Fields[]>(`${zone}/dns_records?name.startswith=many-&per_page=500`)).map(
        ({ modified_on: _, ...rest }) => rest,
      );
    const start = await records();
    expect(start).toHaveLength(60);

    const list = `/zones/example.com/dns_records name.startswith==many-`;
    const words = ['PATCH', '/zones/example.com/dns_records/{id}', 'comment=was {content}', 'ttl:=120'];
    const first = await run(['api', '--each', list, '--one-by-one', '--undoable', ...words], {
      onInterrupt: (listener) => {
        interrupt = listener;
      },
    });
    expect(first.code).toBe(130);
    expect(first.stderr).toContain('60 requests, 180 with what is read to take it back');
    const report = reportOf(first.stdout);
    expect(report).toHaveLength(60);
    const failed = report.filter(({ status }) => status === 500);
    const unsent = report.filter(({ error }) => error === 'not sent');
    const done = report.filter(({ ok }) => ok === true);
    expect(failed).toHaveLength(3);
    expect(done.length + failed.length + unsent.length).toBe(60);
    expect(unsent.length).toBeGreaterThan(20);
    expect(first.stderr).toContain(`stopped: ${done.length} done, 3 failed, ${unsent.length} not sent`);
    const now = new Map((await records()).map((one) => [one.id, one]));
    for (const { id, ok } of report) expect(now.get(id)?.ttl, String(id)).toBe(ok ? 120 : 300);
    expect(now.get(done[0]?.id)?.comment).toMatch(/^was "\d+"$/);

    const file = path.join(home, 'report.ndjson');
    writeFileSync(file, first.stdout);
    const second = await run(['api', '--each', list, '--undoable', '--retry-failed', file, ...words]);
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining(`${60 - done.length} done`) });
    expect((await records()).every(({ ttl }) => ttl === 120)).toBe(true);

    for (const { stderr } of [second, first]) {
      const [, rows = ''] = /flarescope history undo (\S+) takes back/.exec(stderr) ?? [];
      expect(await run(['history', 'undo', rows, '--yes'])).toMatchObject({ code: 0 });
    }
    expect(await records()).toEqual(start);
  });

  test('DNS records go together; where one of them is wrong the others are done all the same', async () => {
    const { run, result, zone, seen } = await place();
    const posts = [0, 1, 2].map(record);
    await result(`${zone}/dns_records/batch`, { method: 'POST', body: JSON.stringify({ posts }) });
    const words = ['--each', '/zones/example.com/dns_records name.startswith==many-'];
    // Two records that are the same in all but their id cannot be: the first of them gets the name.
    const patch = await run([
      'api',
      ...words,
      'PATCH',
      '/zones/example.com/dns_records/{id}',
      'name=one.example.com',
      'content="x"',
    ]);
    expect(patch.code).toBe(1);
    expect(patch.stderr).toContain('1 request for all');
    expect(reportOf(patch.stdout).map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(seen.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    const gone = await run(['api', ...words, 'DELETE', '/zones/example.com/dns_records/{id}']);
    expect(gone).toMatchObject({ code: 0, stderr: expect.stringContaining('2 done') });
    expect(await result(`${zone}/dns_records?name.startswith=many-`)).toEqual([]);
  });

  test('every zone, with a filter; nothing is sent where a field is missing, and a plan alone sends nothing', async () => {
    const { run, seen } = await place();
    const read = await run(['api', '--each-zone', '/zones/*/settings/ssl', '| .result.value']);
    expect(read).toMatchObject({ code: 0, stderr: expect.stringContaining('60 requests') });
    expect(reportOf(read.stdout)[0]).toMatchObject({
      ok: true,
      name: 'amber-forge.example',
      result: expect.any(String),
    });
    const before = seen.length;
    const wrong = await run(['api', '--each-zone', 'PATCH', '/zones/{zone_id}/settings/ssl', 'value={mode}']);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/no \{mode\} in amber-forge\.example/) });
    const dry = await run(['api', '--each-zone', '--dry-run', 'DELETE', '/zones/{zone_id}']);
    expect(dry.stdout.split('\n')[0]).toMatch(/^DELETE \/zones\/[0-9a-f]{32}$/);
    expect(
      seen.slice(before).every((line) => line.startsWith('GET /client/v4/zones?') || line.endsWith('/zones')),
    ).toBe(true);
  });

  test('what cannot be brought back is asked for as for one: a count is typed, or --yes given', async () => {
    const { run, seen } = await place();
    const words = ['api', '--each', '/zones name==example.com', 'DELETE', '/zones/{id}'];
    expect(await run(words)).toMatchObject({ code: 2, stderr: expect.stringContaining('give --yes') });
    expect(await run(words, { answers: ['y'] })).toMatchObject({ code: 2, stderr: expect.stringContaining('type 1:') });
    expect(seen.some((line) => line.startsWith('DELETE'))).toBe(false);
    expect(await run(words, { answers: ['1'] })).toMatchObject({ code: 0 });
    expect(seen.some((line) => line.startsWith('DELETE'))).toBe(true);
  });

  test('every profile', async () => {
    const { run } = await place({}, ['one', 'two']);
    const read = await run(['api', '--each-profile', '/zones/example.com', '| .result.name']);
    expect(read.stdout).toBe(
      '{"id":"one","ok":true,"status":200,"result":"example.com"}\n{"id":"two","ok":true,"status":200,"result":"example.com"}\n',
    );
  });
});
