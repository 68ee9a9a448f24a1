// The catalog of the API that `wrangler dev` serves on the developer's machine: the operations of its own description, told as the
// catalog tells them, without the account that it does not have.
import { METHODS } from '../request/method.ts';
import { makeBody } from './body-facts.ts';
import type { Catalog, Listing } from './catalog.ts';
import { idField, nameField } from './identity.ts';
import { createMatcher } from './matcher.ts';
import { once } from './once.ts';
import type { Field, Operation, OperationColumns, OperationDetails, Parameter, Shape } from './operation.ts';
import { createPlaceholders, pathShape } from './placeholders.ts';
import { buildIndex, wordsWithWeights } from './search-index.ts';
import { verbOf, wordsOf } from './terms.ts';

const ACCOUNT = '/accounts/{account_id}';

interface LocalOperation {
  readonly operation: Operation;
  /** The same operation of the public API. */
  readonly known: Operation | undefined;
  readonly described: Described;
}

/** What of an OpenAPI 3 operation is read. */
interface Described {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly unknown[];
  readonly requestBody: unknown;
}

/**
 * @param document the response of the local API at its base path: an OpenAPI 3 document; what is no such has no operations
 */
export function localCatalog(document: unknown, whole: Catalog): Catalog {
  const publicByShape = new Map(
    whole.operations.map((operation) => [`${operation.method} ${pathShape(operation.path)}`, operation]),
  );
  const resolve = resolverOf(document);
  const locals = operationsIn(document).map(({ method, path, described }, index): LocalOperation => {
    const known = publicByShape.get(`${method} ${pathShape(ACCOUNT + path)}`);
    const operation: Operation = {
      index,
      method,
      path,
      title: known?.title ?? (described.summary || `${method} ${path}`),
      group: known?.group ?? 'Local',
      deprecated: false,
      paging: known?.paging,
      list: known?.list,
    };
    return { operation, known, described };
  });
  const operations = locals.map((local) => local.operation);
  const columns: OperationColumns = {
    methods: operations.map(({ method }) => method),
    paths: operations.map(({ path }) => path),
    operation: (index) => operations[index]!,
  };
  return {
    ...columns,
    operations,
    details: ({ index }) => detailsOf(locals[index]!, whole, resolve),
    listings: listingsOf(operations),
    choices: new Map(),
    matcher: once(() => createMatcher(columns)),
    placeholders: once(() => createPlaceholders(columns)),
    search: once(() =>
      buildIndex(
        operations.map((operation) => operation.index),
        new Map(),
        operations.map(searchWords),
      ),
    ),
  };
}

function operationsIn(
  document: unknown,
): readonly { readonly method: Operation['method']; readonly path: string; readonly described: Described }[] {
  const paths = recordOf(recordOf(document).paths);
  return Object.entries(paths).flatMap(([path, entry]) =>
    METHODS.flatMap((method) => {
      const described = recordOf(entry)[method.toLowerCase()];
      if (typeof described !== 'object' || described === null || !path.startsWith('/')) return [];
      const { summary, description, parameters, requestBody } = recordOf(described);
      return [
        {
          method,
          path,
          described: {
            summary: textIn(summary),
            description: textIn(description),
            parameters: [...listIn(recordOf(entry).parameters), ...listIn(parameters)],
            requestBody,
          },
        },
      ];
    }),
  );
}

/** The public API's details without the account; where it has no such operation, what the description says. */
function detailsOf(
  { operation, known, described }: LocalOperation,
  whole: Catalog,
  resolve: Resolve,
): OperationDetails {
  if (known) {
    const details = whole.details(known);
    const parameters = details.parameters.filter(
      (parameter) => parameter.in !== 'path' || parameter.name !== 'account_id',
    );
    const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
    let gap = 0;
    return {
      ...details,
      parameters: parameters.map((parameter) =>
        parameter.in === 'path' ? { ...parameter, name: names[gap++] ?? parameter.name } : parameter,
      ),
    };
  }
  const content = recordOf(recordOf(described.requestBody).content);
  const [contentType] = Object.keys(content);
  const schema = recordOf(content[contentType ?? '']).schema;
  const fields = fieldsOf(schema, resolve);
  return {
    description: described.description || described.summary,
    deprecation: undefined,
    parameters: described.parameters.flatMap((parameter) => parameterOf(parameter, resolve)),
    body:
      contentType === undefined
        ? undefined
        : makeBody(contentType, fields, fields.length > 0 ? undefined : shapeOf(schema, resolve), undefined),
    accept: undefined,
    call: undefined,
    documented: undefined,
  };
}

/** What a schema says, with what it refers to; at some depth what it refers to is left out, since a schema may hold itself. */
type Resolve = (schema: unknown, depth: number) => Readonly<Record<string, unknown>>;

const deepestSchema = 4;

function resolverOf(document: unknown): Resolve {
  const named = recordOf(recordOf(recordOf(document).components).schemas);
  const resolve: Resolve = (schema, depth) => {
    const { $ref: reference, allOf, ...own } = recordOf(schema);
    if (depth > deepestSchema) return own;
    const [, name] = /^#\/components\/schemas\/(.+)$/.exec(textIn(reference)) ?? [];
    const parts = [...(name === undefined ? [] : [named[name]]), ...listIn(allOf)].map((part) =>
      resolve(part, depth + 1),
    );
    const properties = Object.assign({}, ...[...parts, own].map((part) => recordOf(part.properties)));
    const required = [...parts, own].flatMap((part) => listIn(part.required));
    return {
      ...Object.assign({}, ...parts),
      ...own,
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
    };
  };
  return resolve;
}

/** The fields of a schema, and of all of its forms; required is what each form requires. */
function fieldsOf(schema: unknown, resolve: Resolve, depth = 0): readonly Field[] {
  const { properties, required, oneOf, anyOf } = resolve(schema, depth);
  const own = Object.entries(recordOf(properties)).map(([name, property]) =>
    fieldOf(name, property, listIn(required).includes(name), resolve, depth),
  );
  if (depth > deepestSchema) return own;
  const forms = [...listIn(oneOf), ...listIn(anyOf)].map((form) => fieldsOf(form, resolve, depth + 1));
  const found = new Map(own.map((field) => [field.name, field]));
  for (const field of forms.flat()) {
    if (found.has(field.name)) continue;
    const isRequired = forms.every((form) => form.some(({ name, required }) => name === field.name && required));
    found.set(field.name, { ...field, required: isRequired });
  }
  return [...found.values()];
}

function parameterOf(value: unknown, resolve: Resolve): readonly Parameter[] {
  const { name, in: where, required, schema, description } = recordOf(value);
  if (typeof name !== 'string' || (where !== 'path' && where !== 'query' && where !== 'header')) return [];
  return [
    {
      ...fieldOf(
        name,
        { ...recordOf(schema), ...(description === undefined ? {} : { description }) },
        required === true,
        resolve,
        0,
      ),
      in: where,
    },
  ];
}

function fieldOf(name: string, schema: unknown, required: boolean, resolve: Resolve, depth: number): Field {
  const { description, default: initial } = resolve(schema, depth);
  return {
    name,
    required,
    description: textIn(description),
    shape: shapeOf(schema, resolve, depth),
    deprecated: false,
    initial: initial === undefined || typeof initial === 'object' ? undefined : String(initial),
    when: undefined,
  };
}

function shapeOf(schema: unknown, resolve: Resolve, depth = 0): Shape {
  const { type, enum: choices, items, properties } = resolve(schema, depth);
  const kind = type === 'integer' ? 'number' : type;
  const isKnown = kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'object' || kind === 'array';
  const scalars = listIn(choices).filter((choice) => typeof choice === 'string' || typeof choice === 'number');
  return {
    kinds: [isKnown ? kind : 'any'],
    choices: scalars.length > 0 ? scalars : undefined,
    items: kind === 'array' && depth < deepestSchema ? shapeOf(items, resolve, depth + 1) : undefined,
    fields: properties !== undefined && depth < deepestSchema ? fieldsOf(schema, resolve, depth + 1) : undefined,
  };
}

/** Who lists what, by the paths alone: a GET lists what a placeholder right after it stands for, or one beside it of that name. */
function listingsOf(operations: readonly Operation[]): ReadonlyMap<string, Listing> {
  const gets = new Map(
    operations.filter(({ method }) => method === 'GET').map((operation) => [operation.path, operation]),
  );
  const found = new Map<string, Listing>();
  for (const { path } of operations) {
    for (const match of path.matchAll(/\/\{([^}]+)\}(?=\/|$)/g)) {
      const before = path.slice(0, match.index);
      const name = match[1] ?? '';
      const noun = name.replace(/_(?:id|name)$/, '');
      const beside = `${before.slice(0, before.lastIndexOf('/'))}/${noun}s`;
      const operation = gets.get(before) ?? gets.get(beside);
      if (!operation) continue;
      const { list } = operation;
      const names = list ? [list.id, list.name].flatMap((field) => field ?? []) : ['id', 'name'];
      const id = list?.id ?? idField(names, name);
      found.set(before + match[0], { operation, at: list?.at ?? [], id, name: list?.name ?? nameField(names, id) });
    }
  }
  return found;
}

function searchWords(operation: Operation): ReadonlyMap<string, number> {
  const [verb = '', ...nouns] = operation.title.split(' ');
  return wordsWithWeights({
    path: operation.path,
    title: operation.title,
    group: operation.group,
    verb: verbOf(verb.toLowerCase()) ? verb : '',
    nouns: [operation.group, ...nouns],
    names: [],
    sentence: '',
    fields: [],
    item: undefined,
    knownAs: '',
    rest: wordsOf(operation.path),
  });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
