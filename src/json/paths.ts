// From the root to a node and back: keys and indexes as steps.
import { cellWidth, truncateStart } from '../text/width.ts';
import { childAt, childCount, indexInParent } from './children.ts';
import { childByKey, isMember, type JsonDocument, keyOf, kindOf, type NodeId, rawParent } from './document.ts';
import { keyLabel } from './lines.ts';

/** One step down: a member's key, or an element's index from 0. */
export type PathStep = string | number;

/** The node a path leads to from the root. Keys name members of objects, numbers elements of arrays. */
export function nodeAtPath(doc: JsonDocument, path: readonly PathStep[]): NodeId | undefined {
  let node: NodeId | undefined = 0;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (typeof step === 'string') node = childByKey(doc, node, step);
    else node = kindOf(doc, node) === 'array' ? childAt(doc, node, step) : undefined;
  }
  return node;
}

/** The steps from the root to the node; `[]` for the root. */
export function pathOf(doc: JsonDocument, node: NodeId): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let n = node; n !== 0; n = rawParent(doc, n)) steps.push(keyOf(doc, n) ?? indexInParent(doc, n));
  return steps.reverse();
}

export type Notation = 'jq' | 'pointer' | 'javascript';

/** jq's identifiers are of ASCII; JavaScript's of more. */
const jqName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const scriptName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** `.result[3].name`, `/result/3/name`; the root is `.` in jq, and nothing in the others. */
export function pathText(steps: readonly PathStep[], notation: Notation): string {
  if (notation === 'pointer') return steps.map((step) => `/${escapePointer(String(step))}`).join('');
  const isName = notation === 'jq' ? jqName : scriptName;
  const text = steps.map((step) => stepText(step, isName)).join('');
  return notation === 'jq' && !text.startsWith('.') ? `.${text}` : text;
}

function stepText(step: PathStep, isName: RegExp): string {
  if (typeof step === 'number') return `[${step}]`;
  return isName.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** Section 3: `~` and `/` are escaped. */
function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** jq's path to a node, for every element where it leads through lists: `.result[].name`. */
export function everyPathText(doc: JsonDocument, node: NodeId): string {
  const text = pathOf(doc, node)
    .map((step) => (typeof step === 'number' ? '[]' : stepText(step, jqName)))
    .join('');
  return text.startsWith('.') ? text : `.${text}`;
}

const step =
  /\.?\[(?:(?<index>-?\d+)|(?<bracketed>"(?:[^"\\]|\\.)*"))\]|\.(?:(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?<quoted>"(?:[^"\\]|\\.)*"))/uy;

/** The steps of a path in any of the notations, `$` before it and `#` before a pointer allowed; undefined where it is none. */
export function readPathText(text: string): readonly PathStep[] | undefined {
  const path = text.trim();
  // A blank at the end of a pointer belongs to a key.
  if (/^#?\//.test(path)) return readPointer(text.trimStart().replace(/^#/, ''));
  if (path === '.' || path === '$' || path === '#') return [];
  const steps: PathStep[] = [];
  let at = path.startsWith('$') ? 1 : 0;
  if (at === path.length) return undefined;
  while (at < path.length) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (!found) return undefined;
    const { index, bracketed, name, quoted } = found.groups ?? {};
    const key = name ?? pointerKey(bracketed ?? quoted);
    if (index === undefined && key === undefined) return undefined;
    steps.push(index === undefined ? (key ?? '') : Number(index));
    at += found[0].length;
  }
  return steps;
}

/** Which steps are keys and which are indexes shows only in the document: digits may be either. */
function readPointer(path: string): readonly PathStep[] | undefined {
  if (/~(?![01])/.test(path)) return undefined;
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^(?:0|[1-9]\d{0,14})$/.test(part) ? Number(part) : part));
}

function pointerKey(literal: string | undefined): string | undefined {
  if (literal === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(literal);
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** How far a path leads: to a node, or to where a step of it leads nowhere. */
export type Followed =
  | { readonly isFound: true; readonly node: NodeId }
  | { readonly isFound: false; readonly node: NodeId; readonly step: PathStep };

/** Follows a path that was typed: an index below 0 counts from the end, and digits may be a key too. */
export function followPath(doc: JsonDocument, steps: readonly PathStep[]): Followed {
  let node: NodeId = 0;
  for (const step of steps) {
    const next = childAtStep(doc, node, step);
    if (next === undefined) return { isFound: false, node, step };
    node = next;
  }
  return { isFound: true, node };
}

function childAtStep(doc: JsonDocument, node: NodeId, step: PathStep): NodeId | undefined {
  if (typeof step === 'string' || kindOf(doc, node) !== 'array') return childByKey(doc, node, String(step));
  return childAt(doc, node, step < 0 ? childCount(doc, node) + step : step);
}

const longestKey = 40;

/** jq's path to the node, safe to show; where it is longer than `cells` its end. */
export function breadcrumb(doc: JsonDocument, node: NodeId, cells: number): string {
  if (node === 0) return '.';
  let text = '';
  let n = node;
  for (; n !== 0 && cellWidth(text) <= cells; n = rawParent(doc, n)) text = crumbText(doc, n) + text;
  if (n === 0 && !text.startsWith('.')) text = `.${text}`;
  return truncateStart(text, cells);
}

function crumbText(doc: JsonDocument, node: NodeId): string {
  if (!isMember(doc, node)) return `[${indexInParent(doc, node)}]`;
  const key = keyLabel(doc, node, longestKey) ?? '';
  return /^[A-Za-z_]\w*…?$/.test(key) ? `.${key}` : `["${key === '""' ? '' : key}"]`;
}
