// Small questions to the nodes of a syntax tree that several readers ask. Build time only.
import type { Expression, Node } from 'oxc-parser';

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
