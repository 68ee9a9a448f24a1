// A document indented and coloured on a terminal, streamed.
import type { JsonDocument } from '../json/document.ts';
import { formatSpans } from '../json/format.ts';
import { createTheme } from '../ui/theme.ts';
import { print } from './terminal-text.ts';

/** Lines are gathered to chunks of about this many characters, since every write is a system call. */
const chunkLength = 64 * 1024;

export async function printPretty(document: JsonDocument): Promise<void> {
  const dumb = process.env.TERM === 'dumb';
  const theme = createTheme(dumb ? 1 : process.stdout.getColorDepth(), !dumb);
  let chunk = '';
  for (const spans of formatSpans(document)) {
    chunk += `${theme.paint(spans)}\n`;
    if (chunk.length >= chunkLength) {
      await print(chunk);
      chunk = '';
    }
  }
  await print(chunk);
}
