// One name for one idea: an exported name stands in one file, but for those below; and it is exported for somebody.
import { expect, test } from 'vitest';
import { readSources } from './sources.ts';

/** Names that several files export, by what they mean in all of them. */
const shared: Readonly<Record<string, string>> = {
  complain: 'tells the user what is wrong: on standard error, or in the state as a notice',
};

const exported = /^export (?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;

test('a name is exported from one file, or means the same in all', () => {
  const files = new Map<string, string[]>();
  for (const { file, text } of readSources()) {
    const names = text.matchAll(exported);
    for (const [, name = ''] of names) files.set(name, [...(files.get(name) ?? []), file]);
  }
  const found = [...files].filter(([, within]) => new Set(within).size > 1);
  expect(found.filter(([name]) => !(name in shared))).toEqual([]);
  const names = found.map(([name]) => name);
  expect(Object.keys(shared).filter((name) => !names.includes(name))).toEqual([]);
});

test('what is exported is used by another file', () => {
  const all = [...readSources(), ...readSources('test')];
  const words = new Map(all.map(({ file, text }) => [file, new Set(text.match(/[A-Za-z_]\w*/g))]));
  const importers = new Map<string, string[]>();
  for (const { file, imports } of all)
    for (const { target } of imports) importers.set(target, [...(importers.get(target) ?? []), file]);
  const unused = readSources().flatMap(({ file, text }) =>
    [...text.matchAll(exported)]
      .map(([, name = '']) => name)
      .filter((name) => !importers.get(file)?.some((importer) => words.get(importer)?.has(name)))
      .map((name) => `${file}: ${name}`),
  );
  expect(unused).toEqual([]);
});
