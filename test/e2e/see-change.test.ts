// Changes that somebody else makes meanwhile: watched, and compared with what the history has.
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { startFlarescope } from '../helpers/command.ts';
import { startExplorerAt } from '../helpers/explorer.ts';

async function served() {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
  const ask = async (path: string, method = 'GET', body?: object) => {
    const response = await fetch(sandbox.baseUrl + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as { readonly result: readonly { readonly id: string; readonly name: string }[] };
  };
  const { result: zones } = await ask('/zones?name=example.com');
  const records = `/zones/${zones[0]?.id}/dns_records`;
  const { result } = await ask(`${records}?per_page=5`);
  const record = `${records}/${result[2]?.id}`;
  return { sandbox, record, change: (comment: string) => ask(record, 'PATCH', { comment }) };
}

test('W marks what changes and tells it; D in the history shows what has changed since', async () => {
  const { sandbox, record, change } = await served();
  await change('one');
  const app = await startExplorerAt(sandbox.baseUrl, { env: { CLOUDFLARE_API_TOKEN: sandbox.token } });
  await app.ask(`GET ${record}`, /comment +"one"/);
  await app.pressFor('W', 'read it again every');
  app.press('ctrl+u');
  app.write('1');
  await app.pressFor('enter', 'watching every 1 s');
  await change('two');
  await app.waitFor(/comment +"two" +◂ was "one"/);
  await app.waitFor(/\d\d:\d\d:\d\d ~ \.result\.comment {2}"one" → "two"/);
  await app.pressFor('esc', 'watch ended: Stopped');
  await change('three');
  await app.pressFor('ctrl+r', 'r run');
  await app.pressFor('D', 'with what is there now');
  await app.pressFor('enter', /~ comment {2}"two" → "three"/);
  expect(app.screen()).toContain('→ now');
  await app.pressFor('y', 'JSON Patch (RFC 6902)');
});

test('ctrl+c ends api --watch with 130, after it has told what changed', async () => {
  const { sandbox, record, change } = await served();
  await change('one');
  const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
  const running = await startFlarescope(['api', record, '--watch', '0.2', '--output', 'json'], { env });
  await running.printed(/"comment": ?"one"/);
  await change('two');
  await running.printed(/"comment": ?"two"/);
  running.child.kill('SIGINT');
  expect(await running.ended).toMatchObject({ code: 130 });
});
