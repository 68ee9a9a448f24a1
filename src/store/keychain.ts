// The OS keychain: macOS Keychain, Windows Credential Manager, or the Secret Service of a Linux desktop. The native module
// is loaded only here, and only when a key is wanted; where it is missing there simply is no keychain.

import type { AsyncEntry } from '@napi-rs/keyring';
import { errorText } from '../text/sentences.ts';

/** Keys by name. Every function rejects with an Error whose message is a clause on why the keychain did not do it. */
export interface Keychain {
  /** As its users call it. */
  readonly name: string;
  /** Undefined where there is no such entry. */
  /** The bytes are the caller's, who overwrites them after use. */
  readonly read: (entry: string) => Promise<Uint8Array | undefined>;
  readonly write: (entry: string, key: Uint8Array) => Promise<void>;
  /** No error where there is no such entry. */
  readonly remove: (entry: string) => Promise<void>;
}

/** What entries are filed under, beside their own names. */
const service = 'flarescope';

/** Milliseconds that a keychain may take: people may have to unlock it in a window of its own. */
const patience = 120_000;

const names: Readonly<Record<string, string>> = {
  darwin: 'the macOS Keychain',
  win32: 'the Windows Credential Manager',
};

export const systemKeychain: Keychain = {
  name: names[process.platform] ?? 'the Secret Service keyring',
  read: async (entry) => {
    // Typed as an array of numbers, it comes as one or the other.
    const found = await ask(entry, (asked) => asked.getSecret());
    return found ? Uint8Array.from(found) : undefined;
  },
  write: (entry, key) => ask(entry, (asked) => asked.setSecret(key)),
  remove: async (entry) => {
    await ask(entry, (asked) => asked.deleteCredential());
  },
};

async function ask<T>(entry: string, question: (asked: AsyncEntry) => Promise<T>): Promise<T> {
  let keyring: typeof import('@napi-rs/keyring');
  try {
    keyring = await import('@napi-rs/keyring');
  } catch {
    throw new Error('the module for keychains, @napi-rs/keyring, is not installed');
  }
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not respond within ${patience / 1000} s`)), patience);
  });
  try {
    // Only the Secret Service: the kernel's keyring, which the module would fall back to, is empty after a restart.
    const asked = new keyring.AsyncEntry(service, entry, { linux: { store: 'secret-service' } });
    return await Promise.race([question(asked), silence]);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The module's own words, without what it says about D-Bus to programmers. */
function reasonOf(error: unknown): string {
  const text = errorText(error);
  if (/DBUS_SESSION_BUS_ADDRESS|ServiceUnknown|org\.freedesktop\.secrets was not provided/i.test(text)) {
    return 'no Secret Service (gnome-keyring, KWallet, KeePassXC …) is running in this session';
  }
  return text.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
}
