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

/** The bytes behind a view that counts every byte that is read or copied out. */
export function countReads(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly count: () => number } {
  let reads = 0;
  const watched = new Proxy(bytes, {
    get(target, property) {
      if (property === 'subarray') {
        return (from: number, to: number) => {
          reads += to - from;
          return target.subarray(from, to);
        };
      }
      reads++;
      const value: unknown = Reflect.get(target, property, target);
      return value;
    },
  });
  return { bytes: watched, count: () => reads };
}
