// Bodies that are files, in whole or in part: read while they are sent, so that nobody holds them. What cannot be told beforehand
// (a pipe) is read at once.
import { randomBytes } from 'node:crypto';
import type { Upload } from '../api/messages.ts';
import { redactJson } from '../api/redact-json.ts';
import { redactText } from '../api/secret-text.ts';
import { formPieces, type Part } from '../request/parts.ts';
import { hasMark, withoutMark } from '../text/encoding.ts';
import { formatBytes } from '../text/numbers.ts';
import type { Files, OpenedFile } from './performers.ts';

/** Bytes up to which a file is read at once: then it can be kept with the request, and shown. */
const mostHeld = 1024 * 1024;

type Piece = { readonly size: number; readonly pieces: () => AsyncIterable<Uint8Array>; readonly told: Uint8Array };

/**
 * A file as the whole body, byte for byte; but JSON, which is UTF-8 without a mark (RFC 8259 section 8.1), becomes that where a mark at
 * its start says what it is, as in files of Windows PowerShell. Rejects with Node's own error where it cannot be read.
 */
export async function bodyFromFile(
  path: string,
  isJson: boolean,
  files: Files,
): Promise<{ readonly body: Uint8Array | undefined; readonly upload: Upload | undefined }> {
  const opened = await files.open?.(path);
  if (opened === undefined || opened.size <= mostHeld || (isJson && (await isMarked(opened)))) {
    const bytes = await files.read(path);
    return { body: isJson ? withoutMark(bytes) : bytes, upload: undefined };
  }
  return { body: undefined, upload: uploadOf([fileOf(path, opened)]) };
}

async function isMarked({ pieces }: OpenedFile): Promise<boolean> {
  for await (const piece of pieces()) return hasMark(piece);
  return false;
}

/**
 * A body in parts, and its Content-Type.
 *
 * @throws Error that says which file cannot be read
 */
export async function bodyInParts(
  parts: readonly Part[],
  files: Files,
): Promise<{ readonly upload: Upload; readonly contentType: string }> {
  const boundary = `flarescope-${randomBytes(16).toString('hex')}`;
  const told = formPieces(parts.map(withoutSecrets), boundary);
  const pieces = await Promise.all(
    formPieces(parts, boundary).map(async (piece, index): Promise<Piece> => {
      if ('path' in piece) return filePiece(piece.path, files);
      const shown = told[index];
      return { ...held(piece), told: shown instanceof Uint8Array ? shown : piece };
    }),
  );
  return { upload: uploadOf(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

async function filePiece(path: string, files: Files): Promise<Piece> {
  const opened = await files.open?.(path);
  if (opened !== undefined) return fileOf(path, opened);
  const bytes = await files.read(path);
  return { ...held(bytes), told: summaryOf(path, bytes.byteLength) };
}

function held(bytes: Uint8Array): Piece {
  return {
    size: bytes.byteLength,
    pieces: async function* () {
      yield bytes;
    },
    told: bytes,
  };
}

function fileOf(path: string, { size, pieces }: NonNullable<Awaited<ReturnType<NonNullable<Files['open']>>>>): Piece {
  return {
    size,
    pieces: async function* () {
      let left = size;
      for await (const piece of pieces()) {
        left -= piece.byteLength;
        yield piece;
      }
      if (left !== 0) throw new Error(`the file ${path} became shorter while it was being sent`);
    },
    told: summaryOf(path, size),
  };
}

function summaryOf(path: string, size: number): Uint8Array {
  return new TextEncoder().encode(`(${formatBytes(size)} of the file ${redactText(path)})`);
}

function uploadOf(parts: readonly Piece[]): Upload {
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    open: async function* () {
      for (const { pieces } of parts) yield* pieces();
    },
    summary: new Uint8Array(Buffer.concat(parts.map(({ told }) => told))),
  };
}

/** Secret bindings of a Worker's metadata, and whatever else says of itself that it is secret. */
function withoutSecrets(part: Part): Part {
  const { name, content } = part;
  if (content.kind === 'file') return part;
  const around = { path: '', isSecret: false, isHeaders: false };
  // As a member of that name, so that the name is judged too.
  const member = redactJson(`{${JSON.stringify(name)}:${JSON.stringify(content.text)}}`, around);
  const read: unknown = JSON.parse(member);
  const text = typeof read === 'object' && read !== null ? Object.values(read)[0] : undefined;
  return typeof text === 'string' ? { ...part, content: { kind: 'text', text } } : part;
}
