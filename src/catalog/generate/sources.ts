// The SDK's files as syntax trees, each parsed once, with the comment that stands before a node at hand. Build time only.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Expression, type Node, type Program, parseSync } from 'oxc-parser';

/** What every node of a tree has, whatever else it is. */
interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface SourceFile {
  /** Absolute. */
  readonly file: string;
  readonly program: Program;
  /** The text of the documentation comment right before a node, without its stars; undefined where there is none. */
  readonly docOf: (node: Placed) => string | undefined;
}

/** Reads and parses files, each once. A file that does not parse throws: the SDK is not what it was. */
export function createSources(): (file: string) => SourceFile {
  const parsed = new Map<string, SourceFile>();
  return (file) => {
    const known = parsed.get(file);
    if (known) return known;
    const source = parse(file);
    parsed.set(file, source);
    return source;
  };
}

function parse(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${path.basename(file)} cannot be parsed: ${error.message}`);
  const docs = new Map<number, string>();
  for (const comment of comments) {
    if (comment.type === 'Block' && comment.value.startsWith('*')) docs.set(comment.end, comment.value);
  }
  return {
    file,
    program,
    docOf: ({ start }) => {
      let at = start;
      while (at > 0 && /\s/.test(text[at - 1] ?? '')) at--;
      const doc = docs.get(at);
      return doc === undefined ? undefined : withoutStars(doc);
    },
  };
}

function withoutStars(comment: string): string {
  return comment
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** The expression without the parentheses around it. */
export function bare(node: Expression | undefined): Expression | undefined {
  return node?.type === 'ParenthesizedExpression' ? bare(node.expression) : node;
}

/** The name of an identifier; empty for any other node. */
export function nameOf(node: Node | undefined): string {
  return node?.type === 'Identifier' ? node.name : '';
}

/** The text of a property's key, written as a name or in quotes. */
export function keyText(node: Node): string {
  return node.type === 'Literal' ? String(node.value) : nameOf(node);
}

/** Visits a node and all below it. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const entry of value) if (isNode(entry)) walk(entry, visit);
    } else if (isNode(value)) {
      walk(value, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
