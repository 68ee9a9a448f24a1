// Copies a passage or writes it to a file. Its text is made piece by piece with pauses in which keys are answered: it may be hundreds
// of megabytes.

import { setImmediate as pause } from 'node:timers/promises';
import type { Environment } from '../accounts/account.ts';
import type { Passage } from '../explorer/model/effects.ts';
import { type KeyLabels, keyFor } from '../explorer/model/key-labels.ts';
import { differenceLines } from '../json/difference-text.ts';
import { formatPretty, valueText } from '../json/format.ts';
import { patchText } from '../json/patch.ts';
import { tableText } from '../json/table-text.ts';
import { homeExpanded, writeUserFile } from '../store/user-files.ts';
import { formatBytes } from '../text/numbers.ts';
import { errorText } from '../text/sentences.ts';
import { createClipboard } from './clipboard.ts';
import type { Dispatch, EffectOf, Terminal } from './performers.ts';

export async function copy(
  { text, what }: EffectOf<'copy'>,
  env: Environment,
  terminal: Terminal,
  dispatch: Dispatch,
): Promise<void> {
  try {
    const clipboard = createClipboard(env, terminal);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of passageBytes(text)) {
      size += chunk.length;
      if (size > clipboard.largest) throw new Error(`it is larger than ${formatBytes(clipboard.largest)}`);
      chunks.push(chunk);
    }
    const where = await clipboard.copy(new Uint8Array(Buffer.concat(chunks)));
    dispatch({ type: 'told', kind: 'info', text: `Copied ${what} ${where} (${formatBytes(size)})` });
  } catch (error) {
    dispatch({ type: 'told', kind: 'problem', text: `Could not copy ${what}: ${errorText(error)}` });
  }
}

export async function write(
  { text, what, path, mayReplace, isPrivate }: EffectOf<'write'>,
  env: Environment,
  keyLabels: KeyLabels,
  dispatch: Dispatch,
): Promise<void> {
  const ended = (outcome: 'written' | 'exists' | 'failed', said: string): void =>
    dispatch({ type: 'write.ended', outcome, path, text: said });
  try {
    const size = await writeUserFile(homeExpanded(path, env.HOME), passageBytes(text), { mayReplace, isPrivate });
    if (size === undefined)
      ended('exists', `${path} exists already. Press ${keyFor({ keyLabels }, 'question.answer')} again to replace it`);
    else ended('written', `Wrote ${what} to ${path} (${formatBytes(size)})`);
  } catch (error) {
    ended('failed', `${path} could not be written: ${errorText(error)}`);
  }
}

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
  if ('comparison' in passage)
    return passage.kind === 'patch' ? patchText(passage.comparison) : differenceLines(passage.comparison);
  if (passage.kind === 'table') return tableText(passage.table, passage.format);
  const { kind, document, node } = passage;
  return kind === 'value' ? valueText(document, node) : formatPretty(document, { node });
}
