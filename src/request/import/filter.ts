// What stands behind a request in its pipeline: `| jq FILTER` becomes the filter; what only makes JSON readable is not needed.
import type { Marks } from './marks.ts';
import { programOf } from './recognise.ts';
import type { Pipeline } from './types.ts';

interface FoundFilter {
  readonly text: string | undefined;
  readonly notes: readonly string[];
}

/** Show JSON or text as it is, a page at a time or in a file as well. */
const READERS =
  /^(?:cat|less|more|json_pp|python[\d.]*|py|tee|jless|fx|bat|out-string|out-null|convertto-json|convertfrom-json|format-list|format-table|fl|ft)$/;

/** jq's options without a value that say only how its output is written. */
const LAYOUT =
  /^(?:-[rcMCSaej]+|--(?:raw-output|compact-output|monochrome-output|color-output|sort-keys|ascii-output|exit-status|join-output|tab|unbuffered|seq))$/;

export function filterOf(after: Pipeline, marks: Marks): FoundFilter {
  const filters: string[] = [];
  const notes: string[] = [];
  for (const { words } of after) {
    const [program = '', ...args] = words;
    const name = programOf(program);
    if (/^(?:jq|gojq|jaq)$/.test(name)) {
      const filter = jqFilter(args);
      if (filter === undefined) {
        notes.push('These options of jq are not supported, so the filter was left out.');
        break;
      }
      if (filter.trim() !== '.' && filter.trim() !== '') filters.push(filter.trim());
    } else if (!READERS.test(name)) {
      notes.push(`The command after the pipe (${marks.written(program).slice(0, 40)}) was left out.`);
      break;
    }
  }
  const text = filters.length > 1 ? filters.map((filter) => `(${filter})`).join(' | ') : filters[0];
  return { text, notes };
}

/** The program of a jq command, its --arg values put before it; undefined where that says not all. */
function jqFilter(args: readonly string[]): string | undefined {
  const bindings: string[] = [];
  let filter: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--arg' || word === '--argjson') {
      const [name = '', value = ''] = args.slice(at + 1, at + 3);
      bindings.push(`${word === '--arg' ? JSON.stringify(value) : value} as $${name} | `);
      at += 2;
    } else if (word === '--indent') at++;
    else if (word.startsWith('-') && word !== '-' && !LAYOUT.test(word)) return undefined;
    else if (!word.startsWith('-')) filter ??= word;
  }
  return bindings.join('') + (filter ?? '.');
}
