// Profiles inside of the explorer, as a user has them: added, used, verified, removed; unlocked, and locked again.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import type { Profile } from '../../src/store/profiles.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { asExplorer, type Explorer } from '../helpers/explorer.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';

const passphrase = 'open for the tests';
let sandbox: Sandbox;

// Each test starts programs, which is slow where the machine has other work.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  sandbox = await startSandbox({});
  return () => sandbox.close();
});

function profile(name: string, changes: Partial<Profile> = {}): Profile {
  const credential = { kind: 'token', token: createSecret(sandbox.token) } as const;
  return {
    name,
    credential,
    baseUrl: sandbox.baseUrl,
    accountId: undefined,
    readOnly: false,
    production: false,
    ...changes,
  };
}

async function homeWith(...profiles: readonly Profile[]): Promise<string> {
  const home = await temporaryFolder();
  if (profiles.length > 0) await makeCheapVault(home, passphrase, ...profiles);
  return home;
}

async function explore(
  home: string,
  env: Record<string, string> = {},
  words: readonly string[] = [],
): Promise<Explorer> {
  const secrets = [passphrase, sandbox.token];
  const options = { args: [mainFile, ...words], env: { FLARESCOPE_HOME: home, ...env }, columns: 120, secrets };
  return asExplorer(await openTerminal(options));
}

/** Waits until a question stands where the prompt does, empty, and answers it. */
async function response(app: Explorer, label: string, text: string): Promise<void> {
  await app.waitFor(
    () => new RegExp(`^ ${label}(?: for \\S+(?: \\(CLOUDFLARE_BASE_URL\\))?)? ❯`).test(app.row(1)) && app.isTyping(),
    `the question ${label}`,
  );
  app.write(`${text}\r`);
}

async function unlock(app: Explorer): Promise<void> {
  await response(app, 'passphrase', passphrase);
  await app.waitFor(() => !app.row(0).includes('LOCKED'), 'the profiles to be unlocked');
}

/** Opens the list of accounts and narrows it to one. */
async function choose(app: Explorer, typed: string): Promise<void> {
  await app.pressFor('ctrl+o', 'Accounts');
  await app.waitFor(() => !app.row(1).includes('opening'), 'the profiles to be read');
  app.write(typed);
  await app.waitFor('1 of 1');
}

describe('adding a profile', () => {
  test('asks for secret, name, account and passphrase, shows no secret, and the profile works from then on', async () => {
    const home = await homeWith();
    const app = await explore(home, { CLOUDFLARE_BASE_URL: sandbox.baseUrl });
    await app.waitForStart();
    await choose(app, 'add a profile');
    app.press('enter');
    await response(app, 'token or key', sandbox.token);
    await response(app, 'profile name', 'prod');
    await app.waitFor('Default account');
    expect(app.screen()).toContain('user API token, active');
    app.write('labs');
    await app.waitFor('1 of 1');
    app.press('enter');
    await response(app, 'new passphrase', 'short');
    await app.waitFor('A passphrase must have at least 8 characters');
    app.press('ctrl+u');
    await response(app, 'new passphrase', passphrase);
    await response(app, 'repeat the passphrase', 'something else');
    await app.waitFor('The passphrases do not match');
    app.press('ctrl+u');
    await response(app, 'repeat the passphrase', passphrase);
    await app.waitFor('Saved prod. The profiles are encrypted, and their key is protected by the passphrase');
    expect(app.bytes()).not.toContain(sandbox.token);

    app.press('enter');
    await app.waitFor(/^ flarescope {2}prod · token ····/);
    await app.ask('GET /accounts/{account_id}', 'Example Labs');
    const env = { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase };
    expect((await flarescope(['auth', 'list'], { env })).stdout).toContain('prod');
  });

  test('of a token that the API refuses says why, and saves it only where that is wished', async () => {
    const app = await explore(await homeWith(profile('prod')), { CLOUDFLARE_BASE_URL: sandbox.baseUrl });
    await app.waitForStart();
    await choose(app, 'unlock');
    app.press('enter');
    await response(app, 'passphrase', passphrase);
    await app.waitFor('prod');
    app.write('add a profile');
    await app.waitFor('1 of 1');
    app.press('enter');
    await response(app, 'token or key', 'cfut_this-token-was-never-given-to-anybody');
    await response(app, 'profile name', 'prod');
    await app.waitFor('The profile prod exists already');
    app.press('ctrl+u');
    await response(app, 'profile name', 'bad');
    await app.waitFor('Save bad anyway?');
    app.press('n');
    await app.waitForGone('Save bad anyway?');
    expect(app.row(1)).toMatch(/profile name for 127\.0\.0\.1:\d+ \(CLOUDFLARE_BASE_URL\) ❯ bad/);
    app.press('enter');
    await app.waitFor('Save bad anyway?');
    app.press('y');
    await app.waitFor('Saved bad');
  });

  test('takes a token that is pasted into the list in hand, without ever showing it', async () => {
    const app = await explore(await homeWith(profile('prod')));
    await unlock(app);
    await app.pressFor('ctrl+o', 'Accounts');
    app.paste('cfut_pasted-0123456789-abcdefghijklmnopqrstuvwxyz');
    await app.waitFor('Token for api.cloudflare.com: name the profile');
    expect(app.bytes()).not.toContain('cfut_pasted');
    app.press('esc');
    await app.waitFor(() => app.row(1).startsWith(' profile ❯'), 'the list');
  });
});

describe('the list of accounts', () => {
  test('switches: the next request goes to the other account, and the header says so', async () => {
    const other = await startSandbox({});
    try {
      const token = createSecret(other.token);
      const two = profile('two', { baseUrl: other.baseUrl, credential: { kind: 'token', token }, readOnly: true });
      const app = await explore(await homeWith(profile('one'), two));
      await unlock(app);
      await app.waitFor(/^ flarescope {2}one · token ····/);
      await app.ask('GET /zones', 'page 1/3');
      await choose(app, 'two');
      app.press('enter');
      await app.waitFor('Requests go to two now');
      expect(app.row(0)).toContain(`two · token ····${other.token.slice(-4)}`);
      expect(app.row(0)).toContain('READ-ONLY');
      expect(app.screen()).not.toContain('page 1/3');
      await app.send('POST /zones name=example.dev account:={}');
      await app.waitFor('the profile two is read-only, so POST was not sent');
      await app.ask('GET /zones', 'page 1/3');
      expect(app.bytes()).not.toContain(other.token);
    } finally {
      await other.close();
    }
  });

  test('verifies, makes read-only, sets the default, and removes after asking', async () => {
    const home = await homeWith(profile('one'), profile('two'));
    const app = await explore(home);
    await unlock(app);
    await choose(app, 'two');
    app.press('ctrl+r');
    await app.waitFor('two is valid: user API token, active');
    app.press('ctrl+t');
    await app.waitFor('two is read-only: only what reads is sent');
    app.press('ctrl+d');
    await app.waitFor('two is now the default profile');
    const env = { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase };
    const listed = (await flarescope(['auth', 'list', '--json'], { env })).stdout;
    expect(JSON.parse(listed)).toMatchObject([{ name: 'one' }, { name: 'two', readOnly: true }]);
    app.press('ctrl+x');
    await app.waitFor('Remove two, token ····');
    app.press('enter');
    await app.waitForGone('Remove two');
    app.press('ctrl+x');
    await app.waitFor('Remove two, token ····');
    app.press('y');
    await app.waitFor('Removed two. Its credential stays valid');
    app.press('ctrl+u');
    await app.waitForSelected('one');
    app.press('ctrl+x');
    await app.waitFor('one is in use. Use another account');
    expect((await flarescope(['auth', 'list'], { env })).stdout).not.toContain('two');
  });
});

test('a profile whose secret comes from a command runs it with the first request; it may ask at the terminal', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'token');
  writeFileSync(file, `${sandbox.token}\n`);
  const asks = `echo Number: >&2; IFS= read -r pin < /dev/tty && [ "$pin" = 1234 ] && cat '${file}'`;
  const command = (...words: readonly string[]) => ({ kind: 'command', words, email: undefined }) as const;
  const home = await homeWith(
    profile('quiet', { credential: command('cat', file) }),
    profile('asking', { credential: command('sh', '-c', asks) }),
    profile('slow', { credential: command('sleep', '60') }),
  );
  const app = await explore(home, { FLARESCOPE_PASSPHRASE: passphrase });
  await app.waitFor(/^ flarescope {2}quiet · token from cat · /);
  await app.ask('GET /zones', 'page 1/3');

  await choose(app, 'asking');
  app.press('enter');
  await app.waitFor('Requests go to asking now');
  await app.send('GET /zones');
  // What was asked before stands on the screen again when the terminal is lent once more.
  const isAsked = (times: number): Promise<string> =>
    app.waitFor(() => app.bytes().match(/\nNumber:/g)?.length === times, `question ${times}`);
  await isAsked(1);
  expect(app.screen()).toContain('flarescope runs sh -c ');
  app.write('\u0003');
  await app.waitFor(/getting the secret[\s\S]*cancelled/);
  await app.send('GET /zones');
  await isAsked(2);
  app.write('1234\r');
  await app.waitFor('page 1/3');
  // It is not asked again.
  await app.send('GET /user');
  await app.waitFor('ada.lovelace@');

  await choose(app, 'slow');
  app.press('enter');
  await app.waitFor('Requests go to slow now');
  await app.send('GET /zones');
  await app.waitFor(/esc cancels/i);
  app.press('esc');
  await app.waitFor('Cancelled: GET /zones');
  expect(app.bytes()).not.toContain(sandbox.token);
  app.press('ctrl+c');
  expect(await app.exited).toMatchObject({ code: 0 });
});

describe('locked profiles', () => {
  test('are unlocked with the passphrase, wrong ones are held back, and nothing is sent before', async () => {
    const app = await explore(await homeWith(profile('prod')));
    await response(app, 'passphrase', 'a wrong one');
    await app.waitFor('try again in 1 s');
    expect(app.screen()).toContain('Wrong passphrase');
    await response(app, 'passphrase', 'another wrong one');
    await app.waitFor('try again in 2 s');
    app.press('esc');
    await app.waitFor('The profiles stay locked. ctrl+o unlocks them');
    await app.send('GET /zones');
    await app.waitFor('The profiles are locked. ctrl+o unlocks them');
    app.press('ctrl+o');
    await unlock(app);
    await app.waitFor(/^ flarescope {2}prod · token ····/);
    app.press('enter');
    await app.waitFor('page 1/3');
    expect(app.bytes()).not.toContain('wrong one');
  });

  test('hide what is on the screen when they are locked with a key, and bring it back', async () => {
    const app = await explore(await homeWith(profile('prod')));
    await unlock(app);
    await app.ask('GET /zones', 'page 1/3');
    await app.pressFor('ctrl+o', 'Accounts');
    await app.pressFor('ctrl+l', '─ Locked ─');
    expect(app.screen()).not.toContain('page 1/3');
    expect(app.row(0)).toMatch(/^ flarescope {2}prod {3}LOCKED/);
    app.press('tab');
    await app.waitFor('add a profile');
    app.press('esc');
    await app.waitForGone('add a profile');
    app.press('esc');
    await app.waitFor('The profiles stay locked. ctrl+o unlocks them');
    await app.pressFor('tab', 'The profiles are locked. ctrl+o unlocks them');
    expect(app.screen()).not.toContain('page 1/3');
    app.press('ctrl+o');
    await unlock(app);
    await app.waitFor('page 1/3');
    app.press('esc');
    await app.waitFor(() => !app.isTyping(), 'the response to take the keys');
    await app.pressFor(']', 'page 2/3');
  });

  test('are used beside an account of the environment, so that its answers are kept', async () => {
    const home = await homeWith(profile('prod'));
    const env = { CLOUDFLARE_API_TOKEN: sandbox.token, CLOUDFLARE_BASE_URL: sandbox.baseUrl };
    const app = await explore(home, env);
    await app.waitForStart();
    await choose(app, 'unlock');
    app.press('enter');
    await response(app, 'passphrase', passphrase);
    await app.waitFor((screen) => / prod {2}token/.test(screen), 'the profile in the list');
    app.press('esc');
    await app.waitForGone('Accounts');
    expect(app.row(0)).toContain('environment · token ····');
    await app.ask('GET /user', '200');
    app.press('ctrl+c');
    await app.exited;
    const shown = await flarescope(['history', 'show', '1'], {
      env: { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase },
    });
    expect(shown.stdout).toContain('"success"');
  });
});

/** A clock that a signal sets forward by 20 minutes, as for someone who was away. */
const skippingClock = `data:text/javascript,${encodeURIComponent(
  'const now = Date.now; let ahead = 0; Date.now = () => now() + ahead; process.on("SIGUSR2", () => { ahead += 1_200_000; });',
)}`;

describe('an explorer that nobody uses', () => {
  const leaveAlone = async (settings: string): Promise<Explorer> => {
    const home = await homeWith(profile('prod'));
    writeFileSync(path.join(home, 'config', 'settings.json'), settings);
    const args = ['--import', skippingClock, mainFile];
    const env = { FLARESCOPE_HOME: home };
    const app = asExplorer(await openTerminal({ args, env, columns: 120, secrets: [passphrase, sandbox.token] }));
    await unlock(app);
    await app.ask('GET /zones', 'page 1/3');
    app.kill('SIGUSR2');
    return app;
  };

  test('is locked by itself, and says why', async () => {
    const app = await leaveAlone('{}');
    await app.waitFor('No key was pressed for a while.');
    expect(app.screen()).not.toContain('page 1/3');
    await unlock(app);
    await app.waitFor('page 1/3');
  });

  test('is locked after as many minutes as idleLockMinutes says', async () => {
    const app = await leaveAlone('{"idleLockMinutes": 20}');
    await app.waitFor('─ Locked ─');
  });
});
