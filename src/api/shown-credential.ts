// A credential in words, for people: never more of a secret than its last four characters.
import { quotePosix } from '../request/snippets/posix.ts';
import { type Credential, type ProfileCredential, type StoredCredential, secretTail } from './credential.ts';
import { redactCommand } from './redact-line.ts';

/** A credential as it may be shown: at most the last four characters of what is secret, or what prints it. */
export function describeCredential(credential: ProfileCredential | undefined): string {
  switch (credential?.kind) {
    case undefined:
      return 'no credential';
    case 'local':
      return 'local, no credential';
    case 'token':
      return `token ${secretTail(credential.token)}`;
    case 'key':
      return `key of ${credential.email}`;
    case 'command':
      return `${credential.email === undefined ? 'token' : `key of ${credential.email}`} from ${tellCommand(credential.words)}`;
  }
}

/** The same in a few words, where there is room for no more: of a command its program alone. */
export function nameCredential(credential: ProfileCredential | undefined): string {
  if (credential?.kind !== 'command') return describeCredential(credential);
  const [program = ''] = credential.words;
  return describeCredential({ ...credential, words: [program.slice(program.search(/[^/\\]*$/))] });
}

/** The header fields that it goes in tell two kinds apart. */
export function sentAs(credential: StoredCredential | undefined): Credential['kind'] {
  if (credential?.kind === 'command') return credential.email === undefined ? 'token' : 'key';
  return credential?.kind ?? 'token';
}

/** A command as one would type it, without what looks like a secret. */
export function tellCommand(words: readonly string[]): string {
  return redactCommand(words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quotePosix(word))).join(' '));
}
