// What the catalog has against a body, and what it takes typed text for.
import { describe, expect, test } from 'vitest';
import { bodyRemarks, bodyShape } from '../../src/catalog/body-check.ts';
import type { Kind, Shape } from '../../src/catalog/operation.ts';
import { typedValue } from '../../src/catalog/typed-value.ts';
import { fieldName, jsonOf, treeOfJson } from '../../src/request/body-tree.ts';
import { catalog, operationOf } from './loaded.ts';

function remarks(operation: string, body: unknown): readonly string[] {
  const { body: facts } = catalog.details(operationOf(operation));
  if (!facts) throw new Error(`${operation} has no body`);
  const tree = body === undefined ? undefined : treeOfJson(JSON.stringify(body));
  return bodyRemarks(bodyShape(facts), tree, {}).map(({ steps, message }) => `${fieldName(steps)} ${message}`);
}

describe('of a body', () => {
  const record = { type: 'A', name: 'www', ttl: 1, content: '198.51.100.4' };
  test.each<readonly [what: string, operation: string, body: unknown, said: readonly string[]]>([
    ['that is right nothing is said', 'POST Z/dns_records', record, []],
    ['what is missing is named', 'POST Z/dns_records', { type: 'A', name: 'a' }, ['ttl is missing']],
    [
      'a slip of the fingers is told from what is not known at all',
      'POST Z/dns_records',
      { ...record, proxed: true, zzzzzz: 1 },
      ['proxed is not in the catalog: did you mean proxied?', 'zzzzzz is not in the catalog'],
    ],
    [
      'case and dashes are a slip',
      'POST Z/dns_records',
      { ...record, Comment: 'x' },
      ['Comment is not in the catalog: did you mean comment?'],
    ],
    [
      'a value of another kind is told',
      'POST Z/dns_records',
      { ...record, ttl: '1', tags: 'a' },
      ['ttl must be a number', 'tags must be a list'],
    ],
    [
      'a value that is none of the few is told',
      'PUT Z/rulesets/{ruleset_id}',
      { kind: 'zones' },
      ['kind must be managed, custom, root or zone'],
    ],
    [
      'entries of a list are looked into',
      'PUT Z/rulesets/{ruleset_id}',
      { rules: [{}, { actoin: 'log', enabled: 1 }] },
      ['rules[1][enabled] must be true or false', 'rules[1][actoin] is not in the catalog: did you mean action?'],
    ],
  ])('%s', (_, operation, body, said) => {
    expect(remarks(operation, body)).toEqual(said);
  });

  test('that is about something else altogether, no more is said than can be read', () => {
    const odd = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`member_${index}`, index]));
    expect(remarks('POST Z/dns_records', odd).length).toBeLessThanOrEqual(200);
  });
});

describe('typed text', () => {
  const shape = (...kinds: readonly Kind[]): Shape => ({
    kinds,
    choices: undefined,
    items: undefined,
    fields: undefined,
  });
  const texts: Shape = { ...shape('array'), items: shape('string') };
  const numbers: Shape = { ...shape('array'), items: shape('number') };
  test.each<readonly [taken: Shape | undefined, text: string, json: string, before: string | undefined]>([
    [shape('string'), '1.2', '"1.2"', undefined],
    [shape('any'), '1.2', '"1.2"', undefined],
    [shape('any', 'array', 'number', 'string', 'object'), '1.2', '"1.2"', undefined],
    [shape('any'), ':=1.2', '1.2', undefined],
    [shape('any'), '{"a":1}', '{"a":1}', undefined],
    [shape('any'), '1.3', '1.3', '1.2'],
    [shape('string', 'number'), '1', '"1"', undefined],
    [shape('number', 'string'), '1', '1', undefined],
    [shape('number', 'string'), 'one', '"one"', undefined],
    [shape('number'), '12345678901234567890', '12345678901234567890', undefined],
    [shape('boolean'), 'true', 'true', undefined],
    [shape('string', 'null'), 'null', 'null', undefined],
    [shape('string'), '"a"', '"\\"a\\""', undefined],
    [shape('string'), '[1]', '"[1]"', undefined],
    [texts, 'a, b', '["a","b"]', undefined],
    [texts, '["a, b"]', '["a, b"]', undefined],
    [numbers, '1,2', '[1,2]', undefined],
    [undefined, 'x', '"x"', undefined],
    [undefined, '5', '5', '4'],
    [shape('string'), ':=true', 'true', undefined],
  ])('%j takes %s for %s', (taken, text, json, before) => {
    const typed = typedValue(taken, text, before === undefined ? undefined : treeOfJson(before));
    expect(typed.ok && jsonOf(typed.node)).toBe(json);
  });

  test.each<readonly [Shape, string, string]>([
    [shape('number'), 'soon', 'a number, such as 3600'],
    [shape('boolean'), 'yes', 'true or false, such as true'],
    [numbers, 'a,b', 'JSON, such as ["a", "b"]'],
    [shape('any'), ':=x', 'JSON after :=, such as :=3600 or :={"key": "value"}'],
  ])('%j does not take %s', (taken, text, wanted) => {
    expect(typedValue(taken, text)).toEqual({ ok: false, wanted });
  });
});
