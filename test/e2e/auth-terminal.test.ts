// Profiles at a terminal: secrets typed unseen, the terminal as it was afterwards, and the explorer with a profile.

import { symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { asExplorer, type Explorer } from '../helpers/explorer.ts';
import { openShell } from '../helpers/shell.ts';
import { mainFile, openTerminal, type Terminal } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

const passphrase = 'typed at a terminal';
let sandbox: Sandbox;

// Each test starts many processes, which is slow where the machine has other work.
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  sandbox = await startSandbox({});
  return () => sandbox.close();
});
afterEach(closeServers);

/** A folder for FLARESCOPE_HOME with one profile in it. */
async function homeWith(name: string, readOnly = false, production = false): Promise<string> {
  const folder = await temporaryFolder();
  const credential = { kind: 'token', token: createSecret(sandbox.token) } as const;
  await makeCheapVault(folder, passphrase, {
    name,
    credential,
    baseUrl: sandbox.baseUrl,
    accountId: undefined,
    readOnly,
    production,
  });
  return folder;
}

function run(folder: string, words: readonly string[], env: Record<string, string> = {}): Promise<Terminal> {
  return openTerminal({ args: [mainFile, ...words], env: { FLARESCOPE_HOME: folder, ...env }, columns: 120 });
}

/** Types a response once its question stands. */
async function response(terminal: Terminal, question: string, text: string): Promise<void> {
  await terminal.waitFor(() => terminal.row(terminal.cursor().row).includes(question), question);
  terminal.write(text);
}

describe('auth add at a terminal', () => {
  test('asks for everything, shows nothing of what is secret, and saves it', async () => {
    const folder = await temporaryFolder();
    const terminal = await run(folder, ['auth', 'add', '--base-url', sandbox.baseUrl, 'prod']);
    await response(terminal, 'API token, or global key, for 127.0.0.1:', `${sandbox.token.slice(0, 8)}xy\u007f\u007f`);
    terminal.write(`${sandbox.token.slice(8)}\r`);
    await response(terminal, 'Default account, 1 to 3, or enter for none:', '9\r');
    await response(terminal, 'Default account, 1 to 3, or enter for none:', '2\r');
    await terminal.waitFor('A passphrase protects the profiles instead.');
    await response(terminal, 'New passphrase for the profiles:', 'short\r');
    await terminal.waitFor('It must have at least 8 characters.');
    await response(terminal, 'New passphrase for the profiles:', `${passphrase}\r`);
    await response(terminal, 'Repeat it:', 'something else\r');
    await terminal.waitFor('The two differ.');
    await response(terminal, 'New passphrase for the profiles:', `${passphrase}\r`);
    await response(terminal, 'Repeat it:', `${passphrase}\r`);
    await terminal.waitFor('Saved prod, token ····');
    expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
    for (const secret of [sandbox.token, sandbox.token.slice(8), passphrase, 'something else', 'short'])
      expect(terminal.bytes()).not.toContain(secret);

    const env = { FLARESCOPE_HOME: folder, FLARESCOPE_PASSPHRASE: passphrase };
    expect((await flarescope(['api', '/accounts/{account_id}', '--jq', '.result.name'], { env })).stdout).toBe(
      '"Example Labs"\n',
    );
  });

  test('asks for the name and for the address of a global key after the key, and hides it in their place', async () => {
    const folder = await temporaryFolder();
    const terminal = await run(folder, ['auth', 'add', '--no-verify'], { FLARESCOPE_PASSPHRASE: passphrase });
    await response(terminal, '(not shown):', `cfk_${'k'.repeat(40)}\r`);
    await response(terminal, 'Name of the profile, or enter for default:', `cfk_${'k'.repeat(40)}\r`);
    await terminal.waitFor('This looks like a token or a key, which was asked for before.');
    await response(terminal, 'Name of the profile, or enter for default:', 'a b\r');
    await terminal.waitFor('A name has 1 to 64 letters');
    await response(terminal, 'Name of the profile, or enter for default:', '\r');
    await response(terminal, 'Email address of the key:', 'ada\r');
    await terminal.waitFor('This is not an email address.');
    await response(terminal, 'Email address of the key:', 'ada@example.con\u007fm\r');
    await terminal.waitFor('Saved default, key of ada@example.com');
    expect(terminal.bytes()).not.toContain('kkk');
  });

  test.each([
    ['ctrl+c', '\u0003'],
    ['ctrl+d', '\u0004'],
  ])('ends with %s, saves nothing, and leaves the terminal as it was', async (_, key) => {
    const shell = await openShell({ env: { FLARESCOPE_PASSPHRASE: passphrase } });
    const settings = await shell.lineSettings();
    shell.start('"$node" "$main" auth add');
    await shell.waitFor('(not shown):');
    shell.write(key === '\u0003' ? `half a secret${key}` : key);
    await shell.waitForPrompt();
    expect(await shell.run('echo "status $?"')).toContain('status 130');
    expect(await shell.lineSettings()).toBe(settings);
    await shell.run('"$node" "$main" auth list');
    await shell.waitFor('there are no profiles');
    expect(shell.bytes()).not.toContain('half a secret');
  });

  test('leaves the terminal as it was also when it is told to end', async () => {
    const shell = await openShell({ env: { FLARESCOPE_PASSPHRASE: passphrase } });
    const settings = await shell.lineSettings();
    shell.start(`sh -c 'echo $$ > pid; exec "$node" "$main" auth add'`);
    await shell.waitFor('(not shown):');
    process.kill(await shell.explorerPid(), 'SIGTERM');
    await shell.waitForPrompt();
    expect(await shell.lineSettings()).toBe(settings);
  });
});

describe('a passphrase at a terminal', () => {
  test('is asked for by api, also with pipes on both sides, and wrong tries are held back', async () => {
    const home = await homeWith('prod');
    const shell = await openShell({ env: { FLARESCOPE_HOME: home }, columns: 100 });
    shell.start('echo | "$node" "$main" api /user --jq .success | cat');
    await response(shell, 'Passphrase for the profiles:', 'wrong\r');
    await shell.waitFor('Wrong passphrase. You can try again in 1 s.');
    await response(shell, 'Passphrase for the profiles:', `${passphrase}\r`);
    await shell.waitFor((screen) => /^true$/m.test(screen), 'the response');
    await shell.waitForPrompt();
    expect(shell.bytes()).not.toContain(passphrase);
    expect(shell.bytes()).not.toContain('wrong');
  });

  test('is tried three times and no more', async () => {
    const terminal = await run(await homeWith('prod'), ['auth', 'list']);
    for (const pause of ['1 s', '2 s']) {
      await response(terminal, 'Passphrase for the profiles:', 'wrong\r');
      await terminal.waitFor(`try again in ${pause}`);
    }
    await response(terminal, 'Passphrase for the profiles:', 'wrong\r');
    await terminal.waitFor('wrong passphrase, three times. The profiles stay locked');
    expect(await terminal.exited).toMatchObject({ code: 2 });
  });
});

test('auth remove asks first', async () => {
  const home = await homeWith('prod');
  for (const [typed, told] of [
    ['\r', 'Nothing was removed.'],
    ['y\r', 'Removed prod.'],
  ] as const) {
    const terminal = await run(home, ['auth', 'remove', 'prod'], { FLARESCOPE_PASSPHRASE: passphrase });
    await response(terminal, 'Remove prod, token ····', typed);
    await terminal.waitFor(told);
    await terminal.exited;
  }
});

test('history clear asks first, wherever standard input comes from, and ctrl+c is no answer', async () => {
  const home = await temporaryFolder();
  const env = { FLARESCOPE_HOME: home };
  await flarescope(['api', '--sandbox', 'GET', '/user'], { env });
  for (const [typed, told, code] of [
    ['\u0003', 'it was cancelled', 130],
    ['\r', 'nothing was deleted', 1],
    ['y\r', '1 deleted', 0],
  ] as const) {
    const terminal = await openTerminal({
      command: 'sh',
      args: ['-c', `"${process.execPath}" "${mainFile}" history clear < /dev/null`],
      env,
      columns: 120,
    });
    await response(terminal, 'Delete 1 request? Saved requests stay. [y/N]', typed);
    await terminal.waitFor(told);
    expect(await terminal.exited).toMatchObject({ code });
  }
});

describe('the explorer with a profile', () => {
  const explore = async (
    home: string,
    words: readonly string[] = [],
    env: Record<string, string> = {},
  ): Promise<Explorer> => {
    const app = asExplorer(await run(home, words, env));
    await app.waitForStart();
    return app;
  };

  test('opens the profile in use by itself, and names it in the header', async () => {
    const app = await explore(await homeWith('prod'), [], { FLARESCOPE_PASSPHRASE: passphrase });
    const { host } = new URL(sandbox.baseUrl);
    await app.waitFor(`prod · token ····${sandbox.token.slice(-4)} · ${host}`);
    await app.ask('GET /zones', 'page 1/3');
    expect(app.bytes()).not.toContain(sandbox.token);
  });

  test('asks for the passphrase on its first screen, where none is given', async () => {
    const home = await homeWith('prod');
    const app = asExplorer(await run(home, []));
    await app.waitFor(() => app.row(1).startsWith(' passphrase ❯') && app.isTyping(), 'the passphrase to be asked for');
    expect(app.row(0)).toContain('LOCKED');
    app.write(`${passphrase}\r`);
    await app.waitFor('prod · token ····');
    await app.ask('GET /zones', 'page 1/3');
    app.press('ctrl+c');
    expect(await app.exited).toEqual({ code: 0, signal: undefined });
    expect(app.bytes()).not.toContain(passphrase);
  });

  test('of a read-only profile says so, also on a narrow screen, and sends nothing that changes something', async () => {
    const home = await homeWith('prod', true);
    const app = await explore(home, ['--profile', 'prod'], { FLARESCOPE_PASSPHRASE: passphrase });
    await app.waitFor((screen) => / READ-ONLY$/.test(screen.split('\n')[0] ?? ''), 'READ-ONLY at the right end');
    await app.send('DELETE /zones/023e105f4ecef8ad9ca31a8372d0c353');
    await app.waitFor('the profile prod is read-only, so DELETE was not sent');
    await app.ask('GET /zones', 'page 1/3');
    app.resize(40, 12);
    await app.waitFor((screen) => / READ-ONLY$/.test(screen.split('\n')[0] ?? ''), 'READ-ONLY at the right end');
  });

  test('of production says so in the header and in the title of the window, which the shell gets back', async () => {
    const home = await homeWith('prod', false, true);
    const shell = await openShell({ env: { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase }, columns: 100 });
    shell.start('"$node" "$main"');
    await shell.waitFor((screen) => / PRODUCTION$/m.test(screen.split('\n')[0] ?? ''), 'PRODUCTION at the right end');
    const title = '\u001b]2;PRODUCTION prod - flarescope\u0007';
    await shell.waitFor(() => shell.bytes().includes(title), 'the title');
    const counts = () => ['\u001b[22;2t', '\u001b[23;2t'].map((mode) => shell.bytes().split(mode).length - 1);
    expect(counts()).toEqual([1, 0]);
    shell.write('\u001a');
    await shell.waitForPrompt();
    expect(counts()).toEqual([1, 1]);
    shell.start('fg');
    await shell.waitFor(/ PRODUCTION$/m);
    expect(counts()).toEqual([2, 1]);
    expect(shell.bytes().split('\u001b[22;2t').at(-1)).toContain(title);
    shell.write('\u0003');
    await shell.waitForPrompt();
    expect(counts()).toEqual([2, 2]);

    shell.start('TERM=dumb "$node" "$main"');
    await shell.waitFor(/prod .*PRODUCTION/);
    shell.write('\u0003');
    await shell.waitForPrompt();
    expect(counts()).toEqual([2, 2]);
  });

  test('says where the environment comes before it', async () => {
    const env = { CLOUDFLARE_API_TOKEN: sandbox.token, CLOUDFLARE_BASE_URL: sandbox.baseUrl };
    const app = await explore(await homeWith('prod'), [], env);
    await app.waitFor('environment · token ····');
  });

  test('that cannot be opened says why, starts all the same, and sends nothing anywhere', async () => {
    const home = await homeWith('prod');
    const app = await explore(home, [], { FLARESCOPE_PASSPHRASE: 'a wrong one' });
    await app.waitFor('Wrong passphrase: the profiles stay locked');
    await app.send('GET /zones');
    await app.waitFor('The profiles are locked. ctrl+o unlocks them');
    expect(app.row(0)).toContain('LOCKED');
  });

  test('whose vault is damaged says what was done, and goes on with the sandbox', async () => {
    const home = await homeWith('prod');
    writeFileSync(path.join(home, 'config', 'vault.json'), 'noise');
    const app = await explore(home);
    await app.waitFor('The vault of the profiles was damaged');
    await app.waitFor(() => app.row(0).includes('SANDBOX'), 'the sandbox in the header');
    await app.ask('GET /zones', 'page 1/3');
  });

  test('in a config folder that is a link to nothing says so', async () => {
    const folder = await temporaryFolder();
    symlinkSync('nowhere', path.join(folder, 'config'));
    const app = await explore(folder);
    await app.waitFor('is a broken link');
  });

  test('opens a file without asking for anything', async () => {
    const home = await homeWith('prod');
    const folder = await temporaryFolder();
    await mkdir(folder, { recursive: true });
    writeFileSync(path.join(folder, 'a.json'), '{"hello":"world"}');
    const app = await run(home, ['open', path.join(folder, 'a.json')]);
    await app.waitFor('"world"');
  });
});

test('a settings file that is wrong is told, and the explorer goes on with the defaults', async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'config'));
  writeFileSync(path.join(folder, 'config', 'settings.json'), '{"prefetch": "maybe"}');
  const app = asExplorer(await run(folder, []));
  await app.waitForStart();
  await app.waitFor('prefetch must be true or false.');
  await app.ask('GET /zones', 'page 1/3');
});

test('a server that echoes the credential shows stars: in the tree, the headers, the raw bytes, and in pipes', async () => {
  const token = 'cfut_echo-0123456789abcdefghijklmnopqrstuvwxyz';
  const server = await startHttp((request, response) => {
    const { authorization = '' } = request.headers;
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-echo', authorization);
    response.end(JSON.stringify({ echo: authorization, base64: Buffer.from(`>${authorization}`).toString('base64') }));
  });
  const env = { CLOUDFLARE_BASE_URL: server.origin, CLOUDFLARE_API_TOKEN: token };
  const stars = '*'.repeat(token.length);
  const app = asExplorer(await run(await temporaryFolder(), [], env));
  await app.waitForStart();
  await app.ask('GET /echo', `"Bearer ${stars}"`);
  await app.pressFor('r', '· headers');
  expect(app.screen()).toContain(`Bearer ${stars}`);
  await app.pressFor('r', '· raw');
  expect(app.screen()).toContain(`Bearer ${stars}`);
  const forms = [token, Buffer.from(token).toString('base64').slice(0, 40), Buffer.from(token).toString('hex')];
  for (const form of forms) expect(app.bytes()).not.toContain(form);

  const piped = await flarescope(['api', '--include', '/echo'], { env });
  expect(piped.stdout).toContain(`x-echo: Bearer ${stars}`);
  expect(piped.stdout).toContain(`"echo":"Bearer ${stars}"`);
  for (const form of forms) expect(piped.stdout + piped.stderr).not.toContain(form);
  expect(server.seen.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
});
