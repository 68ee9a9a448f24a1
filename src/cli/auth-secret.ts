// The credential of a new profile: typed unseen, or from standard input, and told apart by its looks.
import { type Shape, shapeOf } from '../accounts/credential-facts.ts';
import type { Credential } from '../api/credential.ts';
import { createSecret, type Secret } from '../api/secret.ts';
import { Refusal } from './refusal.ts';
import type { Asking } from './unlocking.ts';

export interface GivenCredential {
  readonly credential: Credential;
  readonly shape: Shape;
}

/** More than any credential, less than a mistake. */
const longestSecret = 4096;

/** Throws Refusal or Cancelled. */
export async function readCredential(
  flags: { readonly email: string | undefined; readonly fromStdin: boolean },
  asking: Asking,
): Promise<GivenCredential> {
  const what = flags.email === undefined ? 'API token, or global key' : `Global key of ${flags.email}`;
  const secret = checked(flags.fromStdin ? await readStdin() : await askSecret(asking, what));
  const shape = shapeOf(secret);
  const isToken = shape === 'user-token' || shape === 'account-token';
  if (isToken && flags.email !== undefined) throw new Refusal('this is an API token, which goes without --email');
  if (flags.email === undefined && shape !== 'key') return { credential: { kind: 'token', token: secret }, shape };
  const email = flags.email ?? (await askEmail(asking));
  if (!/^[^\s@:]+@[^\s@:]+$/.test(email)) throw new Refusal('a global key goes with the e-mail address of its user');
  return { credential: { kind: 'key', email, key: secret }, shape: 'key' };
}

async function askSecret(asking: Asking, what: string): Promise<string> {
  const terminal = await asking.terminal();
  if (!terminal) throw new Refusal('there is no terminal to type the secret at: pipe it in with --secret-stdin');
  return terminal.ask(`${what} (not shown): `, 'hidden');
}

async function askEmail(asking: Asking): Promise<string> {
  const terminal = await asking.terminal();
  if (!terminal) throw new Refusal('this is a global key, which goes with an e-mail address: give it with --email');
  return (await terminal.ask('E-mail address of the key: ')).trim();
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY)
    throw new Refusal(
      'standard input is the terminal, which would show the secret: leave --secret-stdin off, and it is asked for',
    );
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > longestSecret) break;
  }
  return text;
}

/** What a header field can carry: printable ASCII, no spaces. */
function checked(text: string): Secret {
  const secret = text.trim();
  if (secret === '') throw new Refusal('no secret was given');
  if (secret.length > longestSecret || !/^[\x21-\x7e]+$/.test(secret)) {
    throw new Refusal('this is no token and no key: those are one word of ASCII characters. Nothing was saved');
  }
  return createSecret(secret);
}
