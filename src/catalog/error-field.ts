// Which part of a request an error of the API is about: from its pointer, or from the names in its message.

import { scanJson } from '../request/json-text.ts';
import type { RequestLine } from '../request/types.ts';
import { bodyText } from '../request/wire.ts';
import { fieldsInForce, formFromRequest } from './form-request.ts';
import type { Match } from './matcher.ts';
import type { Field, OperationDetails } from './operation.ts';
import { eachName } from './variants.ts';

/** What is needed of an error: entries of the envelope's `errors` fit. */
interface PointedError {
  readonly message: string;
  /** Such as `/name`, `/body/rules/0/action`, `$.type` or `rules[0].action`. */
  readonly pointer?: string | undefined;
}

export interface ErrorField {
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** As it is written in a line: `data.priority`, `per_page`. */
  readonly name: string;
  /** What the catalog says of it; undefined where it does not know it. */
  readonly field: Field | undefined;
  /** What was sent for it, as far as it is a value of its own. */
  readonly sent: string | undefined;
}

/** Undefined where the error names no part of the request. */
export function locateError(
  error: PointedError,
  match: Match,
  details: OperationDetails,
  request: RequestLine,
): ErrorField | undefined {
  const steps = error.pointer === undefined ? [] : stepsOf(error.pointer);
  return (
    (steps.length > 0 ? byPointer(steps, match, details, request) : undefined) ??
    byMessage(error.message, match, details, request)
  );
}

/** Steps of a JSON pointer (RFC 6901), of a JSONPath, or of a dotted name. */
function stepsOf(pointer: string): readonly string[] {
  if (pointer.startsWith('/') || pointer.startsWith('#/')) {
    return pointer
      .replace(/^#/, '')
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return pointer.replace(/^\$\.?/, '').match(/[^.[\]"']+/g) ?? [];
}

const PLACES: Readonly<Record<string, ErrorField['in']>> = {
  body: 'body',
  data: 'body',
  json: 'body',
  request_body: 'body',
  query: 'query',
  querystring: 'query',
  params: 'path',
  path: 'path',
  header: 'header',
  headers: 'header',
};

function byPointer(
  steps: readonly string[],
  match: Match,
  details: OperationDetails,
  request: RequestLine,
): ErrorField | undefined {
  const [first = '', ...others] = steps;
  const place = PLACES[first.toLowerCase()];
  // `data` may be a field's own name: what is below the place is looked for first, then all of it.
  const attempts =
    place !== undefined && others.length > 0
      ? [
          { place, steps: others },
          { place: undefined, steps },
        ]
      : [{ place: undefined, steps }];
  for (const attempt of attempts) {
    const found = partNamed(attempt.steps, attempt.place, match, details, request);
    if (found?.field) return found;
  }
  const last = attempts[0]!;
  return { in: last.place ?? 'body', name: last.steps.join('.'), field: undefined, sent: sentIn(request, last.steps) };
}

function partNamed(
  steps: readonly string[],
  place: ErrorField['in'] | undefined,
  match: Match,
  details: OperationDetails,
  request: RequestLine,
): ErrorField | undefined {
  const values = formFromRequest(request, match);
  const name = steps.join('.');
  if (place === undefined || place === 'body') {
    const field =
      (details.body && fieldAt(fieldsInForce(details.body, values), steps)) ??
      fieldAt(details.body?.fields ?? [], steps);
    if (field) return { in: 'body', name, field, sent: sentIn(request, steps) };
  }
  const parameter = details.parameters.find(
    (known) => known.name === name && (place === undefined || known.in === place),
  );
  if (!parameter) return undefined;
  const own =
    parameter.in === 'path'
      ? values.path[name]
      : parameter.in === 'query'
        ? values.query[name]?.[0]
        : values.headers[name];
  return { in: parameter.in, name, field: parameter, sent: own };
}

/** The field that the steps lead to; indexes of lists are passed over. */
function fieldAt(fields: readonly Field[], [first, ...rest]: readonly string[]): Field | undefined {
  if (first === undefined) return undefined;
  if (/^\d+$/.test(first)) return fieldAt(fields, rest);
  const field = eachName(fields.filter((known) => known.name === first))[0];
  const left = rest.filter((step) => !/^\d+$/.test(step));
  if (!field || left.length === 0) return field;
  return fieldAt(field.shape.fields ?? field.shape.items?.fields ?? [], left) ?? field;
}

/** The value that was sent at these steps of the body, as JSON; undefined where there is none, or where the body is a file. */
function sentIn(request: RequestLine, steps: readonly string[]): string | undefined {
  const text = bodyText(request);
  if (text === undefined || !isJson(text)) return undefined;
  const value = steps.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    JSON.parse(text),
  );
  return value === undefined ? undefined : JSON.stringify(value);
}

/** Words that are names of fields and of everything else: a message that has them says nothing by it. */
const COMMON = new Set(['name', 'type', 'value', 'id', 'data', 'error', 'status', 'message', 'account', 'zone']);

/** A name in the message that the operation knows: one in quotes or of several words first, and what was sent before what was not. */
function byMessage(
  message: string,
  match: Match,
  details: OperationDetails,
  request: RequestLine,
): ErrorField | undefined {
  const quoted = new Set([...message.matchAll(/["'`]([A-Za-z_][\w.-]*)["'`]/g)].map(([, name = '']) => name));
  // A sentence may begin with a name.
  const words = new Set(
    `${message} ${message.slice(0, 1).toLowerCase()}${message.slice(1)}`.match(/[A-Za-z_][\w-]*/g) ?? [],
  );
  const sentNames = new Set(request.items.flatMap((item) => ('name' in item ? [item.name] : [])));
  const names = [...(details.body?.fields ?? []), ...details.parameters].map((field) => field.name);
  const scored = [...new Set(names)].flatMap((name) => {
    const isNamed = quoted.has(name) || words.has(name);
    if (!isNamed || (COMMON.has(name) && !quoted.has(name) && !sentNames.has(name))) return [];
    return [{ name, score: (quoted.has(name) ? 4 : 0) + (sentNames.has(name) ? 2 : 0) + (name.includes('_') ? 1 : 0) }];
  });
  const best = scored.toSorted((a, b) => b.score - a.score || b.name.length - a.name.length)[0];
  return best && partNamed([best.name], undefined, match, details, request);
}

function isJson(text: string): boolean {
  const scan = scanJson(text.trim(), 0);
  return scan.ok && scan.end === text.trim().length;
}
