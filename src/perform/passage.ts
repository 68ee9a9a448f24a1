// The text of a passage, made piece by piece with pauses in which keys are answered: a passage may be hundreds of megabytes.

import { setImmediate as pause } from 'node:timers/promises';
import type { Passage } from '../explorer/model/effects.ts';
import { formatPretty, valueText } from '../json/format.ts';

/** Milliseconds of work between two pauses. */
const slice = 8;

/** The passage in chunks; those of a body are its bytes as they came. */
export async function* passageBytes(passage: Passage): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof passage !== 'string' && passage.kind === 'body') {
    yield passage.bytes;
    return;
  }
  let since = performance.now();
  for (const text of chunksOf(passage)) {
    yield new Uint8Array(Buffer.from(text));
    if (performance.now() - since < slice) continue;
    await pause();
    since = performance.now();
  }
}

function chunksOf(passage: Exclude<Passage, { readonly kind: 'body' }>): Iterable<string> {
  if (typeof passage === 'string') return [passage];
  const { kind, document, node } = passage;
  return kind === 'value' ? valueText(document, node) : formatPretty(document, { node });
}
