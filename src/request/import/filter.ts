// What stands behind a request in its pipeline: `| jq FILTER` becomes the filter; what only makes JSON readable is not needed.
import { readJqArguments } from './jq-arguments.ts';
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

/** The program of a jq command; undefined where its options say more than that. */
function jqFilter(args: readonly string[]): string | undefined {
  const read = readJqArguments(args);
  if (read === undefined || read.files.length > 0 || read.takesNoInput || read.isRawInput || read.slurps)
    return undefined;
  return read.filter;
}
