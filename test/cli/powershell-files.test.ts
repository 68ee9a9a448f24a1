// Files that a real PowerShell writes, in each of its encodings and with the line ends of Windows, as documents, commands and bodies.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { testToken } from '../helpers/explorer.ts';
import { runToEnd } from '../helpers/programs.ts';
import { flarescope } from '../helpers/run-command.ts';
import { findPowerShell, whyNotRun } from '../helpers/run-commands.ts';
import { cleanEnvironment } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

vi.setConfig({ hookTimeout: 60_000 });

/** `>` is `unicode` in Windows PowerShell 5.1, whose `utf8` has a mark, and UTF-8 without one in PowerShell 7. */
const encodings = ['unicode', 'bigendianunicode', 'utf8BOM', 'utf8NoBOM'] as const;
const redirected = 'redirected';
const files = [...encodings, redirected];

const json = '{\r\n  "name": "Zürich 東京 🔥",\r\n  "big": 12345678901234567890\r\n}';
const parsed = '{"name":"Zürich 東京 🔥","big":12345678901234567890}';
const id = '0123456789abcdef0123456789abcdef';
const command =
  `curl.exe -X PATCH "https://api.cloudflare.com/client/v4/zones/${id}/dns_records/${id}" \`\r\n` +
  `  -H "Authorization: Bearer $env:CLOUDFLARE_API_TOKEN" \`\r\n  --json '{"comment": "Zürich 🔥"}'`;

const why = whyNotRun('PowerShell Standard');

describe.skipIf(why)(`files that PowerShell writes${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'flarescope-encodings-'));
    await writeFile(path.join(folder, 'json'), json);
    await writeFile(path.join(folder, 'command'), command);
    const script = path.join(folder, 'write.ps1');
    await writeFile(
      script,
      `foreach ($name in 'json', 'command') {
  $text = [IO.File]::ReadAllText("$PWD/$name")
  foreach ($encoding in '${encodings.join("', '")}') { $text + "\`r\`n" | Out-File -NoNewline -Encoding $encoding "$encoding-$name.json" }
  $text > "${redirected}-$name.json"
}
`,
    );
    const env = { ...cleanEnvironment(folder), POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off' };
    const said = await runToEnd(findPowerShell() ?? 'pwsh', ['-NoProfile', '-File', script], { folder, env });
    expect(said).toBe('');
  });
  afterEach(closeServers);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const written = (name: string, what: 'json' | 'command'): string => path.join(folder, `${name}-${what}.json`);

  test.each(files)('%s: is opened', async (name) => {
    const ended = await flarescope(['open', written(name, 'json')]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout.replace(/\s+(?=["}])|(?<=:) /g, '')).toContain(parsed);
    const input = await readFile(written(name, 'json'));
    expect((await flarescope(['open', '-'], { input })).stdout).toBe(ended.stdout);
  });

  test.each(files)('%s: is imported', async (name) => {
    const line = `PATCH /zones/${id}/dns_records/${id} comment="Zürich 🔥"\n`;
    expect(await flarescope(['import', written(name, 'command')])).toMatchObject({ code: 0, stderr: '', stdout: line });
    const input = await readFile(written(name, 'command'));
    expect(await flarescope(['import'], { input })).toMatchObject({ code: 0, stderr: '', stdout: line });
  });

  test.each(files)('%s: is a body, whole, as a field, as text, and from standard input', async (name) => {
    const { origin, seen } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"result":null}');
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const file = written(name, 'json');
    const input = await readFile(file);
    for (const words of [['--input', file], [`@${file}`], ['--input', '-'], [`a:=@${file}`], [`a=@${file}`]])
      expect(await flarescope(['api', 'POST', '/x', ...words], { env, input })).toMatchObject({ code: 0, stderr: '' });
    const [whole, ...bodies] = seen.map(({ body }) => body);
    expect(whole?.trimEnd()).toBe(json);
    expect(bodies).toEqual([whole, whole, `{"a":${json}}`, JSON.stringify({ a: whole })]);
    expect(seen.map(({ headers }) => headers['content-type'])).toEqual(Array(5).fill('application/json'));
  });

  test('a large one is a body too, and what is no JSON is sent as it is', async () => {
    const { origin, seen } = await startHttp((_, response) => response.writeHead(200).end('{}'));
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const text = JSON.stringify({ a: 'é'.repeat(1_000_000) });
    const large = path.join(folder, 'large.json');
    await writeFile(large, Buffer.from(`\ufeff${text}`, 'utf16le'));
    await flarescope(['api', 'PUT', '/x', `@${large}`], { env });
    await flarescope(['api', 'PUT', '/x', `@${written('utf8BOM', 'json')}`, 'Content-Type:text/plain'], { env });
    expect(seen[0]?.body).toBe(text);
    expect(seen[1]?.body).toBe(`\ufeff${json}\r\n`);
  });
});
