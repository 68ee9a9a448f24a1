// The vault's keys: a random master key, sealed by the key that protects the vault, and keys for each use derived from it.
// So the protection can change while everything encrypted before stays readable. Knows no files.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt as scryptWithCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { type Secret, unwrapSecret } from '../api/secret.ts';
import { boundText, type ScryptParameters, type Sealed, scryptMemory, type VaultHeader } from './vault-header.ts';

const scrypt = promisify<string, Uint8Array, number, object, Buffer>(scryptWithCallback);

/** Bytes of every key here: AES-256. */
export const keyLength = 32;

const tagLength = 16;

/** What a passphrase costs to try: design section 7, OWASP's first choice for scrypt. 128 MiB and some 0.3 s. */
export const scryptCost = { n: 2 ** 17, r: 8, p: 1 };

/** Characters that a new passphrase must have (NIST SP 800-63B on what a person chooses). */
export const shortestPassphrase = 8;

export function isTooShort(passphrase: Secret): boolean {
  return [...unwrapSecret(passphrase).normalize('NFKC')].length < shortestPassphrase;
}

export type ScryptCost = Omit<ScryptParameters, 'salt'>;

export function randomKey(): Uint8Array {
  return new Uint8Array(randomBytes(keyLength));
}

export function randomId(): string {
  return randomBytes(16).toString('hex');
}

export function randomSalt(): Uint8Array {
  return new Uint8Array(randomBytes(16));
}

/**
 * The key that a passphrase stands for. Compatibility forms are folded (NFKC), since the same letters come composed
 * from one keyboard and decomposed from another.
 */
export async function keyOfPassphrase(passphrase: Secret, parameters: ScryptParameters): Promise<Uint8Array> {
  const { n, r, p, salt } = parameters;
  const options = { N: n, r, p, maxmem: scryptMemory(parameters) + 1024 * 1024 };
  return new Uint8Array(await scrypt(unwrapSecret(passphrase).normalize('NFKC'), salt, keyLength, options));
}

/** Seals the master key and binds the rest of the header to it. */
export function sealHeader(header: Omit<VaultHeader, 'key'>, protector: Uint8Array, master: Uint8Array): VaultHeader {
  const nonce = new Uint8Array(randomBytes(12));
  const cipher = createCipheriv('aes-256-gcm', protector, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(boundText(header)));
  const text = new Uint8Array(Buffer.concat([cipher.update(master), cipher.final(), cipher.getAuthTag()]));
  return { ...header, key: { nonce, text } };
}

/** The master key; undefined where the protecting key is not this header's, or the header is not as it was sealed. */
export function openHeader(header: VaultHeader, protector: Uint8Array): Uint8Array | undefined {
  return unseal(header.key, protector, boundText(header));
}

function unseal({ nonce, text }: Sealed, key: Uint8Array, bound: string): Uint8Array | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(text.subarray(text.length - tagLength));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(text.subarray(0, -tagLength)), decipher.final()]));
  } catch {
    return undefined;
  }
}

/**
 * A key of its own for one use, from the master key by HKDF-SHA256 (RFC 5869). The same for the life of the vault,
 * however its protection changes.
 *
 * @param purpose names the use: other purposes give unrelated keys
 */
export function deriveKey(master: Uint8Array, vaultId: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, vaultId, `flarescope/1/${purpose}`, keyLength));
}
