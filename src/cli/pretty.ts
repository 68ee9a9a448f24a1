// A document indented, streamed: coloured and safe for a terminal, token for token elsewhere.
import type { JsonDocument, NodeId } from '../json/document.ts';
import { formatPretty, formatSpans } from '../json/format.ts';
import { createTheme } from '../terminal/theme.ts';
import { type Io, print } from './io.ts';

/** Lines are gathered to chunks of about this many characters, since every write is a system call. */
const chunkLength = 64 * 1024;

interface PrettyOptions {
  readonly margin?: number;
  readonly end?: string;
  readonly isStrict?: boolean;
  readonly node?: NodeId | undefined;
}

/**
 * @param options.margin spaces before every line
 * @param options.end what stands after the last line; a line feed unless told
 * @param options.node a value instead of all
 * @param options.isStrict leaves out lines that are not JSON
 */
export async function printPretty(
  io: Io,
  document: JsonDocument,
  { margin = 0, end = '\n', isStrict = false, node }: PrettyOptions = {},
): Promise<void> {
  if (!io.isForEyes && io.colorDepth === 1)
    return printPlain(io, document, margin, end, { isStrict, ...(node !== undefined && { node }) });
  const theme = createTheme(io.colorDepth, io.env.TERM !== 'dumb' || io.colorDepth > 1);
  let chunk = '';
  let isFirst = true;
  for (const spans of formatSpans(document, { isStrict, ...(node !== undefined && { node }) })) {
    chunk += `${isFirst ? '' : '\n'}${' '.repeat(margin)}${theme.paint(spans)}`;
    isFirst = false;
    if (chunk.length >= chunkLength) {
      await print(io, chunk);
      chunk = '';
    }
  }
  await print(io, chunk + end);
}

/** For programs: every token as it was received. */
async function printPlain(
  io: Io,
  document: JsonDocument,
  margin: number,
  end: string,
  options: { readonly isStrict: boolean; readonly node?: NodeId },
): Promise<void> {
  const indent = ' '.repeat(margin);
  await print(io, indent);
  for (const chunk of formatPretty(document, options))
    await print(io, margin === 0 ? chunk : chunk.replaceAll('\n', `\n${indent}`));
  await print(io, end);
}
