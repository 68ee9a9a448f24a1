// `flarescope endpoints [QUERY...]`: the catalog's operations, ranked as the palette ranks them, for people and for scripts.

import { parseArgs } from 'node:util';
import { loadCatalog } from '../catalog/load.ts';
import { createRank, type Ranked } from '../catalog/rank/rank.ts';
import { methodOf } from '../request/method.ts';
import type { Method } from '../request/types.ts';
import type { Letters } from '../text/matching.ts';
import { truncate } from '../text/width.ts';
import { complain, exitCodes, messageOf, print } from './messages.ts';

export const help = `Usage: flarescope endpoints [--method M] [--limit N] [--json] [QUERY...]

Lists the API's operations: all of them, or those that fit the words of QUERY, the best first. Words are looked for in method,
path, title and product, in any order: flarescope endpoints purge cache

  --method M  only GET, POST, PUT, PATCH or DELETE
  --limit N   N at most; 20 with a query, all without
  --json      an array of {method, path, title, group, deprecated}
  -h, --help  this text

Exit status: 0 something was found, 1 nothing fits, 2 usage.
`;

/** As many as are read at a glance; more are had by asking. */
const limitOfQuery = 20;

interface Options {
  readonly query: string;
  readonly method: Method | undefined;
  readonly limit: number | undefined;
  readonly json: boolean;
}

export async function endpoints(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'number') return options;
  const { query, method, limit, json } = options;
  const found = createRank(loadCatalog())(query, { method, limit });
  if (json) await print(`${JSON.stringify(found.map(described), undefined, 2)}\n`);
  else await printRows(found);
  if (found.length > 0) return exitCodes.success;
  complain(`no operation fits ${query === '' ? 'this method' : query}`);
  return exitCodes.refused;
}

function readOptions(argv: readonly string[]): Options | number {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        method: { type: 'string' },
        limit: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      return exitCodes.success;
    }
    const query = positionals.join(' ').trim();
    const method = values.method === undefined ? undefined : methodOf(values.method);
    if (values.method !== undefined && !method) throw new Error(`--method takes GET, POST, PUT, PATCH or DELETE`);
    if (values.limit !== undefined && !/^[1-9]\d*$/.test(values.limit))
      throw new Error('--limit takes a whole number from 1 on');
    const limit = values.limit === undefined ? (query === '' ? undefined : limitOfQuery) : Number(values.limit);
    return { query, method, limit, json: values.json };
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
}

function described({ operation: { method, path, title, group, deprecated } }: Ranked): object {
  return { method, path, title, group, deprecated };
}

/** Columns that line up and fit on a terminal; columns between tabs elsewhere. */
async function printRows(found: readonly Ranked[]): Promise<void> {
  const { isTTY } = process.stdout;
  // Some terminals tell no width.
  const columns = process.stdout.columns || 80;
  if (!isTTY) {
    await print(found.map(({ operation: { method, path, title } }) => `${method}\t${path}\t${title}\n`).join(''));
    return;
  }
  const mark = process.env.TERM === 'dumb' ? (text: string) => text : bold;
  const widest = Math.max(0, ...found.map(({ operation }) => operation.path.length));
  const pathWidth = Math.min(widest, widestPath, columns - methodWidth - leastTitle);
  for (const ranked of found) {
    const { method, path, title, deprecated } = ranked.operation;
    const letters = ranked.letters();
    // A path is whole, so that it can be copied; the title takes what is left of the line.
    const gap = ' '.repeat(Math.max(0, pathWidth - path.length) + 2);
    const room = columns - methodWidth - path.length - gap.length;
    const shown = room < leastTitle ? '' : truncate(deprecated ? `${title} (deprecated)` : title, room);
    await print(
      `${`${method.padEnd(methodWidth)}${mark(path, letters.path)}${gap}${mark(shown, letters.title)}`.trimEnd()}\n`,
    );
  }
}

const methodWidth = 'DELETE '.length;

/** Columns of paths beyond which a longer one may push its title to the right. */
const widestPath = 72;

/** A title of fewer letters tells nothing. */
const leastTitle = 16;

/** Letters that were matched, in bold. The catalog's texts are of this program's making and need no care. */
function bold(text: string, letters: Letters): string {
  let marked = '';
  let at = 0;
  for (const [from, to] of letters) {
    if (from >= text.length) break;
    marked += `${text.slice(at, from)}\u001b[1m${text.slice(from, to)}\u001b[22m`;
    at = to;
  }
  return marked + text.slice(at);
}
