// The parts of a form (multipart) as an operation takes them, between what is typed for a field and the items of a request.

import { isField } from '../request/body.ts';
import { scanJson } from '../request/json-text.ts';
import { literalName, rootKey } from '../request/nested.ts';
import { baseName, isPart, readPartOptions, spellPart } from '../request/parts.ts';
import type { Item } from '../request/types.ts';
import type { BodyFacts, Field, PartFacts } from './operation.ts';

/** What a field of a form is sent as; where the sources do not tell, its shape does. */
export function partFactsOf({ parts }: BodyFacts, { name, shape }: Field): PartFacts {
  const known = parts && Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (known) return known;
  const { kinds, items } = shape;
  if (kinds.includes('file') || items?.kinds.includes('file'))
    return { kind: kinds.includes('string') ? 'either' : 'file' };
  return { kind: kinds[0] === 'string' ? 'text' : 'json' };
}

/** True where a file may be given. */
export function takesFile({ kind }: PartFacts): boolean {
  return kind === 'file' || kind === 'either';
}

/** The items that stand for the field; of one that is named by its files, all files that no other field is called as. */
export function isPartOf(body: BodyFacts, field: Field): (item: Item) => boolean {
  if (partFactsOf(body, field).isNamedByFile) {
    const others = new Set(body.fields.map(({ name }) => name));
    return (item) => item.kind === 'partFile' && !others.has(item.name);
  }
  return (item) =>
    (isPart(item) && item.name === field.name) || (isField(item) && (rootKey(item.name) ?? item.name) === field.name);
}

/**
 * What is typed for a field as items: a path, or `=` and a text, where it takes a file; a path after `@` elsewhere. A sentence's
 * end that says what it takes, where it is nothing of that.
 */
export function partItems(facts: PartFacts, name: string, text: string): readonly Item[] | string {
  const written = literalName(name);
  if (facts.isNamedByFile) {
    const paths = text.split(',').map((path) => path.trim().replace(/^@/, ''));
    return paths
      .filter((path) => path !== '')
      .map((path) => fileItem(baseName(path.replace(/;(?:type|filename)=.*$/, '')), path));
  }
  if (takesFile(facts)) {
    if (text.startsWith('='))
      return [{ kind: 'part', name, value: text.slice(1), type: undefined, filename: undefined }];
    const path = text.replace(/^@/, '');
    return path === '' ? 'a path, or = and a text' : [fileItem(name, path)];
  }
  const isFile = text.startsWith('@') && text.length > 1;
  if (facts.kind === 'text')
    return [
      isFile
        ? { kind: 'fieldFile', name: written, path: text.slice(1) }
        : { kind: 'field', name: written, value: text },
    ];
  if (isFile) return [{ kind: 'jsonFile', name: written, path: text.slice(1) }];
  const json = text.trim();
  const scan = scanJson(json, 0);
  if (scan.ok && scan.end === json.length) return [{ kind: 'json', name: written, value: json }];
  return 'JSON, such as {"key": "value"}, or a file as @path';
}

function fileItem(name: string, text: string): Item {
  const read = readPartOptions(text);
  const { type, filename } = read.ok ? read : { type: undefined, filename: undefined };
  return { kind: 'partFile', name, path: read.ok ? read.text : text, type, filename };
}

/** What is typed for the items of a field. */
export function partText(items: readonly Item[], facts: PartFacts): string | undefined {
  const texts = items.map((item) => {
    if (item.kind === 'partFile') return `${takesFile(facts) ? '' : '@'}${spellPart(item.path, item)}`;
    if (item.kind === 'part') return takesFile(facts) ? `=${item.value}` : item.value;
    return isField(item) && 'path' in item ? `@${item.path}` : 'value' in item ? item.value : '';
  });
  return texts.length === 0 ? undefined : texts.join(', ');
}
