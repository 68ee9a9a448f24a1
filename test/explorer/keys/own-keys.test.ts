// Keys of one's own: what a file may say, what is wrong with it and where, and what can never be taken.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../src/explorer/keys/context.ts';
import { flavours } from '../../../src/explorer/keys/flavours.ts';
import { flavourOverrides, type KeyLines, readKeyFile, readSequence } from '../../../src/explorer/keys/key-file.ts';
import { noOwnKeys } from '../../../src/explorer/keys/own-keys.ts';
import { settleKeys } from '../../../src/explorer/keys/settle.ts';
import { bindings, keymapOf, ownKeyLabels } from '../../../src/explorer/shell/bindings.ts';
import { runs } from '../../helpers/runs.ts';

function written(text: string, flavour: KeyLines = {}) {
  const read = readKeyFile(new TextEncoder().encode(text), bindings);
  const { ownKeys, problems } = settleKeys(bindings, [...flavourOverrides(flavour), ...read.overrides]);
  const told = [...read.problems, ...problems].map(
    ({ place, text: said }) => `${place?.line}:${place?.column} ${said}`,
  );
  const keymap = keymapOf({ ownKeys });
  const meaning = (context: Context, keys: string): string | undefined => {
    const found = keymap.resolve([context, 'global'], keys);
    return found && (found.binding?.id ?? 'waits');
  };
  return { ownKeys, told, keymap, meaning, labels: ownKeyLabels(ownKeys) };
}

describe('names of keys', () => {
  test.each([
    ['j', 'j'],
    ['z t', 'z t'],
    ['Ctrl+X  C-c', 'ctrl+x ctrl+c'],
    ['M-<', 'alt+<'],
    ['shift+g', 'G'],
    ['Shift+Tab', 'shift+tab'],
    ['alt+ctrl+Left', 'ctrl+alt+left'],
    ['Escape', 'esc'],
    ['PgDn', 'pagedown'],
    ['SPC', 'space'],
    ['ctrl++', 'ctrl++'],
    ['-', '-'],
    ['ctrl+A', 'ctrl+a'],
    ['é', 'é'],
  ])('%s is %s', (text, keys) => {
    expect(readSequence(text)).toEqual({ keys });
  });

  test.each([
    ['', 'a key has no name here'],
    [' ', 'the space bar is written space'],
    ['a b c d', 'a b c d is longer than 3 keys'],
    ['entr', 'there is no key entr: did you mean enter?'],
    ['f5', 'f5 is a function key, which the explorer does not read'],
    ['ctrl+i', 'a terminal sends tab for ctrl+i. Take another key'],
    ['C-M', 'a terminal sends enter for ctrl+m. Take another key'],
    ['\u202e', 'there is no key \\u202e'],
    ['zz', 'there is no key zz'],
  ])('%j is refused: %s', (text, problem) => {
    expect(readSequence(text)).toEqual({ problem });
  });
});

describe('a file', () => {
  test('gives keys everywhere, in one context, and takes them away', () => {
    const { told, meaning, labels } = written(`{
      "move.first": ["g g", "home"],
      "history.delete": null,
      "history.run": { "history": "R" },
      "reader.open": []
    }`);
    expect(told).toEqual([]);
    expect(meaning('response', 'g')).toBe('waits');
    expect(meaning('reader', 'g g')).toBe('move.first');
    expect(meaning('history', 'd')).toBeUndefined();
    expect(meaning('history', 'r')).toBeUndefined();
    expect(meaning('history', 'R')).toBe('history.run');
    expect(meaning('response', 'v')).toBeUndefined();
    expect(labels).toMatchObject({ 'move.first': 'gg', 'history.run': 'R', 'reader.open': '(reader.open)' });
  });

  test('a binding with keys by context is called by those of the context', () => {
    const { told, keymap } = written('{"move.down": {"history": "ctrl+n"}}');
    expect(told).toEqual([]);
    const label = (context: Context): string | undefined =>
      keymap.reachable([context, 'global']).find(({ binding }) => binding.id === 'move.down')?.label;
    expect([label('history'), label('response')]).toEqual(['ctrl+n', 'j']);
  });

  test('a label that tells of two bindings is not shown where one of them has other keys', () => {
    const { keymap } = written('{"table.right": "ctrl+l"}');
    const left = keymap.reachable(['table', 'response', 'global']).find(({ binding }) => binding.id === 'table.left');
    expect(left?.label).toBe('h');
  });

  test('a key is taken from a default, which is told where that has none left', () => {
    const taken = written('{\n  "reader.open": "t"\n}');
    expect(taken.meaning('response', 't')).toBe('reader.open');
    expect(taken.told).toEqual([
      '2:3 t is reader.open now, so that table.toggle has no key in the context response. Give it another, or null',
    ]);
    expect(written('{"reader.open": "t", "table.toggle": null}').told).toEqual([]);
    expect(written('{"reader.open": "t", "table.toggle": "v"}').told).toEqual([]);
    // It has another.
    expect(written('{"reader.open": "="}').told).toEqual([]);
  });

  test.each<readonly [string, string, readonly string[]]>([
    ['no JSON', '{\n  "a" 1}', ["2:7 this is not JSON: expected ':' after a key, found '1'"]],
    ['no object', '[]', ['1:1 the file must hold one object, such as {"move.first": ["g g", "home"]}']],
    ['an unknown id', '{"move.frist": "x"}', ['1:2 there is no key move.frist: did you mean move.first?']],
    ['one like no other', '{"nonsense": "x"}', ['1:2 there is no key nonsense: flarescope keys lists all']],
    [
      'an unknown context',
      '{"move.first": {"histroy": "x"}}',
      ['1:17 there is no context histroy: did you mean history?'],
    ],
    [
      'another context',
      '{"table.sort": {"chart": "x"}}',
      ['1:17 table.sort is not in the context chart, only in table'],
    ],
    ['no key', '{"table.sort": 3}', ['1:16 table.sort takes a key, a list of keys, or null for none']],
    ['an unknown key', '{"table.sort": ["ctrl+x", "hoem"]}', ['1:27 there is no key hoem: did you mean home?']],
    [
      'an id twice',
      '{"table.sort": "z", "table.sort": "Z"}',
      ['1:21 table.sort stands here a second time; the first line is left out'],
    ],
    [
      'two of one key',
      '{"table.sort": "z", "table.unsort": "z"}',
      ['1:21 z cannot be table.unsort in the context table: there z is table.sort'],
    ],
    [
      'a sequence that begins with a key',
      '{"table.sort": "z", "table.unsort": "z u"}',
      ['1:21 zu cannot be table.unsort in the context table: there z is table.sort'],
    ],
    [
      'a key that begins a sequence',
      '{"table.sort": "z u", "table.unsort": "z"}',
      ['1:23 z cannot be table.unsort in the context table: there zu is table.sort'],
    ],
    [
      'a letter where letters are text',
      '{"prompt.complete": "x"}',
      ['1:2 x is text in the context prompt, so prompt.complete keeps its key there'],
    ],
    [
      'a depth without a digit',
      '{"depth.set": "x"}',
      ['1:2 depth.set takes keys that end in a digit, which says how deep'],
    ],
    [
      'consent',
      '{"writes.agree": "x"}',
      ['1:2 writes.agree agrees to something or unlocks, so its key cannot be changed'],
    ],
    [
      'a yes',
      '{"confirm.yes": "enter"}',
      ['1:2 confirm.yes agrees to something or unlocks, so its key cannot be changed'],
    ],
    [
      'unlocking',
      '{"profiles.unlock": null}',
      ['1:2 profiles.unlock agrees to something or unlocks, so its key cannot be changed'],
    ],
    ['ctrl+c', '{"table.sort": "ctrl+c"}', ['1:2 ctrl+c always does the same and cannot be given to table.sort']],
    [
      'esc in a sequence',
      '{"table.sort": "z esc"}',
      ['1:2 esc always does the same and cannot be given to table.sort'],
    ],
    [
      'the key that unlocks',
      '{"table.sort": "ctrl+o"}',
      ['1:2 ctrl+o always does the same and cannot be given to table.sort'],
    ],
    [
      'the key of a yes',
      '{"move.down": {"preview": ["y", "ctrl+n"]}}',
      ['1:16 y agrees to a write or answers a question in the context preview and cannot be given to move.down there'],
    ],
  ])('%s is told with its place', (_, text, problems) => {
    expect(written(text).told).toEqual(problems);
  });

  test('what is right beside a mistake is in force', () => {
    const { told, meaning } = written(
      '{"nonsense": 1, "move.last": ["hoem", "ctrl+n"], "move.down": {"preview": "y"}, "table.sort": "o"}',
    );
    expect(told).toHaveLength(3);
    expect(meaning('history', 'ctrl+n')).toBe('move.last');
    expect(meaning('preview', 'j')).toBe('move.down');
    expect(meaning('table', 'o')).toBe('table.sort');
  });

  test('goes over a flavour, and one line over another of it', () => {
    const { meaning } = written('{"move.first": "1 1"}', { 'move.first': ['g g'], 'move.last': 'Z Z' });
    expect(meaning('history', 'g')).toBeUndefined();
    expect(meaning('history', '1 1')).toBe('move.first');
    expect(meaning('history', 'Z Z')).toBe('move.last');
  });

  test('quitting, going back and unlocking keep their keys beside others', () => {
    const { meaning, told, labels } = written('{"app.quit": "Q Q", "app.back": null, "profiles.open": "ctrl+y"}');
    expect(told).toEqual([]);
    expect(['Q Q', 'ctrl+c', 'esc', 'ctrl+y', 'ctrl+o'].map((keys) => meaning('table', keys))).toEqual([
      'app.quit',
      'app.quit',
      'app.back',
      'profiles.open',
      'profiles.open',
    ]);
    expect(meaning('history', 'q')).toBeUndefined();
    expect(labels['app.quit']).toBe('QQ');
  });
});

/** Where keys are looked up together. */
const chains: readonly (readonly Context[])[] = [
  ['prompt', 'global'],
  ['request', 'global'],
  ['response', 'global'],
  ['table', 'response', 'global'],
  ['chart', 'response', 'global'],
  ['history', 'global'],
  ['help', 'global'],
  ['reader', 'global'],
  ['compare', 'global'],
  ['copy', 'global'],
  ['body', 'global'],
  ['picker', 'global'],
  ['profiles', 'picker', 'global'],
  ['export', 'picker', 'global'],
  ['filter', 'global'],
  ['question', 'global'],
  ['search', 'question', 'global'],
  ['jq', 'question', 'global'],
  ['write', 'question', 'global'],
  ['permissions', 'global'],
  ['preview', 'global'],
  ['naming', 'question', 'global'],
  ['many', 'global'],
  ['counting', 'question', 'global'],
  ['confirm', 'global'],
  ['unlock', 'confirm', 'global'],
  ['unlock', 'question', 'global'],
];

describe.each(Object.entries(flavours))('the flavour %s', (_, lines) => {
  const { overrides, problems } = readKeyFile(new TextEncoder().encode(JSON.stringify(lines)), bindings);
  const settled = settleKeys(bindings, overrides);
  const keymap = keymapOf(settled);

  test('has no mistake and no conflict', () => {
    expect([...problems, ...settled.problems]).toEqual([]);
    expect(settleKeys(bindings, flavourOverrides(lines))).toEqual({ ownKeys: settled.ownKeys, problems: [] });
  });

  test.each(chains.map((chain) => [chain]))('reaches all that the defaults do in %j', (chain) => {
    const ids = (map: typeof keymap): readonly string[] => map.reachable(chain).map(({ binding }) => binding.id);
    const missing = ids(keymapOf({ ownKeys: noOwnKeys })).filter((id) => !ids(keymap).includes(id));
    expect(missing).toEqual([]);
  });
});

test.each<readonly [keyof typeof flavours, readonly Context[], string, string]>([
  ['vim', ['response', 'global'], 'g g', 'move.first'],
  ['vim', ['response', 'global'], 'z M', 'fold.closeAll'],
  ['vim', ['table', 'response', 'global'], 'z t', 'scroll.top'],
  ['vim', ['history', 'global'], 'd d', 'history.delete'],
  ['vim', ['prompt', 'global'], 'ctrl+w', 'edit.killWordBack'],
  ['less', ['reader', 'global'], 'd', 'move.halfPageDown'],
  ['less', ['history', 'global'], 'd', 'history.delete'],
  ['less', ['response', 'global'], '&', 'jq.open'],
  ['emacs', ['response', 'global'], 'ctrl+p', 'move.up'],
  ['emacs', ['prompt', 'global'], 'ctrl+p', 'prompt.earlier'],
  ['emacs', ['prompt', 'global'], 'ctrl+x ctrl+c', 'app.quit'],
  ['emacs', ['response', 'global'], 'ctrl+x ctrl+s', 'write.open'],
  ['emacs', ['confirm', 'global'], 'ctrl+g', 'app.back'],
  ['emacs', ['profiles', 'picker', 'global'], 'ctrl+x k', 'profiles.remove'],
])('in %s, in %j, %s is %s', (flavour, chain, keys, id) => {
  const { ownKeys } = settleKeys(bindings, flavourOverrides(flavours[flavour]));
  expect(keymapOf({ ownKeys }).resolve(chain, keys)?.binding?.id).toBe(id);
});

test('whatever is written, consent, unlocking, going back and ctrl+c stay as they are', () => {
  const ids = [...new Set(bindings.map(({ id }) => id))];
  const contexts = [...new Set(bindings.flatMap((binding) => binding.contexts))];
  const chord = fc.constantFrom(...new Set(bindings.flatMap(({ keys }) => keys)), 'z', 'alt+q', 'ctrl+x');
  const sequence = fc.array(chord, { minLength: 1, maxLength: 2 }).map((keys) => keys.join(' '));
  const value = fc.oneof(sequence, fc.constant(null), fc.array(sequence, { maxLength: 3 }));
  const line = fc.oneof(value, fc.dictionary(fc.constantFrom(...contexts), value, { maxKeys: 3 }), fc.jsonValue());
  const file = fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...ids) }, fc.string()), line, {
    maxKeys: 25,
  });
  const guarded = chains.slice(chains.findIndex(([first]) => first === 'preview'));
  const usual = keymapOf({ ownKeys: noOwnKeys });
  const agreeing = bindings.filter(({ id }) =>
    /^(?:writes|confirm)\.|^many\.agree|^profiles\.(?:unlock|others)$/.test(id),
  );
  fc.assert(
    fc.property(file, fc.constantFrom(...Object.values(flavours)), (lines, flavour) => {
      const { keymap, told } = written(JSON.stringify(lines), flavour);
      expect(told.filter((text) => /undefined:undefined/.test(text))).toEqual([]);
      for (const chain of chains) {
        expect(keymap.resolve(chain, 'ctrl+c')?.binding?.id).toBe('app.quit');
        expect(keymap.resolve(chain, 'esc')?.binding?.id).toBe('app.back');
      }
      for (const chain of [
        ['response', 'global'],
        ['history', 'global'],
        ['request', 'global'],
      ] as const)
        expect(keymap.resolve(chain, 'ctrl+o')?.binding?.id).toBe('profiles.open');
      for (const chain of guarded)
        for (const { id, keys } of agreeing)
          for (const key of keys)
            if (usual.resolve(chain, key)?.binding?.id === id) expect(keymap.resolve(chain, key)?.binding?.id).toBe(id);
      // And nothing else agrees.
      const extra = agreeing.flatMap(({ id, keys }) =>
        keymap.bindings.filter((binding) => binding.id === id && binding.keys.join() !== keys.join()),
      );
      expect(extra).toEqual([]);
    }),
    runs(40),
  );
});
