// Rows of values beside the names of their columns, as databases answer: `{"columns": ["id"], "rows": [[1]]}`. They are read as objects
// of these names.
import { childAt, childrenOf } from './children.ts';
import { childByKey, type JsonDocument, keyOf, kindOf, type NodeId, parentOf, stringValue } from './document.ts';

/** What was found, since it is asked for with every row. */
const known = new WeakMap<JsonDocument, Map<NodeId, readonly string[]>>();

/**
 * The names of the elements of a list's rows, each once: of two columns of a name the second is `id (2)`. Undefined for a list that is
 * not `rows` beside `columns` of texts.
 */
export function rowNames(doc: JsonDocument, list: NodeId): readonly string[] | undefined {
  const found = known.get(doc)?.get(list);
  if (found) return found;
  const parent = parentOf(doc, list);
  if (parent === undefined || kindOf(doc, parent) !== 'object' || keyOf(doc, list) !== 'rows') return undefined;
  const columns = childByKey(doc, parent, 'columns');
  if (columns === undefined || kindOf(doc, list) !== 'array' || kindOf(doc, columns) !== 'array') return undefined;
  const texts = childrenOf(doc, columns).map((column) => stringValue(doc, column));
  if (texts.length === 0 || texts.includes(undefined)) return undefined;
  const names: string[] = [];
  for (const [index, text] of texts.entries()) {
    const name = text || `column ${index + 1}`;
    let own = name;
    for (let times = 2; names.includes(own); times++) own = `${name} (${times})`;
    names.push(own);
  }
  known.set(doc, (known.get(doc) ?? new Map()).set(list, names));
  return names;
}

/** The names of a row that is an array; undefined where nothing names its elements. */
export function namesOfRow(doc: JsonDocument, row: NodeId): readonly string[] | undefined {
  if (kindOf(doc, row) !== 'array') return undefined;
  const list = parentOf(doc, row);
  return list === undefined ? undefined : rowNames(doc, list);
}

/** The member of an object, or the element of a row that stands in the column of this name. */
export function namedValue(doc: JsonDocument, row: NodeId, name: string): NodeId | undefined {
  if (kindOf(doc, row) === 'object') return childByKey(doc, row, name);
  const at = namesOfRow(doc, row)?.indexOf(name) ?? -1;
  return at === -1 ? undefined : childAt(doc, row, at);
}
