// One name for one idea: an exported name stands in one file, but for those below.
import { expect, test } from 'vitest';
import { readSources } from './sources.ts';

/** Names that several files export, by why they may. */
const shared: Readonly<Record<string, readonly string[]>> = {
  // A command's specification, and what it loads and runs.
  'a command': ['api', 'auth', 'completion', 'endpoints', 'open', 'importCommand', 'ListValues', 'TypedLine', 'forget'],
  // json/view does to the tree on the screen, cursor and all, what json/folds does to the folds and json/document to a node.
  'the tree': [
    'closeRecursively',
    'openRecursively',
    'deeper',
    'shallower',
    'toggle',
    'nextSibling',
    'previousSibling',
    'moveTo',
  ],
  // A row, its spans and their roles, of the document and of the screen that it is painted on.
  painting: ['Row', 'Span', 'Role', 'Frame', 'cellsOf'],
  // As the explorer sees what another room has.
  'a view of it': ['History', 'Settings', 'Terminal', 'complain'],
  // The sandbox knows no other room.
  'the sandbox': ['once', 'refuse', 'wholeNumber'],
};

test('a name is exported from one file, or means the same in all', () => {
  const files = new Map<string, string[]>();
  for (const { file, text } of readSources()) {
    const names = text.matchAll(/^export (?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm);
    for (const [, name = ''] of names) files.set(name, [...(files.get(name) ?? []), file]);
  }
  const allowed = Object.values(shared).flat();
  const found = [...files].filter(([name, within]) => new Set(within).size > 1 && !allowed.includes(name));
  expect(found).toEqual([]);
});
