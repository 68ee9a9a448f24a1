// `flarescope api --all` and the formats of `--output`, as scripts use them.
import { afterEach, describe, expect, test } from 'vitest';
import { flarescope, shell, startFlarescope } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { startSandboxCommand } from '../helpers/sandbox-command.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

/** A numbered list of 10 pages with 2 items each; `answer` may take a page over. */
async function numbered(
  answer: (page: number, respond: (status: number, body: unknown) => void) => boolean = () => false,
): Promise<Record<string, string>> {
  const { origin } = await startHttp((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    const respond = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (answer(page, respond)) return;
    const result = [0, 1].map((index) => ({ id: `i${page * 2 + index - 2}`, n: page, tags: ['a', { b: 1 }] }));
    const result_info = { page, per_page: 2, count: 2, total_count: 20, total_pages: 10 };
    respond(200, { result, success: true, errors: [], messages: [], result_info });
  });
  return { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
}

const lines = (text: string): readonly string[] => text.trimEnd().split('\n');

describe('all pages', () => {
  test('an error on the way ends it after what came, and says how to go on', async () => {
    const env = await numbered((page, respond) => {
      if (page === 7) respond(403, { success: false, errors: [{ code: 9109, message: 'no more' }], result: null });
      return page === 7;
    });
    const ended = await flarescope(['api', '--all', '/x', "q==it's"], { env });
    expect(ended.code).toBe(1);
    expect(lines(ended.stdout)).toHaveLength(12);
    const [, command = ''] = /continue with: flarescope (api .*)$/m.exec(ended.stderr) ?? [];
    expect(command).toContain('page==7');
    const rest = await shell(`"$node" "$main" ${command}`, { env: await numbered() });
    expect(rest.code).toBe(0);
    expect(lines(rest.stdout).map((line) => JSON.parse(line).id)).toEqual(
      Array.from({ length: 8 }, (_, at) => `i${at + 12}`),
    );
  });

  test('an interrupt ends it with status 130, keeps what came, and says how to go on', async () => {
    let isHeld = false;
    const env = await numbered((page) => {
      // The fourth page never comes.
      isHeld ||= page === 4;
      return page === 4;
    });
    const running = await startFlarescope(['api', '--all', '/x'], { env });
    await running.printed(/"i5"/);
    expect(isHeld).toBe(true);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(lines(ended.stdout)).toHaveLength(6);
    expect(ended.stderr).toMatch(/stopped after 6 items; continue with: flarescope api --all '\/x page==4'\n$/);
  });

  test('a reader that has seen enough ends it quietly', async () => {
    const { env } = await startSandboxCommand('--latency', '20');
    const line =
      '("$node" "$main" api --sandbox --all /zones per_page==5 2>errors; echo $? >status) | head -n 2 | wc -l; cat status errors';
    const ended = await shell(line, { env });
    expect(ended.stdout).toMatch(/^\s*2\n0\n$/);
  });

  test('on a terminal a line tells how far it has come, and goes', async () => {
    const { env } = await startSandboxCommand('--latency', '600');
    const terminal = await openTerminal({
      command: 'sh',
      args: ['-c', `"${process.execPath}" "${mainFile}" api --all /zones per_page==5 > items; echo done`],
      env: { ...env },
      columns: 100,
    });
    await terminal.waitFor(/[█░]+ \d+\/12 pages · \d+ of 60 items · .*\/s/);
    await terminal.waitFor(/^done$/m);
    expect(terminal.screen()).not.toContain('pages');
  });
});
