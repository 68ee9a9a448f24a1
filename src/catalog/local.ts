// The catalog of the API that `wrangler dev` serves on the developer's machine: the operations of its own description, told as the
// catalog tells them, without the account that it does not have.
import { METHODS } from '../request/method.ts';
import { makeBody } from './body-facts.ts';
import type { Catalog, Listing } from './catalog.ts';
import { idField, nameField } from './identity.ts';
import { createMatcher } from './matcher.ts';
import { once } from './once.ts';
import type { Field, Operation, OperationDetails, Parameter, Shape } from './operation.ts';
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
  return {
    operations,
    details: ({ index }) => detailsOf(locals[index]!, whole),
    listings: listingsOf(operations),
    choices: new Map(),
    matcher: once(() => createMatcher(operations)),
    placeholders: once(() => createPlaceholders(operations)),
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
function detailsOf({ operation, known, described }: LocalOperation, whole: Catalog): OperationDetails {
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
  const schema = recordOf(recordOf(content[contentType ?? '']).schema);
  const required = listIn(schema.required);
  const fields = Object.entries(recordOf(schema.properties)).map(([name, property]) =>
    fieldOf(name, property, required.includes(name)),
  );
  return {
    description: described.description || described.summary,
    deprecation: undefined,
    parameters: described.parameters.flatMap(parameterOf),
    body:
      contentType === undefined
        ? undefined
        : makeBody(contentType, fields, fields.length > 0 ? undefined : shapeOf(schema), undefined),
    accept: undefined,
    call: undefined,
  };
}

function parameterOf(value: unknown): readonly Parameter[] {
  const { name, in: where, required, schema, description } = recordOf(value);
  if (typeof name !== 'string' || (where !== 'path' && where !== 'query' && where !== 'header')) return [];
  return [{ ...fieldOf(name, { ...recordOf(schema), description }, required === true), in: where }];
}

function fieldOf(name: string, schema: unknown, required: boolean): Field {
  const { description, default: initial } = recordOf(schema);
  return {
    name,
    required,
    description: textIn(description),
    shape: shapeOf(schema),
    deprecated: false,
    initial: initial === undefined || typeof initial === 'object' ? undefined : String(initial),
    when: undefined,
  };
}

function shapeOf(schema: unknown): Shape {
  const { type, enum: choices, items } = recordOf(schema);
  const kind = type === 'integer' ? 'number' : type;
  const isKnown = kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'object' || kind === 'array';
  const scalars = listIn(choices).filter((choice) => typeof choice === 'string' || typeof choice === 'number');
  return {
    kinds: [isKnown ? kind : 'any'],
    choices: scalars.length > 0 ? scalars : undefined,
    items: kind === 'array' ? shapeOf(items) : undefined,
    fields: undefined,
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
