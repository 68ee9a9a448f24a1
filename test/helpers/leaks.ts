// The hunt for secrets in what a program has left: its screen, its output, its files, the command lines of its children.
// Knows nothing of how the program hides them, so that one mistake is not made on both sides.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** Variables that hold a credential or a passphrase. */
const secretVariables = ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_KEY', 'FLARESCOPE_PASSPHRASE'];

/** What is shorter may be a word that stands there anyway. */
const shortest = 12;

/** What is to be found nowhere after a run with these variables, and with `more` that was typed or piped in. */
export function secretsOf(
  env: Readonly<Record<string, string | undefined>>,
  more: readonly string[] = [],
): readonly string[] {
  const values = [...secretVariables.map((name) => env[name]?.trim() ?? ''), ...more];
  return [...new Set(values)].filter((value) => value.length >= shortest);
}

/** Where a secret was found, and in which disguise; empty for none. `place` is for the one who reads it. */
export function findSecrets(place: string, bytes: Uint8Array, secrets: readonly string[]): readonly string[] {
  if (secrets.length === 0) return [];
  const found: string[] = [];
  for (const { text, how } of layers(Buffer.from(bytes))) {
    for (const secret of secrets) {
      for (const [disguise, form] of disguises(secret)) {
        if (text.includes(form)) found.push(`${place}: ${secret.slice(0, 4)}… ${[disguise, ...how].join(' in ')}`);
      }
    }
  }
  return found;
}

/** Every form of a secret that the hunt knows. */
export function disguises(secret: string): readonly (readonly [name: string, bytes: Buffer])[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const forms: (readonly [string, Buffer])[] = [
    ['in clear', bytes],
    ['reversed', Buffer.from([...bytes].toReversed())],
    ['as UTF-16', Buffer.from(secret, 'utf16le')],
    ['as hex', Buffer.from(hex)],
    ['as hex', Buffer.from(hex.toUpperCase())],
    ['URL-encoded', Buffer.from(encodeURIComponent(secret))],
    ['URL-encoded', Buffer.from(percent)],
    ['URL-encoded', Buffer.from(percent.toUpperCase())],
    ['as JSON', Buffer.from(JSON.stringify(secret).slice(1, -1))],
  ];
  // The characters that stand for whole bytes of the secret, whatever is before and behind it.
  for (const before of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const from = before === 0 ? 0 : before + 1;
    const to = Math.floor((padded.length * 4) / 3);
    for (const encoding of ['base64', 'base64url'] as const) {
      forms.push([`as ${encoding}`, Buffer.from(padded.toString(encoding).slice(from, to))]);
    }
  }
  return forms.filter(([, form], at) => forms.findIndex(([, other]) => other.equals(form)) === at);
}

interface Layer {
  readonly text: Buffer;
  readonly how: readonly string[];
}

const deepest = 3;
const mostBytes = 64 * 1024 * 1024;
const decompressors: readonly (readonly [
  name: string,
  begins: Buffer | undefined,
  decompress: (bytes: Buffer) => Buffer,
])[] = [
  [
    'gzip',
    Buffer.from([0x1f, 0x8b, 0x08]),
    (bytes) => inflateRawSync(withoutGzipHeader(bytes), { maxOutputLength: mostBytes, finishFlush: 2 }),
  ],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), (bytes) => zstdDecompressSync(bytes, { maxOutputLength: mostBytes })],
  ...[0x01, 0x5e, 0x9c, 0xda].map(
    (level) =>
      [
        'deflate',
        Buffer.from([0x78, level]),
        (bytes: Buffer) => inflateSync(bytes, { maxOutputLength: mostBytes, finishFlush: 2 }),
      ] as const,
  ),
  ['raw deflate', undefined, (bytes) => inflateRawSync(bytes, { maxOutputLength: mostBytes, finishFlush: 2 })],
];

/** RFC 1952 section 2.3. Node's own gunzip refuses a stream with other bytes behind it. */
function withoutGzipHeader(bytes: Buffer): Buffer {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + bytes.readUInt16LE(at);
  for (const text of [8, 16]) if (flags & text) at = bytes.indexOf(0, at) + 1;
  return bytes.subarray(flags & 2 ? at + 2 : at);
}

/** The bytes, and whatever is packed inside of them, in any place. */
function* layers(text: Buffer, how: readonly string[] = []): Generator<Layer> {
  yield { text, how };
  if (how.length === deepest) return;
  for (const [name, begins, decompress] of decompressors) {
    const places = begins === undefined ? [0] : occurrences(text, begins);
    for (const at of places) {
      const unpacked = attempt(() => decompress(text.subarray(at)));
      if (unpacked && unpacked.length > 0) yield* layers(unpacked, [...how, name]);
    }
  }
}

function occurrences(text: Buffer, wanted: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The same for every file below a folder, and for the names of the files. */
export function findSecretsBelow(folder: string, secrets: readonly string[]): readonly string[] {
  if (secrets.length === 0) return [];
  const entries = attempt(() => readdirSync(folder, { recursive: true, withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const inName = findSecrets('file name', Buffer.from(file), secrets);
    const bytes = entry.isFile() ? attempt(() => readFileSync(file)) : undefined;
    return bytes ? [...inName, ...findSecrets(file, bytes, secrets)] : inName;
  });
}

/** The folders that are below none of the others, so that nothing is searched twice. */
export function outermost(...folders: readonly string[]): readonly string[] {
  const isBelow = (folder: string, other: string): boolean => folder.startsWith(other + path.sep);
  return [...new Set(folders)].filter((folder) => !folders.some((other) => isBelow(folder, other)));
}

export interface ArgvWatch {
  /** Command lines seen so far, of the process and all below it. */
  readonly seen: () => Buffer;
  readonly stop: () => void;
}

/** Milliseconds between two looks at the processes. */
const lookEvery = 40;

/** Watches the command lines of a process and its children (proc(5)); sees nothing where there is no /proc. */
export function watchArgv(pid: number | undefined): ArgvWatch {
  const lines = new Set<string>();
  const look = (id: number | string): void => {
    const line = attempt(() => readFileSync(`/proc/${id}/cmdline`, 'latin1'));
    if (line === undefined) return;
    lines.add(line);
    const children = attempt(() => readFileSync(`/proc/${id}/task/${id}/children`, 'utf8')) ?? '';
    for (const child of children.split(' ')) if (child !== '') look(child);
  };
  const lookAround = (): void => {
    if (pid !== undefined) look(pid);
  };
  lookAround();
  const timer = setInterval(lookAround, lookEvery);
  return { seen: () => Buffer.from([...lines].join('\n'), 'latin1'), stop: () => clearInterval(timer) };
}

/** Throws where anything was found. */
export function expectNoLeaks(found: readonly string[]): void {
  if (found.length > 0) throw new Error(`a secret has leaked:\n${[...new Set(found)].join('\n')}`);
}
