// The jq filters that lead to a node: to it alone by its place, to the same in every item of the lists around it, and to it alone by
// what identifies the items that it is in.
import {
  childByKey,
  endOf,
  isContainer,
  type JsonDocument,
  kindOf,
  type NodeId,
  nextOf,
  rawParent,
  sourceText,
  startOf,
} from './document.ts';
import { everyPathText, pathOf, pathText } from './paths.ts';

interface LeadingFilter {
  readonly by: 'place' | 'identity' | 'every';
  readonly text: string;
}

/**
 * The filters that are worth a choice, that by place first; none says the same as another.
 *
 * @param before what has made the document of another, where a filter has
 */
export function leadingFilters(doc: JsonDocument, node: NodeId, before?: string): readonly LeadingFilter[] {
  const filters: readonly LeadingFilter[] = [
    { by: 'place', text: composed(doc, before, pathText(pathOf(doc, node), 'jq')) },
    { by: 'identity', text: composed(doc, before, byIdentity(doc, node)) },
    { by: 'every', text: composed(doc, before, everyPathText(doc, node)) },
  ];
  return filters.filter(({ text }, index) => filters.findIndex((other) => other.text === text) === index);
}

/** Filters one after the other, each over what the one before has made; several results of one are a list to the next. */
export function composedFilters(filters: readonly { readonly text: string; readonly isSequence: boolean }[]): string {
  return filters
    .map(({ text, isSequence }, index) =>
      isSequence && index < filters.length - 1 ? `[${closed(text)}]` : closed(text),
    )
    .join(' | ');
}

/** A comment in a filter would take what comes after it away. */
function closed(filter: string): string {
  return filter.includes('#') ? `(${filter}\n)` : filter;
}

/** What comes after a filter. Each of several results is one of the list that stands on the screen. */
function composed(doc: JsonDocument, before: string | undefined, text: string): string {
  if (before === undefined) return text;
  if (!doc.isSequence || !text.startsWith('.[')) return text === '.' ? before : `${before} | ${text}`;
  if (!text.startsWith('.[]')) return `[${before}]${text.slice(1)}`;
  const rest = text.slice('.[]'.length).replace(/^ \| /, '');
  return rest === '' ? before : `${before} | ${rest.startsWith('[') ? `.${rest}` : rest}`;
}

/** By its place where nothing identifies any of the items. */
function byIdentity(doc: JsonDocument, node: NodeId): string {
  const nodes: NodeId[] = [];
  for (let n = node; n !== 0; n = rawParent(doc, n)) nodes.push(n);
  const steps = pathOf(doc, node);
  const pieces: string[] = [];
  let from = 0;
  for (const [index, item] of nodes.reverse().entries()) {
    const test = kindOf(doc, rawParent(doc, item)) === 'array' ? identityOf(doc, item) : undefined;
    if (test === undefined) continue;
    pieces.push(`${pathText(steps.slice(from, index), 'jq')}[]`, `select(${test})`);
    from = index + 1;
  }
  if (from < steps.length || from === 0) pieces.push(pathText(steps.slice(from), 'jq'));
  return pieces.join(' | ');
}

/** Members that tell an item from the others of its list. */
const identities = ['id', 'uuid', 'tag', 'key', 'name'];

/** Items of a list that are compared, and bytes of a value that identifies one. */
const mostItems = 2000;
const longestIdentity = 200;

/** What is true of this item alone; undefined where nothing short is known to be. */
function identityOf(doc: JsonDocument, item: NodeId): string | undefined {
  for (const key of identities) {
    const own = identityText(doc, item, key);
    if (own !== undefined && isAlone(doc, item, key, own)) return `.${key} == ${own}`;
  }
  return undefined;
}

function identityText(doc: JsonDocument, item: NodeId, key: string): string | undefined {
  const member = childByKey(doc, item, key);
  if (member === undefined || isContainer(doc, member)) return undefined;
  const kind = kindOf(doc, member);
  const size = endOf(doc, member) - startOf(doc, member);
  // jq compares numbers as doubles: of more digits it may find another.
  if ((kind !== 'string' || size > longestIdentity) && (kind !== 'number' || size > 15)) return undefined;
  return sourceText(doc, member);
}

function isAlone(doc: JsonDocument, item: NodeId, key: string, own: string): boolean {
  const list = rawParent(doc, item);
  const limit = nextOf(doc, list);
  let seen = 0;
  for (let other = list + 1; other < limit && seen < mostItems; other = nextOf(doc, other), seen++)
    if (other !== item && identityText(doc, other, key) === own) return false;
  return true;
}
