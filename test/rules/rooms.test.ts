// What a machine can hold of the design: who may know whom, and what the pure rooms may not touch.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { mayKnow, owners } from './rooms.ts';
import { readSources, root, type Source } from './sources.ts';

const sources = readSources();

/** Which areas of the explorer may know which. */
const areas: Readonly<Record<string, readonly string[]>> = {
  model: ['keys'],
  keys: ['model'],
  features: ['model', 'keys', 'features'],
  shell: ['model', 'keys', 'features'],
};

const pureRooms = ['explorer', 'chart', 'json', 'request', 'api', 'text'];

/** What makes the catalog: runs in the build, is in no bundle. */
const generator = 'src/catalog/generate/';

/** The one file of the catalog that reads the disk at run time. */
const catalogLoader = 'src/catalog/load.ts';

describe('rooms', () => {
  test('every folder of src is a room of the design', () => {
    expect([...new Set(sources.map((source) => source.room))].toSorted()).toEqual(Object.keys(mayKnow).toSorted());
  });

  test.each(sources.map((source) => [source.file, source] as const))('%s knows only whom it may', (_, source) => {
    const forbidden = source.imports
      .filter((used) => used.isLocal)
      .filter((used) => roomOf(used.target) !== source.room && !mayKnow[source.room]?.includes(roomOf(used.target)))
      .map((used) => used.target);
    expect(forbidden).toEqual([]);
  });

  test('the generator of the catalog is known to the build alone, and the loader to no pure room', () => {
    const users = (isUsed: (target: string) => boolean): readonly string[] =>
      sources
        .filter((source) => source.imports.some((used) => isUsed(used.target)))
        .map((source) => source.file)
        .filter((file) => !file.startsWith(generator));
    expect(users((target) => target.startsWith(generator))).toEqual(['src/build/bundle.ts']);
    const loading = users((target) => target === catalogLoader).map((file) => file.split('/')[1]);
    expect(loading.filter((room) => room !== 'perform' && room !== 'cli')).toEqual([]);
  });

  test('words are matched with the help of fuzzy in one file', () => {
    const found = sources.filter((source) => source.imports.some((used) => used.target === 'fuzzy'));
    expect(found.map((source) => source.file)).toEqual(['src/text/matching.ts']);
  });

  test('each library is imported in its own room only', () => {
    const found = sources.flatMap((source) =>
      source.imports
        .filter((used) => !used.isLocal && !used.target.startsWith('node:'))
        .filter((used) => !(owners[used.target] ?? []).includes(source.room))
        .map((used) => `${source.file}: ${used.target}`),
    );
    expect(found).toEqual([]);
  });

  test('the table in src/README.md has every room and whom it may import', () => {
    const page = readFileSync(path.join(root, 'src/README.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \| ([\w, ]+) \|$/gm)].map(([, room = '', , allowed = '']) => [
      room,
      allowed === 'none' ? [] : allowed.split(', '),
    ]);
    expect(Object.fromEntries(rows)).toEqual(mayKnow);
  });

  test('files that src/README.md and src/explorer/README.md name are there', () => {
    for (const page of ['src/README.md', 'src/explorer/README.md']) {
      const text = readFileSync(path.join(root, page), 'utf8');
      const named = [...text.matchAll(/`([\w/-]+\.tsx?)`/g)].map(([, file = '']) => file);
      const missing = named.filter(
        (file) => !sources.some((source) => source.file.endsWith(`/${file}`)) && !existsSync(path.join(root, file)),
      );
      expect(missing, page).toEqual([]);
    }
  });

  test('no file imports itself by way of others', () => {
    expect(cycles(sources)).toEqual([]);
  });
});

describe('the explorer', () => {
  const inside = sources.filter((source) => source.room === 'explorer');
  const links = inside.flatMap((source) =>
    source.imports
      .filter(({ target }) => target.startsWith('src/explorer/'))
      .map(({ target }) => ({ file: source.file, from: areaOf(source.file), to: areaOf(target), target })),
  );

  test('has no area but those of the design', () => {
    expect([...new Set(inside.map(({ file }) => file.split('/')[2]))].toSorted()).toEqual(
      Object.keys(areas).toSorted(),
    );
  });

  test('features know the model and what a binding is, never the shell', () => {
    const forbidden = links.filter(
      ({ from, to }) => from !== to && !areas[from.split('/')[0] ?? '']?.includes(to.split('/')[0] ?? ''),
    );
    expect(forbidden.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  test('features know each other in one direction only', () => {
    const known = new Map<string, Set<string>>();
    for (const { from, to } of links) {
      if (from !== to && from.startsWith('features/') && to.startsWith('features/'))
        known.set(from, (known.get(from) ?? new Set()).add(to));
    }
    expect(known.size).toBeGreaterThan(0);
    const reaches = (from: string, seen: Set<string>): ReadonlySet<string> => {
      for (const next of known.get(from) ?? []) {
        if (!seen.has(next)) reaches(next, seen.add(next));
      }
      return seen;
    };
    expect([...known.keys()].filter((feature) => reaches(feature, new Set()).has(feature))).toEqual([]);
  });
});

describe('purity', () => {
  test('pure rooms import no module of Node', () => {
    const found = pureSources().flatMap((source) =>
      source.imports.filter((used) => used.target.startsWith('node:')).map((used) => `${source.file}: ${used.target}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ['a clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/],
    ['chance', /\bMath\.random\b|\bcrypto\b/],
    ['the process', /\bprocess\./],
    ['timers', /\bset(?:Timeout|Interval|Immediate)\b/],
    ['the network', /\bfetch\(/],
  ])('pure rooms read no %s', (_, pattern) => {
    const found = pureSources().filter((source) => pattern.test(codeOf(source.text)));
    expect(found.map((source) => source.file)).toEqual([]);
  });

  test('only main exits the process', () => {
    const found = sources.filter(
      (source) => source.room !== 'main' && /\bprocess\.exit\(/.test(withoutComments(source.text)),
    );
    expect(found.map((source) => source.file)).toEqual([]);
  });

  test('keys and pastes are read by the decoder alone: Ink has its modes in one place', () => {
    const found = sources.filter((source) => /\buse(?:Input|Paste)\b/.test(source.text));
    expect(found.map((source) => source.file)).toEqual(['src/terminal/App.tsx']);
  });

  test('a secret is unwrapped only where it is sent, encrypted, shortened or looked for', () => {
    const found = sources.filter((source) => /\bunwrapSecret\(/.test(withoutComments(source.text)));
    expect(found.map((source) => source.file).toSorted()).toEqual([
      'src/api/credential.ts',
      'src/api/known-secrets.ts',
      // Shows the new secret of a token where it cannot be saved, and would be lost.
      'src/cli/auth-tokens.ts',
      // Shows the value of a new token once, or hands it to the clipboard or a script, as was asked for.
      'src/cli/token-place.ts',
      'src/http/interceptors/auth.ts',
      'src/store/profiles.ts',
      'src/store/vault-header.ts',
    ]);
  });
});

describe('files', () => {
  test('none is longer than 500 lines', () => {
    expect(sources.filter((source) => source.text.split('\n').length > 500).map((source) => source.file)).toEqual([]);
  });

  test('each begins with a comment that says what it is for', () => {
    const found = sources.filter((source) => !/^(?:#!.*\n)?(?:\/\/|\/\*\*)/.test(source.text));
    expect(found.map((source) => source.file)).toEqual([]);
  });

  test('none is named for what it is not: utils, helpers, index', () => {
    const found = sources.filter((source) => /\/(?:utils?|helpers?|index|misc|common)\.tsx?$/.test(source.file));
    expect(found.map((source) => source.file)).toEqual([]);
  });
});

function pureSources(): readonly Source[] {
  return sources.filter(
    (source) =>
      pureRooms.includes(source.room) ||
      (source.room === 'catalog' && source.file !== catalogLoader && !source.file.startsWith(generator)),
  );
}

/** `model`, `shell`, `features/pages`. */
function areaOf(file: string): string {
  return /^src\/explorer\/(features\/[^/]+|[^/]+)/.exec(file)?.[1] ?? '';
}

function roomOf(file: string): string {
  return /^src\/([^/.]+)/.exec(file)?.[1] ?? '';
}

/** Strings are no code either: snippets are made of them. Templates are kept, for there is code in them. */
function codeOf(text: string): string {
  return withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** Chains of static imports that come back to where they began, each once. */
function cycles(all: readonly Source[]): readonly string[] {
  const targets = new Map(
    all.map((source) => [
      source.file,
      source.imports.filter((used) => used.isLocal && !used.isDynamic).map((used) => used.target),
    ]),
  );
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    if (finished.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}
