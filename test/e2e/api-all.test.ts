// `flarescope api --all` and the formats of `--output`, as scripts use them.
import { afterEach, describe, expect, test } from 'vitest';
import { flarescope, shell, startFlarescope } from '../helpers/command.ts';
import { lines, numbered } from '../helpers/numbered-list.ts';
import { startSandboxCommand } from '../helpers/sandbox-command.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';
import { closeServers } from '../http/servers.ts';

afterEach(closeServers);

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
