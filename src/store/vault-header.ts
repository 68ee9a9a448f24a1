// The vault's header, `vault.json`: which way its key is protected, and the key itself, sealed. It holds nothing secret in
// the clear. Two lines: a JSON text, and the SHA-256 of that line, by which damage is told from a wrong passphrase and
// from a newer version. The form of the two lines is the same for all versions to come.

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  randomFillSync,
  scrypt as scryptWithCallback,
} from 'node:crypto';
import { promisify } from 'node:util';
import { type Secret, unwrapSecret } from '../api/credential.ts';
import { isRecord } from '../json/values.ts';

const headerVersion = 1;

/** A header is a few hundred bytes; more is no header. */
export const longestHeader = 16 * 1024;

/** How the key that seals the vault's key comes about. */
export type SealedBy =
  /** Random, in the OS keychain under this name. */
  | { readonly kind: 'keychain'; readonly entry: string }
  /** Derived from a passphrase by scrypt (RFC 7914). */
  | { readonly kind: 'passphrase'; readonly scrypt: ScryptParameters };

interface ScryptParameters {
  /** Cost, a power of two. */
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
}

/** AES-256-GCM: 96-bit nonce; the text with its 128-bit tag behind it. */
interface Sealed {
  readonly nonce: Uint8Array;
  readonly text: Uint8Array;
}

export interface VaultHeader {
  /** Tells this vault from any other; 32 hexadecimal digits. */
  readonly id: string;
  readonly protection: SealedBy;
  /** The vault's key. */
  readonly key: Sealed;
}

export type HeaderReading =
  | { readonly kind: 'header'; readonly header: VaultHeader }
  | { readonly kind: 'newer'; readonly version: number }
  /** `reason` is a clause such as `its checksum is wrong`. */
  | { readonly kind: 'damaged'; readonly reason: string };

/** Bytes that scrypt may take; what a header asks for beyond it is refused. Design section 7 asks for 128 MiB. */
const mostScryptMemory = 512 * 1024 * 1024;

const mostScryptParallelism = 16;
const format = 'flarescope vault';

/** What is bound to the sealed key as additional data: everything in the header but the key itself. */
function boundText(header: Pick<VaultHeader, 'id' | 'protection'>): string {
  return JSON.stringify(publicPart(header));
}

export function encodeHeader(header: VaultHeader): string {
  const key = { nonce: toBase64(header.key.nonce), sealed: toBase64(header.key.text) };
  const line = JSON.stringify({ ...publicPart(header), key });
  return `${line}\n${digest(line)}\n`;
}

/** Reads a header. Whatever is not exactly what `encodeHeader` writes, byte for byte, is damaged. */
export function decodeHeader(text: string): HeaderReading {
  const [line = '', sum, ...rest] = text.split('\n');
  if (sum !== digest(line) || rest.length !== 1 || rest[0] !== '') return damaged('its checksum is wrong');
  const value = parse(line);
  if (!isRecord(value) || value.format !== format || typeof value.version !== 'number') {
    return damaged('it is not a vault header');
  }
  if (value.version > headerVersion) return { kind: 'newer', version: value.version };
  const header = readHeader(value);
  if (typeof header === 'string') return damaged(header);
  return encodeHeader(header) === text ? { kind: 'header', header } : damaged('it has unknown fields');
}

function publicPart({ id, protection }: Pick<VaultHeader, 'id' | 'protection'>): Readonly<Record<string, unknown>> {
  const common = { format, version: headerVersion, id, protection: protection.kind };
  if (protection.kind === 'keychain') return { ...common, entry: protection.entry };
  const { n, r, p, salt } = protection.scrypt;
  return { ...common, scrypt: { n, r, p, salt: toBase64(salt) } };
}

/** The header, or a clause on what is wrong with it. */
function readHeader(value: Readonly<Record<string, unknown>>): VaultHeader | string {
  const { id, key } = value;
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) return 'its id is wrong';
  const protection = readProtection(value);
  if (typeof protection === 'string') return protection;
  if (!isRecord(key)) return 'its key is missing';
  const nonce = fromBase64(key.nonce, 12);
  const text = fromBase64(key.sealed, 48);
  return nonce && text ? { id, protection, key: { nonce, text } } : 'its key is cut off';
}

function readProtection(value: Readonly<Record<string, unknown>>): SealedBy | string {
  if (value.protection === 'keychain') {
    const { entry } = value;
    return typeof entry === 'string' && /^[\w-]{1,64}$/.test(entry)
      ? { kind: 'keychain', entry }
      : 'the name of its keychain entry is wrong';
  }
  if (value.protection !== 'passphrase' || !isRecord(value.scrypt)) return 'it does not say what protects it';
  const { n, r, p } = value.scrypt;
  const salt = fromBase64(value.scrypt.salt, 16);
  if (!salt || !isCount(n) || !isCount(r) || !isCount(p)) return 'its scrypt parameters are wrong';
  // RFC 7914 section 2: N is a power of two; the memory is 128 * N * r bytes, and 128 * r * p more.
  if (n < 2 || (n & (n - 1)) !== 0 || p > mostScryptParallelism) return 'its scrypt parameters are wrong';
  if (scryptMemory({ n, r, p }) > mostScryptMemory) return 'its scrypt parameters ask for too much memory';
  return { kind: 'passphrase', scrypt: { n, r, p, salt } };
}

/** Bytes that scrypt needs for these parameters. */
export function scryptMemory({ n, r, p }: Omit<ScryptParameters, 'salt'>): number {
  return 128 * r * (n + p + 2);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value < 2 ** 31;
}

function damaged(reason: string): HeaderReading {
  return { kind: 'damaged', reason };
}

function digest(line: string): string {
  return `sha256:${createHash('sha256').update(line).digest('hex')}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Exactly so many bytes, or undefined. */
function fromBase64(text: unknown, length: number): Uint8Array | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return bytes.length === length ? bytes : undefined;
}

const scrypt = promisify<Uint8Array, Uint8Array, number, object, Buffer>(scryptWithCallback);

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
  return randomFillSync(new Uint8Array(keyLength));
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
  // The text itself stays in memory for as long as JavaScript pleases; its bytes do not.
  const bytes = Buffer.from(unwrapSecret(passphrase).normalize('NFKC'));
  try {
    return ownBytes(await scrypt(bytes, salt, keyLength, options));
  } finally {
    bytes.fill(0);
  }
}

/** The bytes in memory of their own; where they came from they are overwritten, since Node shares that with other buffers. */
function ownBytes(bytes: Buffer): Uint8Array {
  const own = new Uint8Array(bytes);
  bytes.fill(0);
  return own;
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
    const opened = decipher.update(text.subarray(0, -tagLength));
    decipher.final();
    return ownBytes(opened);
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
