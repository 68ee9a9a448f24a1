// Paths in jq's own notation: reading one at the beginning of a program, and following one in a document.
import { childAt } from './children.ts';
import {
  childByKey,
  firstChild,
  isContainer,
  type JsonDocument,
  kindOf,
  type NodeId,
  nextSibling,
} from './document.ts';
import type { JqToken } from './jq-tokens.ts';

/** One step: `.key`, `[3]` (from the end where negative), or `[]`, which goes to every value inside. */
export type JqStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' };

export type ReadStep = JqStep & {
  /** The offset after it in the program, a `?` that belongs to it included. */
  readonly to: number;
};

export type ReadPath = {
  readonly steps: readonly ReadStep[];
  /** Index of the first token after it. */
  readonly next: number;
};

/** The path that begins at a token; undefined where none does, or where it has a step that is computed. */
export function readPath(tokens: readonly JqToken[], start: number): ReadPath | undefined {
  const first = tokens[start];
  if (first?.kind !== 'dot' && first?.kind !== 'field') return undefined;
  const steps: ReadStep[] = [];
  let at = start;
  for (;;) {
    const token = tokens[at];
    if (token?.kind === 'field') {
      if (token.key === undefined || token.isOpen) return undefined;
      steps.push({ kind: 'key', key: token.key, to: token.to });
      at += 1;
    } else if (token?.kind === 'dot' && (at === start || tokens[at + 1]?.text === '[')) {
      at += 1;
    } else if (token?.text === '[' && token.kind === 'open' && at > start) {
      const step = bracketStep(tokens, at);
      if (!step) return undefined;
      steps.push(step);
      at = step.next;
    } else if (token?.text === '?' && steps.length > 0) {
      steps[steps.length - 1] = { ...steps[steps.length - 1]!, to: token.to };
      at += 1;
    } else {
      return { steps, next: at };
    }
  }
}

function bracketStep(tokens: readonly JqToken[], open: number): (ReadStep & { readonly next: number }) | undefined {
  const [first, second, third] = tokens.slice(open + 1, open + 4);
  if (first?.text === ']') return { kind: 'each', to: first.to, next: open + 2 };
  if (first?.kind === 'string' && first.key !== undefined && second?.text === ']') {
    return { kind: 'key', key: first.key, to: second.to, next: open + 3 };
  }
  if (first?.kind === 'number' && second?.text === ']' && /^\d+$/.test(first.text)) {
    return { kind: 'index', index: Number(first.text), to: second.to, next: open + 3 };
  }
  if (first?.text === '-' && second?.kind === 'number' && third?.text === ']' && /^\d+$/.test(second.text)) {
    return { kind: 'index', index: -Number(second.text), to: third.to, next: open + 4 };
  }
  return undefined;
}

/** Where a step other than `[]` leads; undefined where there is nothing, or where jq would say why not. */
export function followStep(
  doc: JsonDocument,
  node: NodeId,
  step: Exclude<JqStep, { kind: 'each' }>,
): NodeId | undefined {
  if (step.kind === 'key') return childByKey(doc, node, step.key);
  if (kindOf(doc, node) !== 'array' || step.index < 0) return undefined;
  return childAt(doc, node, step.index);
}

/** Values looked at where a path leads to many, at each step. */
const mostNodes = 200;

/** Some of the values that a path leads to, the first ones. O(values looked at, and members of the objects on the way). */
export function sampleAt(doc: JsonDocument, steps: readonly JqStep[]): readonly NodeId[] {
  let nodes: readonly NodeId[] = doc.nodeCount > 0 ? [0] : [];
  for (const step of steps) {
    nodes =
      step.kind === 'each'
        ? nodes.flatMap((node) => firstChildren(doc, node, Math.ceil(mostNodes / nodes.length)))
        : nodes.flatMap((node) => followStep(doc, node, step) ?? []);
  }
  return nodes.slice(0, mostNodes);
}

function firstChildren(doc: JsonDocument, node: NodeId, most: number): readonly NodeId[] {
  const children: NodeId[] = [];
  if (!isContainer(doc, node)) return children;
  let child = firstChild(doc, node);
  for (; child !== undefined && children.length < most; child = nextSibling(doc, child)) children.push(child);
  return children;
}
