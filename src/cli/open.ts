// `flarescope open FILE|-`: a JSON file, or standard input, in the explorer's tree; where there is no terminal, indented text.

import { parseArgs } from 'node:util';
import { type Received, readFile } from '../api/received.ts';
import { formatPretty } from '../json/format.ts';
import { openDocument } from '../perform/opening.ts';
import { readUserFile } from '../store/user-files.ts';
import type { OpenedDocument } from '../terminal/run.tsx';
import { type AccountFlags, accountHelp, accountOptions } from './account.ts';
import { complain, exitCodes, messageOf, print } from './messages.ts';
import { openTerminalKeys } from './questions.ts';
import { startExplorer } from './start-explorer.ts';

export const help = `Usage: flarescope open [--raw] FILE
       flarescope open [--raw] -

Shows a JSON file, or standard input, as a tree; keys come from the terminal. Several documents in a row, such as JSON
lines, are a list. A large document is shown while it is read. Where the output is no terminal it prints the document
indented instead, documents in a row one after the other.

      --raw            print it as it came
${accountHelp}
  -h, --help           this text

Exit status: 0 shown, 1 not JSON, 2 usage or a file that cannot be read.
`;

export async function open(argv: readonly string[]): Promise<number> {
  let name: string | undefined;
  let raw = false;
  let flags: AccountFlags;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        raw: { type: 'boolean', default: false },
        ...accountOptions,
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      return exitCodes.success;
    }
    if (positionals.length !== 1) throw new Error('one file is to be named, or - for standard input');
    [name] = positionals;
    raw = values.raw;
    flags = values;
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  const isStdin = name === '-';
  if (isStdin && process.stdin.isTTY) {
    complain('standard input is the terminal: pipe a document into it, or name a file');
    return exitCodes.usage;
  }
  const title = isStdin ? 'standard input' : (name ?? '');
  const unreadable = (error: unknown): number => {
    complain(`${title} could not be read: ${messageOf(error)}`);
    return exitCodes.usage;
  };
  if (process.stdout.isTTY) {
    const opening = await openDocument(name ?? '').catch(unreadable);
    return typeof opening === 'number' ? opening : show(flags, title, opening);
  }
  const bytes = await (isStdin ? readStdin() : readUserFile(name ?? '')).catch(unreadable);
  return typeof bytes === 'number' ? bytes : printDocument(name ?? '', readFile(bytes), bytes, raw);
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

async function show(
  flags: AccountFlags,
  name: string,
  document: Pick<OpenedDocument, 'received' | 'arrival'>,
): Promise<number> {
  const keys = process.stdin.isTTY ? process.stdin : openTerminalKeys();
  if (!keys) {
    complain('there is no terminal to read keys from');
    return exitCodes.usage;
  }
  try {
    return await startExplorer(flags, { stdin: keys, document: { name, ...document } });
  } finally {
    keys.destroy();
  }
}

async function printDocument(name: string, received: Received, bytes: Uint8Array, raw: boolean): Promise<number> {
  const { body } = received;
  if (body.kind === 'json') {
    if (raw) {
      await print(bytes);
    } else {
      for (const chunk of formatPretty(body.document)) await print(chunk);
      await print('\n');
    }
    return exitCodes.success;
  }
  const where = name === '-' ? 'standard input' : name;
  if (body.kind === 'text' && body.problem) {
    const { line, column, reason } = body.problem;
    complain(`${where} is not JSON: line ${line}, column ${column}: ${reason}`);
  } else {
    complain(
      body.kind === 'empty'
        ? `${where} is not JSON: line 1, column 1: it is empty`
        : `${where} is not JSON but binary data`,
    );
  }
  return exitCodes.refused;
}
