// The `| jq-filter` of `flarescope api`: what it prints, what it says where jq says no, and that one that never ends can be ended.
import { afterEach, describe, expect, test } from 'vitest';
import { startFlarescope } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

async function serving(body: string, type = 'application/json', status = 200): Promise<Record<string, string>> {
  const { origin } = await startHttp((_, response) => {
    response.writeHead(status, { 'content-type': type, 'x-from': 'the test' }).end(body);
  });
  return { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
}

/** Loops without end and without output, so that neither memory nor a pipe ends it. */
const runaway = '| until(false; .)';

// A filter says nothing while it runs: this tells that its worker does, so that the interrupt comes neither before nor after.
const tell = 'process.on("worker",(w)=>w.once("online",()=>writeSync(1,"the filter runs\\n")))';
const telling = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`import{writeSync}from"node:fs";import{isMainThread}from"node:worker_threads";if(isMainThread)${tell}`)}`,
];

describe('a filter', () => {
  test('that never ends is ended by an interrupt, with status 130', async () => {
    const running = await startFlarescope(['api', '/x', runaway], { env: await serving('{}'), nodeArgs: telling });
    await running.printed(/the filter runs/);
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 130, signal: undefined, stdout: 'the filter runs\n' });
  });

  test('that only jq can run is run by it', async () => {
    const running = await startFlarescope(['api', '/x', '| .a | getpath(["b"])'], {
      env: await serving('{"a":{"b":7}}'),
    });
    expect(await running.ended).toMatchObject({ code: 0, stdout: '7\n' });
  });

  test('that never ends is ended by ctrl+c at a terminal', async () => {
    const env = await serving('{}');
    const terminal = await openTerminal({ args: [...telling, mainFile, 'api', '/x', runaway], env });
    await terminal.waitFor('the filter runs');
    terminal.press('ctrl+c');
    expect(await terminal.exited).toEqual({ code: 130, signal: undefined });
  });
});
