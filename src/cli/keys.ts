// `flarescope keys`: a table of what is in force. What is wrong in the file is told on standard error, and the exit says so.
import { keysLabel } from '../explorer/keys/chord.ts';
import { bindings, keymapOf } from '../explorer/shell/bindings.ts';
import { locate } from '../store/locations.ts';
import { readSettings } from '../store/settings.ts';
import { cellWidth, padEnd, truncate } from '../text/width.ts';
import type { KeysValues } from './commands/keys.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { exitCodes } from './messages.ts';
import { loadOwnKeys } from './own-keys.ts';
import type { Given } from './spec.ts';

export async function runKeys({ values, words }: Given<KeysValues>, io: Io): Promise<number> {
  const folder = locate(io.env).config;
  const { settings } = await readSettings(folder);
  const { ownKeys, problems } = await loadOwnKeys(folder, settings.keys);
  for (const problem of problems) complain(io, problem);
  const code = problems.length === 0 ? exitCodes.success : exitCodes.failed;
  if (values.check) return code;
  const found = keymapOf({ ownKeys }).bindings.filter(({ id, help }) => words.every((word) => has(word, id, help)));
  const rows = found.map(({ id, keys, contexts, help }) => ({ id, keys, contexts, help, isOwn: ownKeys.has(id) }));
  if (values.json) await print(io, `${JSON.stringify(rows, undefined, 2)}\n`);
  else await print(io, rows.map((row) => line(row, io)).join(''));
  if (rows.length > 0) return code;
  complain(io, `no key has to do with ${words.join(' ')}`);
  return exitCodes.failed;
}

function has(word: string, ...texts: readonly string[]): boolean {
  return texts.some((text) => text.toLowerCase().includes(word.toLowerCase()));
}

interface KeyRow {
  readonly id: string;
  readonly keys: readonly string[];
  readonly contexts: readonly string[];
  readonly help: string;
  readonly isOwn: boolean;
}

/** Columns that line up on a terminal; columns between tabs elsewhere. */
function line({ id, keys, contexts, help, isOwn }: KeyRow, io: Io): string {
  const shown = keys.map(keysLabel).join(' ');
  const where = contexts.join(',');
  if (!io.isForEyes && io.colorDepth === 1) return `${id}\t${shown}\t${where}\t${help}\n`;
  const columns = io.stdout.columns || 80;
  const start = `${isOwn ? '*' : ' '} ${id.padEnd(widestId)}  ${padEnd(shown, keyCells)}  ${help}`;
  const room = columns - cellWidth(start) - 2;
  return `${truncate(`${start}${room < leastContext ? '' : `  ${truncate(where, room)}`}`.trimEnd(), columns)}\n`;
}

const widestId = Math.max(...bindings.map(({ id }) => id.length));

const keyCells = 18;

/** Fewer letters of the contexts tell nothing. */
const leastContext = 12;
