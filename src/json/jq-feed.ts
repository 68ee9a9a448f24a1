// What of a document a jq program needs, and the program for that alone. The path that most programs begin with is followed in
// the index, which takes no time; jq would have to read all of the document first. The trap: the result must be the same.
import { type JsonDocument, kindOf, type NodeId } from './document.ts';
import { followStep, type JqStep, jqTokens, readJqPath } from './jq-syntax.ts';

export type Feed = {
  /** The value to begin with; undefined for null, which is what a path that leads to nothing gives. */
  readonly node: NodeId | undefined;
  /** True where the program is for each of the values inside, one after the other. */
  readonly isEach: boolean;
  /** What is left of the program, `.` where that is nothing. */
  readonly filter: string;
};

/** Programs that look beyond the value they are given, or stop in the middle, see each of several values in its place. */
export const looksAround = /\b(?:inputs?|input_\w+|halt|halt_error)\b/;

/** The least that jq has to be given. A program that does not begin with a path is given all. */
export function feedOf(doc: JsonDocument, program: string): Feed {
  let node: NodeId = 0;
  let filter = program;
  // One turn for each part between two pipes that is nothing but a path.
  for (;;) {
    const tokens = jqTokens(filter);
    const path = readJqPath(tokens, 0);
    const after = path && tokens[path.next];
    if (!path || (after !== undefined && after.kind !== 'pipe')) return { node, isEach: false, filter };
    let from = 0;
    for (const step of path.steps) {
      if (step.kind === 'each') {
        const rest = restAfter(filter, step.to);
        if (!mayGoThrough(doc, node) || looksAround.test(rest))
          return { node, isEach: false, filter: fromHere(filter, from) };
        return { node, isEach: true, filter: rest };
      }
      const next = followStep(doc, node, step);
      if (next === undefined) {
        return isNothing(doc, node, step)
          ? { node: undefined, isEach: false, filter: restAfter(filter, step.to) }
          : { node, isEach: false, filter: fromHere(filter, from) };
      }
      node = next;
      from = step.to;
    }
    if (after === undefined) return { node, isEach: false, filter: '.' };
    filter = filter.slice(after.to);
  }
}

/** jq goes through the values of an array, and through those of an object by its own order where keys come twice. */
function mayGoThrough(doc: JsonDocument, node: NodeId): boolean {
  return kindOf(doc, node) === 'array';
}

/** Whether a step that leads nowhere gives null. Where it does not, jq knows what to say. */
function isNothing(doc: JsonDocument, node: NodeId, step: Exclude<JqStep, { kind: 'each' }>): boolean {
  const kind = kindOf(doc, node);
  return step.kind === 'key' ? kind === 'object' : kind === 'array' && step.index >= 0;
}

/** The program from an offset on, right after a step, as a program for what the step led to. */
function restAfter(program: string, at: number): string {
  const rest = program.slice(at).trimStart();
  if (rest === '') return '.';
  return rest.startsWith('|') ? rest.slice(1) : fromHere(program, at);
}

function fromHere(program: string, at: number): string {
  const rest = program.slice(at).trimStart();
  return at === 0 || rest.startsWith('.') ? rest : `.${rest}`;
}

/** True where the program gives back what it is given. */
export function isIdentity(filter: string): boolean {
  const tokens = jqTokens(filter);
  return tokens.length === 1 && tokens[0]?.kind === 'dot';
}
