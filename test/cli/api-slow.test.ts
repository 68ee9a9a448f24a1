// Responses that come slowly: what is printed while they do, and when they are given up.
import { afterEach, describe, expect, test } from 'vitest';
import { startFlarescope } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

/** A server that writes a piece, and the next when told to; `end` is asked after the last. */
async function stepwise(
  type: string,
): Promise<{ env: Record<string, string>; write: (text: string) => void; end: (text?: string) => void }> {
  let write: (text: string) => void = () => undefined;
  let end: (text?: string) => void = () => undefined;
  const { origin } = await startHttp((_, response) => {
    response.writeHead(200, { 'content-type': type }).write('data: 1\n\n');
    write = (text) => void response.write(text);
    end = (text = '') => void response.end(text);
  });
  return {
    env: { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken },
    write: (text) => write(text),
    end: (text) => end(text),
  };
}

describe('a stream', () => {
  test.each(['text/event-stream', 'application/json', 'text/plain'])('of %s is written as it comes', async (type) => {
    const server = await stepwise(type);
    const running = await startFlarescope(['api', '/x'], { env: server.env });
    await running.printed(/^data: 1\n\n$/);
    server.write('data: 2\n\n');
    await running.printed(/^data: 1\n\ndata: 2\n\n$/);
    server.end('data: 3\n\n');
    expect(await running.ended).toMatchObject({ code: 0, stdout: 'data: 1\n\ndata: 2\n\ndata: 3\n\n' });
  });

  test('goes through a filter as it comes, event by event, until ctrl+c', async () => {
    const server = await stepwise('text/event-stream');
    const running = await startFlarescope(['api', '/x | .data | if . == 1 then "one" else .a end'], server);
    await running.printed(/^"one"\n$/);
    server.write('event: x\ndata: {"a":9007199254740993}\n\ndata: {"a":[2]');
    await running.printed(/^"one"\n9007199254740993\n$/);
    server.write('}\n\n');
    await running.printed(/\[2\]\n$/);
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 130, stdout: '"one"\n9007199254740993\n[2]\n' });
  });

  const streamOf = async (type: string, text: string, goesOn = true) => {
    const { origin } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': type }).write(text);
      if (!goesOn) response.end();
    });
    return { env: { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken } };
  };
  const lines = '{"n":1}\n{\n"n":2}\nplain text\n{"n":4}\n';

  test.each([
    ['a filter that fails ends it', ['| .n'], 5, '1\n2\n'],
    ['so does it that of a write, after what it failed on', ['POST', 'a=1', '| .n'], 5, '1\n2\n"plain text"\n'],
  ])('of lines that go on: %s', async (_, words, code, stdout) => {
    const [last = '', ...method] = words.toReversed();
    const ended = await flarescope(
      ['api', ...method.toReversed().toSpliced(1, 0, '/x'), last],
      await streamOf('application/x-ndjson', lines),
    );
    expect(ended).toMatchObject({ code, stdout });
    expect(ended.stderr).toContain('the filter failed: Cannot index string with string "n"');
  });

  test.each([
    ['application/x-ndjson', lines, ['--output', 'csv', '/x | {n: .n?}'], 'n\n1\n2\n4\n'],
    ['application/x-ndjson', lines, ['-r', '/x | .n? // .'], '1\n2\nplain text\n4\n'],
    ['application/x-ndjson', lines, ['/x | [., inputs] | length'], '4\n'],
    ['text/event-stream', 'id: 7\ndata: a\n\ndata: b', ['/x | .id, .data'], '"7"\n"a"\n'],
  ])('of %s that is over: %j %j', async (type, text, words, stdout) => {
    expect(await flarescope(['api', ...words], await streamOf(type, text, false))).toMatchObject({ code: 0, stdout });
  });

  test('that turns out to be an error of the API ends with it', async () => {
    const { origin } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"success":false,');
      setTimeout(() => response.end('"errors":[{"code":4242,"message":"no"}],"result":null}'), 600);
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '/x'], { env });
    expect(ended).toMatchObject({
      code: 1,
      stdout: '{"success":false,"errors":[{"code":4242,"message":"no"}],"result":null}',
    });
    expect(ended.stderr).toContain('(code 4242)');
  });
});

describe('--timeout', () => {
  test('ends a response that drips, with status 3', async () => {
    const { origin, seen } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--timeout', '0.5', '--retries', '1', '--jq', '.', '/x'], { env });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain('was not complete within 500 ms');
    expect(ended.stderr).toContain('attempt 2 of 2');
    expect(seen).toHaveLength(2);
  });

  test('of a GET is tried again, and the second response is the result', async () => {
    const { origin, seen } = await startHttp((_, response, asked) => {
      if (asked > 1) response.end('{"a":1}');
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--timeout', '0.4', '--retries', '1', '/x'], { env });
    expect(ended).toMatchObject({ code: 0, stdout: '{"a":1}' });
    expect(seen).toHaveLength(2);
  });

  test('of a POST is not: it may have been carried out', async () => {
    const { origin, seen } = await startHttp(() => undefined);
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--timeout', '0.3', 'POST', '/x', 'a=b'], { env });
    expect(ended.code).toBe(3);
    expect(seen).toHaveLength(1);
  });
});
