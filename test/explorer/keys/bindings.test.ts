import { describe, expect, test } from 'vitest';
import type { Binding } from '../../../src/explorer/keys/binding.ts';
import type { Context } from '../../../src/explorer/keys/context.ts';
import { keyTable } from '../../../src/explorer/keys/help.ts';
import { noOwnKeys } from '../../../src/explorer/keys/own-keys.ts';
import { beginnings } from '../../../src/explorer/keys/resolve.ts';
import { bindings, keymapOf } from '../../../src/explorer/shell/bindings.ts';

const { resolve, reachable } = keymapOf({ ownKeys: noOwnKeys });

const contexts = [...new Set(bindings.flatMap((binding) => binding.contexts))];

describe('the binding table', () => {
  test('gives every binding an id of its own, and a key', () => {
    const ids = bindings.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(bindings.filter(({ id, keys }) => keys.length === 0 || !/^[a-z]+\.[a-zA-Z]+$/.test(id))).toEqual([]);
  });

  test.each(contexts)('has no chord twice in the context %s', (context) => {
    const chords = bindings.filter((binding) => binding.contexts.includes(context)).flatMap((binding) => binding.keys);
    expect(chords.filter((chord, index) => chords.indexOf(chord) !== index)).toEqual([]);
    // A key that begins a sequence does nothing by itself.
    expect(chords.flatMap(beginnings).filter((begun) => chords.includes(begun))).toEqual([]);
  });

  test.each(bindings.map((binding) => [binding.id, binding] as const))(
    '%s has help of one short imperative line',
    (_, binding) => {
      expect(binding.help.length).toBeLessThanOrEqual(40);
      expect(binding.help).not.toMatch(/[.!]$|\n/);
    },
  );

  test('never depends on a chord that terminals eat or merge', () => {
    const eaten = ['ctrl+enter', 'ctrl+h', 'ctrl+s', 'ctrl+v', 'ctrl+i', 'ctrl+m', 'ctrl+j'];
    const dependent = (binding: Binding): boolean =>
      binding.keys.every((chord) => eaten.includes(chord) || /^f\d+$/.test(chord));
    expect(bindings.filter(dependent)).toEqual([]);
  });

  test('leaves text fields their printable keys', () => {
    const fields: readonly Context[] = ['prompt', 'question'];
    const taken = bindings
      .filter((binding) => binding.contexts.some((context) => fields.includes(context)))
      .flatMap((binding) => binding.keys)
      .filter((chord) => [...chord].length === 1 || chord === 'space');
    expect(taken).toEqual([]);
  });
});

describe('resolving', () => {
  test.each<readonly [readonly Context[], string, Binding['id'] | undefined]>([
    [['response', 'global'], 'j', 'move.down'],
    [['response', 'global'], 'enter', 'fold.toggle'],
    [['history', 'global'], 'enter', 'history.open'],
    [['prompt', 'global'], 'enter', 'prompt.send'],
    [['prompt', 'global'], 'up', 'prompt.earlier'],
    [['response', 'global'], 'up', 'move.up'],
    [['response', 'global'], 'ctrl+u', 'move.halfPageUp'],
    [['prompt', 'global'], 'ctrl+u', 'edit.killToStart'],
    [['help', 'global'], 'enter', 'help.run'],
    [['response', 'global'], '7', 'depth.set'],
    [['response', 'global'], 'Z', 'pane.enlarge'],
    [['history', 'global'], ']', undefined],
  ])('in %j %s means %s', (where, chord, id) => {
    expect(resolve(where, chord)?.binding?.id).toBe(id);
  });

  test('an inner context hides the outer meaning of a chord', () => {
    const inPrompt = reachable(['prompt', 'global']).map(({ binding }) => binding.id);
    expect(inPrompt).toContain('edit.left');
    expect(inPrompt).not.toContain('fold.close');
  });
});

describe('help', () => {
  test('hints are reachable where they are shown', () => {
    for (const context of contexts) {
      for (const { binding } of reachable([context, 'global'])) {
        if (binding.hint === undefined) continue;
        expect(resolve([context, 'global'], binding.keys[0] ?? '')?.binding).toBe(binding);
      }
    }
  });

  test('the table of the documentation has a row for every binding, and no pipe that would break it', () => {
    const rows = keyTable(bindings).split('\n').slice(2);
    expect(rows).toHaveLength(bindings.length);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
  });
});
