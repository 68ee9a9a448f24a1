// Commands that print a secret: what is taken of what they print, how they end, and that nothing of it is ever repeated.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSecretFinder, runSecretCommand } from '../../src/accounts/secret-command.ts';
import { type Credential, unwrapSecret } from '../../src/api/credential.ts';
import { withoutKnownSecrets } from '../../src/api/known-secrets.ts';
import { describeCredential } from '../../src/api/shown-credential.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { eventually } from '../helpers/eventually.ts';

const token = 'cfut_printed-0123456789abcdefghijklmnopqrstuv';
const never = new AbortController().signal;

const command = (words: readonly string[], email?: string) => ({ kind: 'command', words, email }) as const;

/** A program that does what a line of shell says. */
const shell = (line: string, email?: string) => command(['sh', '-c', line], email);

function run(
  asked: ReturnType<typeof command>,
  more: { readonly signal?: AbortSignal; readonly limitMs?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Credential> {
  const { signal = never, env = process.env, ...limit } = more;
  return runSecretCommand(asked, { env, terminal: 'none', signal, ...limit });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a command that prints the secret', () => {
  test.each([
    [`printf %s ${token}`],
    [`printf '%s\\n' ${token}`],
    [`printf '%s\\r\\n' ${token}`],
    [`printf '\\357\\273\\277%s\\n' ${token}`],
    [`echo noise >&2; echo ${token}`],
  ])('%s gives the token, which is redacted from then on', async (line) => {
    const credential = await run(shell(line));
    if (credential.kind !== 'token') throw new Error('no token');
    expect(unwrapSecret(credential.token)).toBe(token);
    expect(withoutKnownSecrets(`x ${token} y`)).toBe('x ••• y');
  });

  test('gives a key where the profile has an email address', async () => {
    const credential = await run(shell(`echo cfk_${'k'.repeat(40)}`, 'ada@example.com'));
    expect(describeCredential(credential)).toBe('key of ada@example.com');
  });

  test.each([
    ['op read op://Private/Cloudflare/token', 'op read op://Private/Cloudflare/token'],
    ['vault kv get -field=token secret/cf', 'vault kv get -field=token secret/cf'],
    ['bw get password cf --session abc==', 'bw get password cf --session •••'],
    ['gate --token=abc cf', 'gate --token=••• cf'],
  ])('%s is told as %s', (line, told) => {
    expect(describeCredential(command(line.split(' ')))).toBe(`token from ${told}`);
  });

  test('is told without a secret in a word of several', () => {
    const words = ['curl', '-sH', 'X-Vault-Token: abc', 'https://vault.example/v1/cf'];
    expect(describeCredential(command(words))).toBe(
      "token from curl -sH 'X-Vault-Token: •••' https://vault.example/v1/cf",
    );
  });

  test('is run without a shell: a word is a word', async () => {
    const folder = await temporaryFolder();
    const marker = path.join(folder, 'made');
    const hostile = `$(touch ${marker}); touch ${marker} | \`touch ${marker}\``;
    await expect(run(command(['printf', '%s', hostile]))).rejects.toThrow('printed what is neither');
    expect(existsSync(marker)).toBe(false);
  });

  test.each([
    [shell('exit 3'), 'ended with status 3'],
    [shell(`echo ${token}; exit 1`), 'ended with status 1'],
    [shell(`echo ${token} >&2; kill -TERM $$`), 'was ended by SIGTERM'],
    [shell('true'), 'printed nothing'],
    [shell(`printf '%s\\nuser: ada\\n' ${token}`), 'printed more than one line'],
    [shell(`echo two words ${token}`), 'printed what is neither a token nor a key'],
    [shell(`printf 't\\303\\266k%s' ${token}`), 'printed what is neither a token nor a key'],
    [shell(`yes ${token} | head -c 10000 | tr -d '\\n'`), 'printed what is neither a token nor a key'],
    [shell(`yes ${token}`), 'was stopped: it printed more than a credential'],
    [shell('echo 0123456789abcdef0123456789abcdef01234'), 'printed a global key, which needs an email address'],
    [shell(`echo ${token}`, 'ada@example.com'), 'printed an API token, which has no email address'],
    [command(['no-such-program-anywhere']), 'cannot be run: there is no such program'],
    [command(['/']), 'cannot be run: it is no program, or may not be run'],
  ])('%j says what was run and how it went, and never what it printed', async (asked, reason) => {
    const error = await run(asked).then(
      () => undefined,
      (caught: Error) => caught,
    );
    expect(error?.message).toContain(reason);
    expect(error?.message).toContain(`The command ${asked.words[0]}`);
    expect(error?.message).not.toContain(token);
    expect(error?.message).not.toContain('0123456789abcdef');
  });

  test('leaves out of its own words what looks like a secret', async () => {
    const error = await run(command(['false', `--token=${token}`])).catch((caught: Error) => caught);
    expect(String(error)).toContain('ended with status 1');
    expect(String(error)).not.toContain(token);
  });

  test('is told nothing of the accounts of this program', async () => {
    const env = { ...process.env, CLOUDFLARE_API_TOKEN: token, FLARESCOPE_PASSPHRASE: 'open sesame' };
    await expect(run(shell('env | grep -q "^CLOUDFLARE\\|^FLARESCOPE"'), { env })).rejects.toThrow('status 1');
  });

  test.each([
    ['late', 'was stopped: it took longer than 0 s'],
    ['cancelled', 'was cancelled'],
  ])('that is %s ends, with all that it has started', async (how, reason) => {
    const folder = await temporaryFolder();
    const pids = path.join(folder, 'pids');
    const cancel = new AbortController();
    const running = run(shell(`sleep 60 & echo $$ $! > ${pids}; wait`), {
      signal: cancel.signal,
      limitMs: how === 'late' ? 400 : 60_000,
    });
    running.catch(() => undefined);
    await eventually(() => expect(readFileSync(pids, 'utf8')).toMatch(/^\d+ \d+\n$/));
    if (how === 'cancelled') cancel.abort();
    await expect(running).rejects.toThrow(reason);
    for (const pid of readFileSync(pids, 'utf8').trim().split(' '))
      await eventually(() => expect(isRunning(Number(pid))).toBe(false));
  });

  test('may leave a program behind that holds its output open', async () => {
    const begun = performance.now();
    await run(shell(`sleep 5 & echo ${token}`));
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  test('has no terminal to ask at where it runs out of sight', async () => {
    await expect(run(shell('read answer < /dev/tty'))).rejects.toThrow('ended with status');
  });
});

test('a command is run once for all who need its secret, and again after a failure or when it is forgotten', async () => {
  let count = 0;
  let fails = true;
  const finder = createSecretFinder(async (asked) => {
    count += 1;
    if (fails) throw new Error('no');
    return run(asked);
  });
  const asked = shell(`echo ${token}`);
  await expect(finder.find(asked, never)).rejects.toThrow('no');
  fails = false;
  const both = await Promise.all([finder.find(asked, never), finder.find({ ...asked }, never)]);
  expect(both[0]).toBe(both[1]);
  expect(count).toBe(2);
  await finder.find({ ...asked, words: ['printf', '%s', token] }, never);
  finder.forget();
  await finder.find(asked, never);
  expect(count).toBe(4);
});
