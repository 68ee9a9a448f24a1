// Differences as text, one a line, and as JSON for programs; JSON Patch is in `patch.ts`.
import {
  type Comparison,
  type Difference,
  type DifferenceId,
  differenceAt,
  differenceCount,
  differencePath,
} from './compare.ts';
import { type JsonDocument, type NodeId, sourceText } from './document.ts';
import { compactJson } from './format.ts';
import { jsonPointer, shownPath } from './paths.ts';

export interface DifferenceText {
  readonly kind: Exclude<Difference['kind'], 'within'>;
  readonly mark: string;
  /** As jq writes it, safe to show; what is gone has its place in the first document. */
  readonly path: string;
  /** JSON in one line; undefined where there is no value, or where it only moved. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Where it stood in its list, of what moved. */
  readonly from: number | undefined;
}

export const differenceMarks = { changed: '~', added: '+', removed: '-', moved: '>' } as const;

/** The values that differ, without the objects and lists that hold them, inside of one or of all. */
export function* differenceTexts(
  found: Comparison,
  within: DifferenceId = 0,
): Generator<DifferenceText, void, undefined> {
  const end = differenceCount(found) === 0 ? 0 : differenceAt(found, within).next;
  for (let id = within; id < end; id++) {
    const { kind, before, after, from } = differenceAt(found, id);
    if (kind === 'within') continue;
    const isMove = kind === 'moved';
    yield {
      kind,
      mark: differenceMarks[kind],
      path: shownPath(differencePath(found, id)),
      before: isMove ? undefined : jsonOf(found.before, before),
      after: isMove ? undefined : jsonOf(found.after, after),
      from: isMove ? from : undefined,
    };
  }
}

/** One line: a mark, the path, the old value and the new one. */
function differenceLine({ mark, path, before, after, from }: DifferenceText): string {
  const values = [before, after].filter((value) => value !== undefined).join(' → ');
  return `${mark} ${path}  ${from === undefined ? values : `moved from [${from}]`}`;
}

/** All of them, a line each, inside of one or of all. */
export function* differenceLines(found: Comparison, within: DifferenceId = 0): Generator<string, void, undefined> {
  for (const text of differenceTexts(found, within)) yield `${differenceLine(text)}\n`;
}

/** Each difference as a JSON object in one line: kind, path as a JSON Pointer, and the values. */
export function* differenceObjects(found: Comparison): Generator<string, void, undefined> {
  for (let id = 0; id < differenceCount(found); id++) {
    const { kind, before, after, from } = differenceAt(found, id);
    if (kind === 'within') continue;
    const path = differencePath(found, id);
    const values = [
      ...(kind === 'moved' ? [`"from":${JSON.stringify(jsonPointer([...path.slice(0, -1), from ?? 0]))}`] : []),
      ...(kind === 'moved' || before === undefined ? [] : [`"before":${jsonOf(found.before, before)}`]),
      ...(kind === 'moved' || after === undefined ? [] : [`"after":${jsonOf(found.after, after)}`]),
    ];
    yield `{${[`"kind":"${kind}"`, `"path":${JSON.stringify(jsonPointer(path))}`, ...values].join()}}`;
  }
}

/** All of them as a JSON array, one a line. */
export function* differencesJson(found: Comparison): Generator<string, void, undefined> {
  let isFirst = true;
  for (const object of differenceObjects(found)) {
    yield `${isFirst ? '[\n' : ',\n'}  ${object}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : '\n]\n';
}

function jsonOf(document: JsonDocument, node: NodeId | undefined): string | undefined {
  return node === undefined ? undefined : compactJson(sourceText(document, node));
}

/** What was left out of a comparison, as a clause; undefined where nothing was. */
export function ignoredText({ ignored }: Pick<Comparison, 'ignored'>): string | undefined {
  if (ignored.length === 0) return undefined;
  return `ignored: ${ignored.map(([name, count]) => `${name} (${count})`).join(', ')}`;
}
