// A node of a document as the catalog's following sees it: its path, its text, and the members of the objects around it.
import type { Members, Place } from '../../../catalog/place.ts';
import {
  firstChild,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  nextSibling,
  sourceText,
  stringValue,
} from '../../../json/document.ts';
import { nodeAtPath, pathOf } from '../../../json/paths.ts';

/** Members of an object that are looked at: an object with more is a table, and its members are no fields. */
const mostMembers = 200;

export function placeOf(document: JsonDocument, node: NodeId): Place {
  const path = pathOf(document, node);
  return {
    path,
    text: textAt(document, node),
    membersAt: (length) => {
      const at = nodeAtPath(document, path.slice(0, length));
      return at === undefined || kindOf(document, at) !== 'object' ? undefined : membersOf(document, at, 1);
    },
  };
}

function membersOf(document: JsonDocument, object: NodeId, levels: number): Members {
  // Names come from a server: `__proto__` is one like any other.
  const members: Record<string, string | Members> = Object.create(null);
  let child = firstChild(document, object);
  for (let count = 0; child !== undefined && count < mostMembers; count++) {
    const key = keyOf(document, child) ?? '';
    const text = textAt(document, child);
    if (text !== undefined) members[key] = text;
    else if (levels > 0 && kindOf(document, child) === 'object') members[key] = membersOf(document, child, levels - 1);
    child = nextSibling(document, child);
  }
  return members;
}

/** Texts, and numbers digit for digit. */
function textAt(document: JsonDocument, node: NodeId): string | undefined {
  const kind = kindOf(document, node);
  if (kind === 'string') return stringValue(document, node);
  return kind === 'number' ? sourceText(document, node) : undefined;
}
