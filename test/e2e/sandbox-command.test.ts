// `flarescope sandbox`: a server for other programs, which starts, says where it is, and ends when it is told to.
import { describe, expect, test } from 'vitest';
import { flarescope } from '../helpers/command.ts';
import { startExplorer } from '../helpers/explorer.ts';
import { startSandboxCommand } from '../helpers/sandbox-command.ts';
import { closedPort, closeServers, startHttp } from '../http/servers.ts';

describe('flarescope sandbox', () => {
  test('prints an address and a token that any client can use', async () => {
    const { baseUrl, token, env } = await startSandboxCommand(
      ...['--port', '0', '--latency', '50', '--token', 'Zone Read on example.com'],
    );
    expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/);
    const response = await fetch(`${baseUrl}/zones`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    expect(response.headers.get('cf-ray')).toMatch(/-SBX$/);
    expect(await response.json()).toMatchObject({ success: true, result_info: { total_count: 60 } });
    // What was made beside it may do what its words say.
    const little = { authorization: `Bearer ${env['# CLOUDFLARE_API_TOKEN']}` };
    const seen = await fetch(`${baseUrl}/zones`, { headers: little });
    expect(await seen.json()).toMatchObject({ result: [{ name: 'example.com' }], result_info: { total_count: 1 } });
    expect((await fetch(`${baseUrl}/user`, { headers: little })).status).toBe(403);
    const refused = await fetch(`${baseUrl}/zones`, {
      headers: { authorization: 'Bearer wrong-token-of-the-right-length-00000000' },
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
  });

  test('serves the explorer of another process, and what one writes the other reads', async () => {
    const { env } = await startSandboxCommand();
    const app = await startExplorer({ env });
    expect(app.screen()).toContain('127.0.0.1:');
    expect(app.screen()).not.toContain('SANDBOX');
    await app.ask('GET /zones name==example.com', '1 of 1');
    app.press('0');
    await app.walkTo('id ');
    const [, zone] = /"([0-9a-f]{32})"/.exec(app.selected()) ?? [];
    const made = await flarescope(
      ['api', `/zones/${zone}/dns_records`, 'type=TXT', 'name=from-outside', 'content="hello"'],
      { env },
    );
    expect(made.code).toBe(0);
    await app.ask(`GET /zones/${zone}/dns_records name==from-outside.example.com`, 'TXT  from-outside.example.com');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with status 0 on %s, a response on its way or not',
    async (signal) => {
      const { running, baseUrl } = await startSandboxCommand();
      const waiting = fetch(`${baseUrl}/sandbox/fault/slow?ms=60000`).catch(() => 'cut off');
      // The server has the slow request in hand once it answers one that came after it.
      await fetch(`${baseUrl}/sandbox/fault/echo`);
      running.child.kill(signal);
      expect(await running.ended).toMatchObject({ code: 0, signal: undefined, stderr: '' });
      expect(await waiting).toBe('cut off');
    },
  );

  test('answers no sooner than --latency asks, and serves on the port that it was given', async () => {
    const port = await closedPort();
    const { baseUrl, token } = await startSandboxCommand('--port', String(port), '--latency', '300');
    expect(new URL(baseUrl).port).toBe(String(port));
    const sent = performance.now();
    await fetch(`${baseUrl}/user`, { headers: { authorization: `Bearer ${token}` } });
    // A lower bound only: a busy machine is later, never sooner. Timers may be a millisecond early.
    expect(performance.now() - sent).toBeGreaterThan(295);
  });

  test('says in one sentence that its port is taken', async () => {
    const server = await startHttp((_, response) => response.end());
    const ended = await flarescope(['sandbox', '--port', String(server.port)]);
    await closeServers();
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^flarescope: [^\\n]*\\b${server.port}\\b[^\\n]*\\n$`));
    expect(ended.stderr).not.toMatch(/EADDRINUSE|at \w+ \(/);
  });
});
