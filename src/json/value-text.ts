// A value as text for other programs, piece by piece: strings without their quotes and escapes, all else as it was received.
import { endOf, type JsonDocument, kindOf, type NodeId, startOf } from './document.ts';
import { decodeStringPart } from './strings.ts';

const chunkBytes = 64 * 1024;

/** The text of a value in chunks of about 64 kB. */
export function* valueText(doc: JsonDocument, node: NodeId): Generator<string, void, undefined> {
  if (kindOf(doc, node) !== 'string') {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const to = endOf(doc, node);
    for (let at = startOf(doc, node); at < to; at += chunkBytes) {
      const end = Math.min(at + chunkBytes, to);
      yield decoder.decode(doc.bytes.subarray(at, end), { stream: end < to });
    }
    return;
  }
  for (let at = startOf(doc, node) + 1; ; ) {
    const { text, complete, end } = decodeStringPart(doc.bytes, at, chunkBytes);
    yield text;
    if (complete) return;
    at = end;
  }
}
