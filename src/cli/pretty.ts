// A document indented, streamed: coloured and safe for a terminal, token for token elsewhere.
import type { JsonDocument } from '../json/document.ts';
import { formatPretty, formatSpans } from '../json/format.ts';
import { createTheme } from '../terminal/theme.ts';
import { print } from './messages.ts';

/** Lines are gathered to chunks of about this many characters, since every write is a system call. */
const chunkLength = 64 * 1024;

/**
 * @param options.margin spaces before every line
 * @param options.end what stands after the last line; a line feed unless told
 */
export async function printPretty(
  document: JsonDocument,
  { margin = 0, end = '\n' }: { readonly margin?: number; readonly end?: string } = {},
): Promise<void> {
  if (!process.stdout.isTTY) return printPlain(document, margin, end);
  const dumb = process.env.TERM === 'dumb';
  const theme = createTheme(dumb ? 1 : process.stdout.getColorDepth(), !dumb);
  let chunk = '';
  let isFirst = true;
  for (const spans of formatSpans(document)) {
    chunk += `${isFirst ? '' : '\n'}${' '.repeat(margin)}${theme.paint(spans)}`;
    isFirst = false;
    if (chunk.length >= chunkLength) {
      await print(chunk);
      chunk = '';
    }
  }
  await print(chunk + end);
}

/** For programs: every token as it was received. */
async function printPlain(document: JsonDocument, margin: number, end: string): Promise<void> {
  const indent = ' '.repeat(margin);
  await print(indent);
  for (const chunk of formatPretty(document)) await print(margin === 0 ? chunk : chunk.replaceAll('\n', `\n${indent}`));
  await print(end);
}
