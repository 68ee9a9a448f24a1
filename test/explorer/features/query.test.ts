// Writing a question to the analytics: its own text, checked and completed by the schema.
import { expect, test } from 'vitest';
import type { GraphqlLanguage } from '../../../src/catalog/graphql-language.ts';
import { type Driver, drive } from '../driver.ts';
import { knowCatalog } from '../known.ts';

const language: GraphqlLanguage = {
  problem: (text) => (text.includes('nope') ? { line: 1, column: 3, message: 'Cannot query field "nope"' } : undefined),
  complete: (_, cursor) => ({
    from: cursor,
    to: cursor,
    typed: '',
    candidates: [{ label: 'budget', about: 'uint64!' }],
  }),
  layOut: (text) => text.replaceAll(/ (?=[{}])/g, '\n'),
};

function opened(line = "POST /graphql query='{ viewer { x } }' variables[zoneTag]=example.com"): Driver {
  const user = drive(100, 30);
  knowCatalog(user);
  user.type(line);
  user.press('down', 'r');
  return user;
}

function readSchema(user: Driver): void {
  const wish = user.effects().findLast(({ type }) => type === 'schema.read');
  if (wish?.type !== 'schema.read') throw new Error('no schema was asked for');
  user.dispatch({ type: 'schema.wasRead', id: wish.id, language });
}

const text = (user: Driver): string | undefined => {
  const overlay = user.state().focus.overlays.at(-1);
  return overlay?.kind === 'bodyText' ? overlay.line.text : undefined;
};

test('the query is laid out once the schema is there, completed, and goes back into the line', () => {
  const user = opened();
  expect(text(user)).toBe('{ viewer { x } }');
  user.press('tab');
  expect(user.state().notice?.text).toContain('The schema is being read');
  readSchema(user);
  expect(text(user)).toBe('{ viewer\n{ x\n}\n}');
  user.press('tab');
  expect(text(user)).toBe('budget{ viewer\n{ x\n}\n}');
  user.press('esc');
  expect(user.state().composer.line.text).toBe(
    'POST /graphql query="budget{ viewer { x } }" variables[zoneTag]=example.com',
  );
});

test('what was typed meanwhile is not laid out anew, and the schema is read once', () => {
  const user = opened();
  user.type('nope ');
  readSchema(user);
  expect(text(user)).toBe('nope { viewer { x } }');
  user.press('esc', 'r');
  expect(user.effects().some(({ type }) => type === 'schema.read')).toBe(false);
});

test('a schema that cannot be read is told, and asked for again the next time', () => {
  const user = opened();
  const wish = user.effects().findLast(({ type }) => type === 'schema.read');
  user.dispatch({
    type: 'schema.failed',
    id: wish?.type === 'schema.read' ? wish.id : 0,
    reason: 'introspection is off',
  });
  user.press('tab');
  expect(user.state().notice?.text).toContain('introspection is off');
  user.press('esc', 'r');
  expect(user.effects().some(({ type }) => type === 'schema.read')).toBe(true);
});

test('a query in a file is edited there', () => {
  const user = opened('POST /graphql query=@q.graphql');
  expect(user.state().notice?.text).toBe('The query is in the file q.graphql. Edit that');
});
