// From the root to a node and back: keys and indexes as steps.
import { replaceHostile } from '../text/untrusted.ts';
import { cellWidth, graphemes, truncateStart } from '../text/width.ts';
import { childAt, childCount, indexInParent } from './children.ts';
import { childByKey, type JsonDocument, keyOf, keyStart, kindOf, type NodeId, rawParent } from './document.ts';
import { decodeStringStart } from './strings.ts';

/** One step down: a member's key, or an element's index from 0. */
type PathStep = string | number;

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

/** jq's identifiers are of ASCII; JavaScript's of more, and V8 takes a while over them. */
const jqName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `.result[3].name`, `#/result/3/name`; the root is `.` in jq, `#` as a pointer, and nothing in JavaScript. */
export function pathText(steps: readonly PathStep[], notation: Notation): string {
  if (notation === 'pointer') return `#${steps.map((step) => `/${pointerStep(String(step))}`).join('')}`;
  const isName = notation === 'jq' ? jqName : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
  const text = steps.map((step) => stepText(step, isName)).join('');
  return notation === 'jq' && !text.startsWith('.') ? `.${text}` : text;
}

/** RFC 6901, as JSON holds it: `/result/3/a~1b`; the root is empty. */
export function jsonPointer(steps: readonly PathStep[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** jq's path, safe to show and one to one: what a terminal obeys or hides stands as JSON writes it. */
export function shownPath(steps: readonly PathStep[]): string {
  return replaceHostile(pathText(steps, 'jq'), jsonEscapes);
}

function stepText(step: PathStep, isName: RegExp): string {
  if (typeof step === 'number') return `[${step}]`;
  return isName.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** The UTF-16 units of a character as JSON can always write them. */
function jsonEscapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/**
 * RFC 6901: `~` and `/` in a key are escaped (section 3), then what a fragment (RFC 3986 §3.5) cannot hold is, byte by byte of its
 * UTF-8 (section 6). Half of a surrogate pair has no UTF-8: it gets the three bytes that it would have.
 */
function pointerStep(key: string): string {
  const escaped = key.replaceAll('~', '~0').replaceAll('/', '~1');
  return escaped.replace(/[^\w.~!$&'()*+,;=:@?-]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return isSurrogate(code) ? surrogateBytes(code) : encodeURIComponent(character);
  });
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function surrogateBytes(code: number): string {
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
}

/** jq's path to a node, for every element where it leads through lists: `.result[].name`. */
export function everyPathText(doc: JsonDocument, node: NodeId): string {
  const text = pathOf(doc, node)
    .map((step) => (typeof step === 'number' ? '[]' : stepText(step, jqName)))
    .join('');
  return text.startsWith('.') ? text : `.${text}`;
}

/** The steps of a path in any of the notations, `$` before it and `#` before a pointer allowed; undefined where it is none. */
export function readPathText(text: string): readonly PathStep[] | undefined {
  const step =
    /\.?\[(?:(?<index>-?\d+)|(?<bracketed>"(?:[^"\\]|\\.)*"))\]|\.(?:(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?<quoted>"(?:[^"\\]|\\.)*"))/uy;
  const path = text.trim();
  // A blank at the end of a pointer belongs to a key.
  if (path.startsWith('/')) return readPointer(text.trimStart());
  if (path.startsWith('#/')) {
    const pointer = decodeFragment(text.trimStart().slice(1));
    return pointer === undefined ? undefined : readPointer(pointer);
  }
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

/** RFC 6901 §6: the text whose UTF-8 a fragment gives in part as `%xx`; undefined where that is no UTF-8. */
function decodeFragment(fragment: string): string | undefined {
  const halves = fragment.replace(/%ED%([AB][\dA-F])%([89AB][\dA-F])/gi, (_, second: string, third: string) =>
    String.fromCharCode(0xd000 | ((Number.parseInt(second, 16) & 0x3f) << 6) | (Number.parseInt(third, 16) & 0x3f)),
  );
  try {
    return decodeURIComponent(halves);
  } catch {
    return undefined;
  }
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
type Followed =
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

/** Cells and bytes that a key takes at most. */
const longestKey = 40;
const longestKeyBytes = 16 * longestKey;

/** jq's path to the node, safe to show and one to one, except that long keys are cut; where it is longer than `cells` its end. */
export function breadcrumb(doc: JsonDocument, node: NodeId, cells: number): string {
  if (node === 0) return '.';
  let text = '';
  let n = node;
  for (; n !== 0 && cellWidth(text) <= cells; n = rawParent(doc, n)) text = crumbText(doc, n) + text;
  if (n === 0 && !text.startsWith('.')) text = `.${text}`;
  return truncateStart(text, cells);
}

/** The mark of a key that is cut stands outside of its quotes: inside it would be a part of it. */
function crumbText(doc: JsonDocument, node: NodeId): string {
  const at = keyStart(doc, node);
  if (at === undefined) return `[${indexInParent(doc, node)}]`;
  const { text, complete } = decodeStringStart(doc.bytes, at, longestKeyBytes);
  const isName = jqName.test(text);
  let shown = '';
  let isWhole = complete;
  for (const part of graphemes(text)) {
    const next = isName ? part : replaceHostile(JSON.stringify(part).slice(1, -1), jsonEscapes);
    isWhole &&= cellWidth(shown) + cellWidth(next) <= longestKey;
    if (cellWidth(shown) + cellWidth(next) > longestKey) break;
    shown += next;
  }
  const more = isWhole ? '' : '…';
  return isName ? `.${shown}${more}` : `["${shown}"${more}]`;
}
