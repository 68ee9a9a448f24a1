// The form's request with another value for a part, with a row more, moved, copied or removed. A change of the form is a change of
// the line: here it is made.

import { replacesAll } from '../../../api/writes.ts';
import { isPartOf, partFactsOf, partItems } from '../../../catalog/body-parts.ts';
import { fillPath } from '../../../catalog/form-request.ts';
import type { BodyFacts, Field } from '../../../catalog/operation.ts';
import { emptyValue, isMeantAsText, typedValue } from '../../../catalog/typed-value.ts';
import { isField } from '../../../request/body.ts';
import {
  type BodyNode,
  type BodyStep,
  bodyTree,
  isSameNode,
  nodeAt,
  stepsOfName,
  textNode,
  treeOfJson,
  withBody,
  withEntries,
  withNode,
} from '../../../request/body-tree.ts';
import { queryOf, withQuery, withQueryValues } from '../../../request/edit.ts';
import { readItem } from '../../../request/item.ts';
import { isBodyItem } from '../../../request/method.ts';
import type { Item, RequestLine } from '../../../request/types.ts';
import type { Form } from './form.ts';
import type { FormField } from './form-part.ts';

type Changed =
  | { readonly ok: true; readonly request: RequestLine }
  /** A sentence without a full stop. */
  | { readonly ok: false; readonly problem: string };

/** The form's request with another value for a part; undefined, or an empty text, takes it out. */
export function withPart(form: Form, part: FormField, text: string | undefined): Changed {
  const value = text === '' ? undefined : text;
  const { request } = form;
  switch (part.in) {
    case 'path': {
      const { [part.name]: _, ...others } = form.match.values;
      const values = value === undefined ? others : { ...others, [part.name]: value };
      return changed({ ...request, path: fillPath(form.match.operation, values) });
    }
    case 'query': {
      const [index] = part.steps;
      if (typeof index === 'number') {
        const values = queryValues(request, part.name).toSpliced(index, 1, ...(value === undefined ? [] : [value]));
        return changed(withQueryValues(request, part.name, values));
      }
      const list = part.fold && value !== undefined ? value.split(',').map((entry) => entry.trim()) : undefined;
      return changed(list ? withQueryValues(request, part.name, list) : withQuery(request, { [part.name]: value }));
    }
    case 'header':
      return changed(withItem(request, isHeader(part.name), value && { kind: 'header', name: part.name, value }));
    case 'body':
      if (form.details.body?.kind === 'multipart' && part.field && part.name !== '')
        return withFormPart(form, form.details.body, part.field, value);
      return isInTree(part) ? withBodyPart(form, part, value) : withWhole(form, part, value);
  }
}

function changed(request: RequestLine): Changed {
  return { ok: true, request };
}

function queryValues(request: RequestLine, name: string): readonly string[] {
  return queryOf(request).flatMap(([other, value]) => (other === name ? [value] : []));
}

/** A part of a form (multipart): its items take the place of those that there were. */
function withFormPart({ request }: Form, body: BodyFacts, field: Field, value: string | undefined): Changed {
  const isSame = isPartOf(body, field);
  const at = request.items.findIndex(isSame);
  const others = request.items.filter((item) => !isSame(item));
  const put = value === undefined ? [] : partItems(partFactsOf(body, field), field.name, value);
  if (typeof put === 'string') return { ok: false, problem: `${field.name} takes ${put}` };
  return changed({ ...request, items: others.toSpliced(at < 0 ? others.length : at, 0, ...put) });
}

/** False for a body that is sent as it is: a text, a file. */
function isInTree({ name, fold }: FormField): boolean {
  return name !== '' || fold !== undefined;
}

function isHeader(name: string): (item: Item) => boolean {
  return (item) => item.kind === 'header' && item.name.toLowerCase() === name.toLowerCase();
}

/** The item takes the place of the first that it replaces, or stands at the end. */
function withItem(request: RequestLine, isReplaced: (item: Item) => boolean, item: Item | '' | undefined): RequestLine {
  const at = request.items.findIndex(isReplaced);
  const others = request.items.filter((other) => !isReplaced(other));
  const put = item ? [item] : [];
  const items = at < 0 ? [...others, ...put] : [...others.slice(0, at), ...put, ...others.slice(at)];
  return { ...request, items };
}

function withBodyPart(form: Form, part: FormField, value: string | undefined): Changed {
  if (form.request.items.some(({ kind }) => kind === 'part' || kind === 'partFile')) {
    return { ok: false, problem: 'Parts are changed in the line' };
  }
  if (value === undefined)
    return changed(withChangedBody(form, part.steps, (tree) => withNode(tree, part.steps, undefined)));
  const before = part.node;
  // A value that came from a file may come from another.
  if (before?.kind === 'file' && value.startsWith('@') && value.length > 1) {
    const file: BodyNode = { ...before, path: value.slice(1) };
    return changed(withChangedBody(form, part.steps, (tree) => withNode(tree, part.steps, file)));
  }
  // A name of a model, such as @cf/meta/llama-3, is no path; of another text that begins so, a backslash makes one.
  if (/^@(?!(?:cf|hf)\/)./.test(value) && !part.field?.shape.choices?.includes(value)) {
    const from = part.field && !isMeantAsText(part.field.shape, 'text') ? 'jsonFile' : 'fieldFile';
    const file: BodyNode = { kind: 'file', from, path: value.slice(1) };
    return changed(withChangedBody(form, part.steps, (tree) => withNode(tree, part.steps, file)));
  }
  const typed = typedValue(part.field?.shape, value.replace(/^\\@/, '@'), before);
  if (!typed.ok) return { ok: false, problem: `${part.name || 'The body'} takes ${typed.wanted}` };
  return changed(withChangedBody(form, part.steps, (tree) => withNode(tree, part.steps, typed.node)));
}

/**
 * The request after a change at a place of its body. Of a resource that is edited a member is sent whole, or not at all: a change
 * inside it begins with what it has, and where it ends with that too, the line says nothing of it.
 */
function withChangedBody(
  { request, edited }: Form,
  steps: readonly BodyStep[],
  change: (tree: BodyNode | undefined) => BodyNode | undefined,
): RequestLine {
  const [first] = steps;
  const own = bodyTree(request);
  const kept = first === undefined ? undefined : nodeAt(edited?.tree, [first]);
  if (first === undefined || kept === undefined) return withBody(request, change(own));
  const begun = nodeAt(own, [first]) === undefined && steps.length > 1 ? withNode(own, [first], kept) : own;
  const after = change(begun);
  const isPart = edited !== undefined && !replacesAll(edited.method, edited.path);
  const isBack = isPart && isSameNode(nodeAt(after, [first]), kept);
  return withBody(request, isBack ? withNode(after, [first], undefined) : after);
}

/** A part as `name=text` or `name:=json` in the object at a place; the new part's place comes with it. */
export function withMember(
  form: Form,
  steps: readonly BodyStep[],
  text: string,
):
  | Extract<Changed, { ok: false }>
  | { readonly ok: true; readonly request: RequestLine; readonly steps: readonly BodyStep[] } {
  const read = readItem(text.trim());
  const item = read.ok && isField(read.item) ? read.item : undefined;
  const inside = item && stepsOfName(item.name);
  const node =
    item?.kind === 'field' ? textNode(item.value) : item?.kind === 'json' ? treeOfJson(item.value) : undefined;
  if (!node || !inside || inside.length === 0) {
    return { ok: false, problem: 'Type the name and the value, as name=text or name:=json' };
  }
  const place = [...steps, ...inside];
  return { ok: true, request: withChangedBody(form, place, (tree) => withNode(tree, place, node)), steps: place };
}

/** The request with a new entry at a place of a list; undefined where its value has to be typed. */
export function withNewEntry(
  form: Form,
  { field, steps }: Pick<FormField, 'field' | 'steps'>,
): RequestLine | undefined {
  const node = field ? emptyValue(field.shape) : undefined;
  const index = steps.at(-1);
  if (!node || typeof index !== 'number') return undefined;
  const list = steps.slice(0, -1);
  return withChangedBody(form, steps, (tree) =>
    withEntries(tree, list, (entries) => entries.toSpliced(index, 0, node)),
  );
}

/** The request with an entry of a list moved by one, or copied below itself; undefined where there is nothing to do so with. */
export function withEntryChanged(
  form: Form,
  part: Pick<FormField, 'in' | 'name' | 'steps' | 'adds'>,
  change: 'up' | 'down' | 'copy',
): { readonly request: RequestLine; readonly index: number } | undefined {
  const index = part.steps.at(-1);
  if (typeof index !== 'number' || part.adds) return undefined;
  const list = part.steps.slice(0, -1);
  const values = part.in === 'query' ? queryValues(form.request, part.name) : undefined;
  const root =
    form.edited && part.in === 'body'
      ? (nodeAt(bodyTree(form.request), list) ?? nodeAt(form.edited.tree, list))
      : nodeAt(bodyTree(form.request), list);
  const count = values ? values.length : root?.kind === 'list' ? root.entries.length : 0;
  const to = change === 'up' ? index - 1 : index + 1;
  if (to < 0 || (change === 'down' && to >= count)) return undefined;
  const rearranged = <T>(entries: readonly T[]): readonly T[] => {
    const entry = entries[index];
    if (entry === undefined) return entries;
    return change === 'copy' ? entries.toSpliced(to, 0, entry) : entries.toSpliced(index, 1).toSpliced(to, 0, entry);
  };
  const request = values
    ? withQueryValues(form.request, part.name, rearranged(values))
    : withChangedBody(form, part.steps, (tree) => withEntries(tree, list, rearranged));
  return { request, index: to };
}

/** The body as a whole, where it is a text or a file or is to be one. */
function withWhole({ request, details }: Form, part: FormField, value: string | undefined): Changed {
  if (value === undefined) return changed(withItem(request, isBodyItem, undefined));
  if (value.startsWith('@') && value.length > 1) {
    return changed(withItem(request, isBodyItem, { kind: 'file', path: value.slice(1) }));
  }
  const isMeantAsJson = details.body?.contentType === 'application/json';
  const typed = isMeantAsJson && part.name === '' ? treeOfJson(value) : undefined;
  if (typed) return changed(withItem(request, isBodyItem, { kind: 'body', value: value.trim() }));
  if (isMeantAsJson) return { ok: false, problem: 'Type the body as JSON, or a file as @name' };
  return changed(withItem(request, isBodyItem, { kind: 'text', value }));
}
