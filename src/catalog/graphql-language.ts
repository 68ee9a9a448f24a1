// GraphQL's own language service over a schema: what is wrong with a question, and what may stand at a place in it. Loaded only where a
// question is written.
import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  parse,
  print,
} from 'graphql';
import { getAutocompleteSuggestions, getDiagnostics, Position } from 'graphql-language-service';
import { isRecord } from '../json/values.ts';
import type { RequestLine } from '../request/types.ts';

interface QueryProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface QueryCandidate {
  readonly label: string;
  readonly about: string;
}

interface QueryCompletion {
  /** What is replaced. */
  readonly from: number;
  readonly to: number;
  readonly typed: string;
  readonly candidates: readonly QueryCandidate[];
}

export interface GraphqlLanguage {
  readonly problem: (text: string) => QueryProblem | undefined;
  /** @param cursor UTF-16 offset */
  readonly complete: (text: string, cursor: number) => QueryCompletion;
  /** The question on lines of its own; as it is where it cannot be read. */
  readonly layOut: (text: string) => string;
}

/** The request that asks for the schema. */
export const schemaRequest: RequestLine = {
  method: 'POST',
  path: '/graphql',
  items: [{ kind: 'field', name: 'query', value: getIntrospectionQuery({ descriptions: true }) }],
  filter: undefined,
};

/**
 * The language with what the response to `schemaRequest` told.
 *
 * @throws Error where that is no schema
 */
export function languageOf(response: unknown): GraphqlLanguage {
  const data = isRecord(response) ? response.data : undefined;
  if (!isRecord(data)) throw new Error('the response has no schema');
  return withSchema(buildClientSchema(data as unknown as IntrospectionQuery));
}

function withSchema(schema: GraphQLSchema): GraphqlLanguage {
  return {
    problem: (text) => {
      const [first] = getDiagnostics(text, schema);
      if (!first) return undefined;
      const { line, character } = first.range.start;
      return { line: line + 1, column: character + 1, message: String(first.message).replace(/\.$/, '') };
    },
    complete: (text, cursor) => {
      const typed = /[\w$]*$/.exec(text.slice(0, cursor))?.[0] ?? '';
      const rest = /^\w*/.exec(text.slice(cursor))?.[0] ?? '';
      const before = text.slice(0, cursor).split('\n');
      const place = new Position(before.length - 1, before.at(-1)?.length ?? 0);
      const found = getAutocompleteSuggestions(schema, text, place);
      const candidates = found
        // What it inserts beside names would be cut out of a sentence.
        .filter(({ label }) => /^[\w$.]+$/.test(label))
        .map(({ label, detail, documentation }) => ({
          label,
          about: [detail ?? '', documentation ?? ''].filter((part) => part !== '' && part !== null).join('  '),
        }));
      return { from: cursor - typed.length, to: cursor + rest.length, typed, candidates };
    },
    layOut: (text) => {
      try {
        return print(parse(text));
      } catch {
        return text;
      }
    },
  };
}
