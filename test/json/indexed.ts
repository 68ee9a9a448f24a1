// Documents for the tests of this room, from text or bytes.
import type { JsonDocument } from '../../src/json/document.ts';
import { indexDocument, type JsonError } from '../../src/json/parse.ts';

export function bytesOf(source: string | readonly number[]): Uint8Array {
  return typeof source === 'string' ? new TextEncoder().encode(source) : Uint8Array.from(source);
}

export function indexed(source: string | Uint8Array): JsonDocument {
  const result = indexDocument(typeof source === 'string' ? bytesOf(source) : source);
  if (!result.ok) throw new Error(`${result.error.line}:${result.error.column} ${result.error.reason}`);
  return result.document;
}

export function refused(source: string | Uint8Array): JsonError {
  const result = indexDocument(typeof source === 'string' ? bytesOf(source) : source);
  if (result.ok) throw new Error('accepted');
  return result.error;
}
