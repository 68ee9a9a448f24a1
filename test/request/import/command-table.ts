// commands.txt: commands as people have them, what each becomes, and how it is run where that is not plain.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface TableCase {
  readonly title: string;
  readonly command: string;
  /** What is expected of the import, a line each. */
  readonly expected: readonly string[];
  /** What its `run:` lines say: `no, why`, `differs, why` or the shell that it is for. */
  readonly run: readonly string[];
}

export const tableCases: readonly TableCase[] = readFileSync(path.join(import.meta.dirname, 'commands.txt'), 'utf8')
  .split(/^====\n/m)
  .map(readCase);

/** `## title`, the command, and then what is expected of it, each line with what it is about. `␍` is a carriage return. */
function readCase(block: string): TableCase {
  const [title = '', ...lines] = block.trimEnd().split('\n');
  const start = lines.findIndex((line) => /^(?:-->|error:)/.test(line));
  const command = lines.slice(0, start).join('\n').replaceAll('␍', '\r');
  const said = lines.slice(start);
  return {
    title: title.replace(/^## /, ''),
    command,
    expected: said.filter((line) => !line.startsWith('run: ')),
    run: said.flatMap((line) => (line.startsWith('run: ') ? [line.slice(5)] : [])),
  };
}
