// Sentences name keys by the id of a binding, so that they show the key that is in force.
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { readSources } from './sources.ts';

const sources = readSources().filter(({ room }) => ['explorer', 'perform'].includes(room));

/** A key by its name, or a letter that does something: `u undoes`. Articles and `I` cannot be told from keys. */
const named =
  /\b(?:[Ee]sc|[Ee]nter|[Bb]ackspace|(?:shift\+)?tab|pageup|pagedown|(?:ctrl|alt)\+\S+)\b|(?:^|[.:,;] )[b-zB-HJ-Z:|/?] [a-z]+s\b|^A (?:goes|reads)\b/;

describe('key names', () => {
  test('every id that a sentence asks for is one of a binding', () => {
    const asked = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\bkeyFor\([^']*?'([^']+)'\)/g)].map(([, id = '']) => ({ file, id })),
    );
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter(({ id }) => keyLabels[id] === undefined)).toEqual([]);
    const calls = sources.flatMap(({ text }) => [...text.matchAll(/(?<!function )\bkeyFor\(/g)]);
    expect(asked.length).toBe(calls.length);
  });

  test('no sentence of the explorer has the name of a key in it', () => {
    const all = sources
      // Flavours are tables of keys.
      .filter(({ room, file }) => room === 'explorer' && !file.endsWith('keys/flavours.ts'))
      .flatMap(({ file, text }) => sentences(file, text).map((sentence) => ({ file, sentence })));
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(({ sentence }) => named.test(sentence))).toEqual([]);
  });

  test.each(['Deleted: u brings it back', 'Esc cancels it', 'press tab again', 'ctrl+o lists it', '/ begins a search'])(
    'that rule finds the key in “%s”',
    (sentence) => {
      expect(named.test(sentence)).toBe(true);
    },
  );
});

/** Texts of more than one word; what a template puts in stands as `…`. */
function sentences(file: string, text: string): readonly string[] {
  const found: string[] = [];
  const visitor = new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') found.push(value);
    },
    TemplateLiteral: ({ quasis }) => {
      found.push(quasis.map(({ value }) => value.cooked).join('…'));
    },
  });
  visitor.visit(parseSync(file, text).program);
  return found.filter((sentence) => sentence.includes(' '));
}
