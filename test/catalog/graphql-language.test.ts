// GraphQL's language service over the schema that the sandbox tells.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GraphqlLanguage, languageOf, schemaRequest } from '../../src/catalog/graphql-language.ts';
import { readyQuestions } from '../../src/catalog/ready-questions.ts';
import { bodyText } from '../../src/request/wire.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';

let sandbox: Sandbox;
let language: GraphqlLanguage;
beforeAll(async () => {
  sandbox = await startSandbox({});
  const response = await fetch(`${sandbox.baseUrl}${schemaRequest.path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
    body: bodyText(schemaRequest) ?? '',
  });
  language = languageOf(await response.json());
});
afterAll(() => sandbox.close());

/** What may stand at `|`. */
function offered(text: string): readonly string[] {
  const cursor = text.indexOf('|');
  return language.complete(text.replace('|', ''), cursor).candidates.map(({ label }) => label);
}

describe('problems', () => {
  test.each(readyQuestions.map(({ name, query }) => [name, query]))('none in %s', (_, query) => {
    expect(language.problem(query)).toBeUndefined();
    expect(language.problem(language.layOut(query))).toBeUndefined();
  });

  test.each([
    ['{ viewer { nope } }', 1, 12, /Cannot query field "nope"/],
    ['{ viewer {\n  zones { zoneTag\n', 3, 1, /Syntax Error/],
    ['query ($x: Time) { viewer { budget } }', 1, 8, /Variable "\$x" is never used/],
  ])('%s', (text, line, column, message) => {
    const problem = language.problem(text);
    expect(problem?.message).toMatch(message);
    expect([problem?.line, problem?.column]).toEqual([line, column]);
  });
});

describe('completion', () => {
  test.each([
    ['{ viewer { zones { | } } }', 'httpRequestsAdaptiveGroups'],
    ['{ viewer { zones { httpRequestsAdaptiveGroups(limit: 1) { dimensions { client| } } } } }', 'clientCountryName'],
    ['{ viewer { zones { httpRequestsAdaptiveGroups(limit: 1, orderBy: [|]) { count } } } }', 'count_DESC'],
    ['{ viewer { zones { httpRequestsAdaptiveGroups(limit: 1, filter: {|}) { count } } } }', 'datetime_geq'],
    ['query ($zoneTag: string) { viewer { zones(filter: {zoneTag: $|}) { zoneTag } } }', '$zoneTag'],
  ])('%s: %s', (text, label) => {
    expect(offered(text)).toContain(label);
  });

  test('replaces what is typed of a name', () => {
    const text = '{ viewer { zones { httpRe } } }';
    const found = language.complete(text, text.indexOf(' } } }'));
    expect(text.slice(found.from, found.to)).toBe('httpRe');
    expect(found.typed).toBe('httpRe');
  });
});

test('what is no schema is none', () => {
  expect(() => languageOf({ data: null, errors: [] })).toThrow('the response has no schema');
  expect(language.layOut('{ viewer {')).toBe('{ viewer {');
});
