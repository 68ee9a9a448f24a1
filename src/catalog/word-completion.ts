// What may stand at the end of a request that is being typed word by word: methods, paths a segment at a time, parameters and
// their values. What a placeholder may be filled with has to be asked for, so that it is told who lists it.
import { findSeparator, unescapeName } from '../request/item.ts';
import { METHODS, methodOf } from '../request/method.ts';
import type { Method } from '../request/types.ts';
import { partFactsOf, takesFile } from './body-parts.ts';
import type { Catalog } from './catalog.ts';
import type { Match } from './matcher.ts';
import type { BodyFacts, Field, OperationDetails, Shape } from './operation.ts';
import { type ValueSource, valueSourceOf } from './value-sources.ts';
import { eachName } from './variants.ts';

export interface Suggestion {
  /** The whole word, without quotes. */
  readonly value: string;
  /** A clause or a sentence; empty where there is nothing to say. */
  readonly description: string;
  /** False where something has to follow in the same word. */
  readonly isWhole: boolean;
}

export type WordCompletion =
  | { readonly kind: 'words'; readonly words: readonly Suggestion[] }
  | ListedSegment
  | { readonly kind: 'files'; readonly before: string };

/** The last segment of a path, whose values a request lists. */
export interface ListedSegment {
  readonly kind: 'listed';
  /** The path up to the segment. */
  readonly before: string;
  /** Words that may stand there too. */
  readonly beside: readonly SuggestedPath[];
  /** The placeholder's name. */
  readonly name: string;
  readonly completion: Extract<ValueSource, { kind: 'listing' }>;
  /** The path may end, or go on, behind it. */
  readonly isWhole: boolean;
  readonly hasMore: boolean;
}

/**
 * @param earlier the words before it, unquoted, without options
 * @param typed as much of the word as is there; may be empty
 */
export function completeWord(catalog: Catalog, earlier: readonly string[], typed: string): WordCompletion {
  const method = methodOf(earlier[0] ?? '');
  const [path, ...items] = earlier.slice(method ? 1 : 0);
  if (path === undefined) {
    const paths = typed === '' || typed.startsWith('/') ? suggestPath(catalog, method, typed || '/') : asWords([]);
    return method || paths.kind !== 'words' ? paths : asWords([...suggestMethods(typed), ...paths.words]);
  }
  return suggestItem(catalog, { method, path, items }, typed);
}

function asWords(words: readonly Suggestion[]): Extract<WordCompletion, { kind: 'words' }> {
  return { kind: 'words', words };
}

function suggestMethods(typed: string): readonly Suggestion[] {
  return METHODS.filter((method) => method !== 'OPTIONS' && method.startsWith(typed.toUpperCase())).map((value) => ({
    value,
    description: '',
    isWhole: true,
  }));
}

function suggestPath(catalog: Catalog, method: Method | undefined, typed: string): WordCompletion {
  const before = typed.slice(0, typed.lastIndexOf('/') + 1);
  const paths: SuggestedPath[] = [];
  let listed: ListedSegment | undefined;
  for (const { segment, isWhole, hasMore } of catalog.matcher().next(before)) {
    const methods = isWhole ? methodsOf(catalog, before, segment) : [];
    const ends = isWhole && (method === undefined || methods.includes(method === 'HEAD' ? 'GET' : method));
    const placeholder = /^\{([^}]*)\}$/.exec(segment)?.[1];
    const listing = placeholder === undefined ? undefined : listingOf(catalog, `${before}${segment}`, placeholder);
    if (listing?.kind === 'listing') {
      listed ??= {
        kind: 'listed',
        before,
        beside: [],
        name: placeholder ?? '',
        completion: listing,
        isWhole: ends,
        hasMore,
      };
      continue;
    }
    // A placeholder that nothing lists is for the user to fill in; it is shown to those who begin to write it.
    const segments = listing?.values ?? (placeholder === undefined || typed.startsWith(`${before}{`) ? [segment] : []);
    for (const found of segments) {
      const value = `${before}${found}`;
      if (!value.startsWith(typed)) continue;
      const title = ends ? catalog.matcher().match(method ?? methods[0] ?? 'GET', value)?.operation.title : undefined;
      if (ends || hasMore) paths.push({ value, description: title ?? '', isWhole: ends, hasMore });
    }
  }
  // Who begins a word that is known means that word; nobody is asked for values then.
  return !listed || (paths.length > 0 && typed !== before) ? asWords(withEndings(paths)) : { ...listed, beside: paths };
}

/** Of a word only its own methods, not those of a placeholder that it could stand for. */
function methodsOf(catalog: Catalog, before: string, segment: string): readonly Method[] {
  const path = `${before}${segment}`;
  const matcher = catalog.matcher();
  return matcher
    .methods(path)
    .filter((method) => segment.startsWith('{') || matcher.match(method, path)?.operation.path.endsWith(`/${segment}`));
}

interface SuggestedPath extends Suggestion {
  /** It may go on behind a slash. */
  readonly hasMore: boolean;
}

/** What may both end and go on stands once among others, and both ways alone. */
export function withEndings(paths: readonly SuggestedPath[]): readonly Suggestion[] {
  const isOnly = paths.length === 1;
  return paths.flatMap(({ value, description, isWhole, hasMore }) => [
    ...(isWhole ? [{ value, description, isWhole: isOnly || !hasMore }] : []),
    ...(hasMore && (isOnly || !isWhole)
      ? [{ value: `${value}/`, description: isWhole ? '' : description, isWhole: false }]
      : []),
  ]);
}

/** Who lists the values of the last segment, a placeholder, with the path's own ids in its request. */
function listingOf(catalog: Catalog, path: string, name: string): ValueSource | undefined {
  const matcher = catalog.matcher();
  const method = matcher.methods(path)[0];
  const match = method === undefined ? undefined : matcher.match(method, path);
  // The operations below the placeholder know it too, where none ends at it.
  const operation = match?.operation ?? catalog.placeholders().below(path)[0];
  if (!operation) return undefined;
  const own = operation.path.split('/')[path.split('/').length - 1]?.slice(1, -1) ?? name;
  return valueSourceOf(catalog, operation, own, match?.values ?? {});
}

interface Typed {
  readonly method: Method | undefined;
  readonly path: string;
  readonly items: readonly string[];
}

/** Where the path begins in an item that takes a file: `@path`, `name@path`, `name=@path`; undefined in any other. */
export function filePathAt(item: string): number | undefined {
  const found = findSeparator(item);
  if (!found) return undefined;
  const at = found.index + found.separator.length;
  if (found.separator === '@') return found.index > 0 && item[at] === '=' ? undefined : at;
  const isBody = found.separator === '=' || found.separator === ':=';
  return isBody && item[at] === '@' ? at + 1 : undefined;
}

function suggestItem(catalog: Catalog, request: Typed, typed: string): WordCompletion {
  const path = filePathAt(typed);
  if (path !== undefined) return { kind: 'files', before: typed.slice(0, path) };
  const separator = findSeparator(typed);
  const parameters = parametersOf(catalog, request);
  if (separator) {
    const { index, separator: mark } = separator;
    const name = unescapeName(typed.slice(0, index));
    const before = typed.slice(0, index + mark.length);
    const found = parameters.find((parameter) => parameter.name === name && parameter.marks.includes(mark));
    const values = valuesOf(found?.shape).map((value) => ({
      value: `${before}${value}`,
      description: '',
      isWhole: true,
    }));
    return asWords(values.filter(({ value }) => value.startsWith(typed)));
  }
  const given = new Set(
    request.items.map((item) => unescapeName(item.slice(0, findSeparator(item)?.index ?? item.length))),
  );
  const words = parameters
    .filter(({ name, shape }) => name.startsWith(typed) && (!given.has(name) || shape.kinds.includes('array')))
    .toSorted((a, b) => Number(b.required) - Number(a.required))
    .map(({ name, required, description, marks: [mark = '='] }) => ({
      value: `${name}${mark}`,
      description: `${required ? 'required: ' : ''}${description.split('\n')[0]}`,
      isWhole: false,
    }));
  return asWords(words);
}

interface Parameter extends Field {
  /** What may stand between its name and its value; the usual one first. */
  readonly marks: readonly string[];
}

/** What the operation takes; where no method is written, what reading takes and then what writing does. */
function parametersOf(catalog: Catalog, { method, path }: Typed): readonly Parameter[] {
  const matcher = catalog.matcher();
  const methods: readonly Method[] = method ? [method] : ['GET', 'POST'];
  const matches = methods.flatMap((one): readonly Match[] => {
    const match = matcher.match(one, path);
    return match ? [match] : [];
  });
  const found = new Map<string, Parameter>();
  for (const { operation } of matches) {
    for (const parameter of parametersIn(catalog.details(operation))) {
      const key = `${parameter.name} ${parameter.marks[0]}`;
      if (!found.has(key)) found.set(key, parameter);
    }
  }
  return [...found.values()];
}

function parametersIn({ parameters, body }: OperationDetails): readonly Parameter[] {
  return [
    ...parameters
      .filter((parameter) => parameter.in !== 'path')
      .map((parameter) => ({ ...parameter, marks: [parameter.in === 'header' ? ':' : '=='] })),
    ...(body?.kind === 'multipart' ? partsIn(body) : []),
    ...(body?.kind === 'multipart' ? [] : eachName(body?.fields ?? [])).map((field) => ({
      ...field,
      marks: isText(field.shape) ? ['=', ':='] : [':=', '='],
    })),
  ];
}

/** Parts of a form; those that are called as their files have no names to offer. */
function partsIn(body: BodyFacts): readonly Parameter[] {
  return eachName(body.fields).flatMap((field) => {
    const facts = partFactsOf(body, field);
    if (facts.isNamedByFile) return [];
    const marks = takesFile(facts) ? ['@', '='] : facts.kind === 'json' ? [':=', '='] : ['=', ':='];
    return [{ ...field, marks }];
  });
}

function isText({ kinds, choices }: Shape): boolean {
  return kinds[0] === 'string' || kinds[0] === 'any' || typeof choices?.[0] === 'string';
}

function valuesOf(shape: Shape | undefined): readonly string[] {
  if (!shape) return [];
  if (shape.choices) return shape.choices.map(String);
  if (shape.kinds.includes('boolean')) return ['true', 'false'];
  return shape.kinds.includes('array') ? valuesOf(shape.items) : [];
}
