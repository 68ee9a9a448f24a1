// How the profiles are protected, in a sentence. Pure.
import type { Vault, VaultPlace } from '../store/vault.ts';

export function protectionText(
  protection: ReturnType<Vault['protection']>,
  { folder, keychain }: Pick<VaultPlace, 'folder' | 'keychain'>,
): string {
  const key = protection === 'keychain' ? `in ${keychain.name}` : 'behind the passphrase';
  return `The profiles are encrypted, and their key is ${key}. They are kept in ${folder}.`;
}
