// `flarescope open FILE|-`: a JSON file, or standard input, in the explorer's tree; where there is no terminal, indented text.

import { type Received, readFile } from '../api/received.ts';
import { type JsonDocument, nextOf } from '../json/document.ts';
import { brokenText } from '../json/lines.ts';
import { followRows } from '../perform/following.ts';
import { defaultKeep } from '../perform/live-feed.ts';
import { type OpenOptions, openDocument } from '../perform/opening.ts';
import type { OpenedDocument } from '../perform/session.ts';
import { locate } from '../store/locations.ts';
import { readSettings } from '../store/settings.ts';
import { readUserFile } from '../store/user-files.ts';
import { toUtf8 } from '../text/encoding.ts';
import { formatCount } from '../text/numbers.ts';
import type { OpenValues } from './commands/open.ts';
import { complain } from './complain.ts';
import { type Io, print, readStdin } from './io.ts';
import { exitCodes, messageOf, Refusal } from './messages.ts';
import { printPretty } from './pretty.ts';
import { openTerminalKeys, openTerminalScreen } from './questions.ts';
import type { Given } from './spec.ts';
import { startExplorer } from './start-explorer.ts';

export async function runOpen({ values, words }: Given<OpenValues>, io: Io): Promise<number> {
  const [name = '-'] = words;
  const isStdin = name === '-';
  if (isStdin && io.stdin.isTTY)
    throw new Refusal('standard input is the terminal. Pipe a document into it, or name a file');
  const title = isStdin ? 'standard input' : name;
  const unreadable = (error: unknown): never => {
    throw new Refusal(`${title} cannot be read: ${messageOf(error)}`);
  };
  if (io.stdout.isTTY || values.print) {
    const keep = values.keep ?? (await readSettings(locate(io.env).config)).settings.keepMiB;
    const document = await openDocument(name, openOptions({ ...values, keep })).catch(unreadable);
    return show(values, title, document, io);
  }
  if (values.follow && !isStdin) return printFollowed(name, values, io).catch(unreadable);
  const bytes = await (isStdin ? readStdin(io) : readUserFile(name)).catch(unreadable);
  return printDocument(title, readFile(toUtf8(bytes, values.encoding)), bytes, values.raw, io);
}

function openOptions({ encoding, follow, keep }: OpenValues): OpenOptions {
  return { encoding, follow, keep: keep === undefined ? undefined : keep * 1024 * 1024 };
}

async function show(
  values: OpenValues,
  name: string,
  document: Pick<OpenedDocument, 'received' | 'arrival'>,
  io: Io,
): Promise<number> {
  const keys = process.stdin.isTTY ? process.stdin : openTerminalKeys();
  if (!keys) throw new Refusal('there is no terminal to read keys from');
  // What is chosen goes where standard output goes; the screen to the terminal.
  const screen = io.stdout.isTTY ? undefined : openTerminalScreen();
  if (!io.stdout.isTTY && !screen) throw new Refusal('there is no terminal to show the document on');
  try {
    return await startExplorer(values, io, {
      stdin: keys,
      stdout: screen?.stream,
      document: { name, ...document },
      isChoosing: values.print,
      isRaw: values.raw,
    });
  } finally {
    screen?.close();
    keys.destroy();
  }
}

/** Each row as it comes, until a signal. */
async function printFollowed(name: string, values: OpenValues, io: Io): Promise<number> {
  const { encoding, keep = defaultKeep } = openOptions(values);
  const over = Promise.withResolvers<number>();
  const off = io.onSignal(['SIGINT', 'SIGTERM'], () => over.resolve(exitCodes.cancelled));
  const add = (rows: Uint8Array): Promise<void> => print(io, rows).catch(over.reject);
  const following = await followRows(name, encoding, keep, { add, say: (text) => complain(io, text) });
  try {
    return await over.promise;
  } finally {
    off();
    await following.stop();
  }
}

async function printDocument(
  title: string,
  { body }: Received,
  bytes: Uint8Array,
  raw: boolean,
  io: Io,
): Promise<number> {
  if (body.kind === 'json') {
    await (raw ? print(io, bytes) : printPretty(io, body.document, { isStrict: true }));
    return complainOfLines(io, title, body.document);
  }
  throw new Refusal(`${title} is not JSON${whyNot(body)}`, exitCodes.failed);
}

function whyNot(body: Received['body']): string {
  if (body.kind === 'text' && body.problem) {
    const { line, column, reason } = body.problem;
    const hint = body.misread ? '. With --encoding latin1 it is read as Latin-1' : '';
    return `: line ${line}, column ${column}: ${reason}${hint}`;
  }
  return body.kind === 'empty' ? ': line 1, column 1: it is empty' : ' but binary data';
}

/** Broken lines that are told one by one. */
const mostTold = 10;

/** Says which lines are not JSON. */
function complainOfLines(io: Io, title: string, document: JsonDocument): number {
  const { count, first } = document.broken;
  let told = 0;
  for (let node = first; told < Math.min(count, mostTold); node = nextOf(document, node)) {
    const text = brokenText(document, node);
    if (text === '') continue;
    told++;
    complain(io, `${title} is not all JSON: ${text}`);
  }
  if (count > told) complain(io, `${title} has ${formatCount(count - told)} more lines that are not JSON`);
  return count === 0 ? exitCodes.success : exitCodes.failed;
}
