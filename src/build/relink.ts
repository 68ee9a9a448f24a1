// The text of a chunk with its imports led to the files that chunks are in now: as a module, or as a script that `cli/kept-code.ts`
// loads. The text alone changes, where the parser says that an import or export stands.
//
// Node's own modules are read without an import: for an import Node asks each of them for all that it has, so that a function of
// node:fs brought the half of Node that reads lines and streams.
import { Script } from 'node:vm';
import { type DynamicImport, parseSync, type StaticImport, Visitor } from 'oxc-parser';

/** Where a chunk is. */
export interface ChunkFile {
  readonly file: string;
  /** True for a module; false for a script. */
  readonly isModule: boolean;
}

type ChunkFiles = ReadonlyMap<string, ChunkFile>;

interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** What a chunk exports is called by the chunk as well, since several have an `a`. The whole of it is called by the chunk alone. */
export function exportedAs(chunk: string, name: string): string {
  return `${chunk.replace(/\.js$/, '').replaceAll(/\W/g, '_')}$${name}`;
}

/** What the code has of other chunks: a name, or all of it, as `*`, where it is imported later. */
export function requestsOf(code: string): readonly { readonly chunk: string; readonly name: string }[] {
  const { module } = parseSync('chunk.js', code);
  const now = module.staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map(({ importName }) => ({ chunk: chunkNamed(moduleRequest.value), name: importName.name ?? '*' })),
  );
  const later = module.dynamicImports.map((one) => ({ chunk: chunkImportedLater(one, code) ?? '', name: '*' }));
  return [...now, ...later].filter(({ chunk }) => chunk.endsWith('.js'));
}

/** What the code exports though it has no value when all of it has run, since it is set when something asks for it first. */
export function unsetIn(code: string): readonly string[] {
  const { module, program } = parseSync('chunk.js', code);
  const unset = new Set<string>();
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration' || statement.kind === 'const') continue;
    for (const { id, init } of statement.declarations)
      if (id.type === 'Identifier' && init === null) unset.add(id.name);
  }
  // As an enumeration is made: by a statement that runs with the chunk.
  for (const { type, start, end } of program.body) {
    if (type !== 'ExpressionStatement') continue;
    for (const [, name = ''] of code.slice(start, end).matchAll(/([\w$]+)(?:\|\|)?=(?!=)/g)) unset.delete(name);
  }
  const exported = module.staticExports.flatMap(({ entries }) => entries);
  return exported.flatMap(({ localName: { name } }) => (name !== null && unset.has(name) ? [name] : []));
}

/** How a module loads scripts: `cli/kept-code.ts` puts it there. */
const loadGlobally = 'globalThis.flarescopeLoad';

/**
 * A module, which scripts get from where it has put itself.
 *
 * @param loader the file of `cli/kept-code.ts`, which may be this one
 */
export function asModule(code: string, file: string, placeOf: ChunkFiles, loader: string): string {
  const { module } = parseSync('chunk.js', code);
  const before = file === loader ? '' : `import"./${loader}";`;
  const text = changed(code, [
    ...module.staticImports.map((one): Change => {
      const { place, names, change } = linked(one, code, placeOf);
      if (place === undefined) return change;
      if (!place.isModule) return { ...change, to: `${before}const{${names(':')}}=${loadGlobally}("${place.file}");` };
      return { ...change, to: `import{${names(' as ')}}from"./${place.file}";` };
    }),
    ...module.dynamicImports.map((one): Change => {
      const { whole, place, change } = linkedLater(one, code, placeOf);
      if (place === undefined) return change;
      if (place.isModule) return { ...change, to: `import("./${place.file}").then(e=>e.${whole})` };
      const there = file === loader ? 'Promise.resolve()' : `import("./${loader}")`;
      return { ...change, to: `${there}.then(()=>${loadGlobally}("${place.file}").${whole})` };
    }),
  ]);
  const own = `import*as flarescopeOwn from"./${file}";`;
  const shown = `(globalThis.flarescopeModules??=new Map()).set("${file}",flarescopeOwn);`;
  return inAscii(module.staticExports.length > 0 ? `${own}${text}\n${shown}` : text);
}

/**
 * A script: an expression whose value is a function that gives what the chunk exports, or a promise of it where the chunk waits for
 * something, which no other may import at once then. What is exported is read once, when all of it has run, so that nothing exported may
 * be assigned later.
 *
 * @throws Error where the chunk exports what has no value at first
 */
export function asScript(code: string, file: string, placeOf: ChunkFiles): string {
  const { module } = parseSync('chunk.js', code);
  const unset = new Set(unsetIn(code));
  const exported = module.staticExports.flatMap(({ entries }) => entries);
  const members = exported.map(({ exportName, localName }) => {
    const local = localName.name ?? '';
    if (unset.has(local)) throw new Error(`${file} exports ${exportName.name}, which has no value at first`);
    return `${exportName.name}:${local}`;
  });
  const text = changed(code, [
    ...module.staticImports.map((one): Change => {
      const { place, names, change } = linked(one, code, placeOf);
      return place ? { ...change, to: `const{${names(':')}}=flarescopeLoad("${place.file}");` } : change;
    }),
    ...module.dynamicImports.map((one): Change => {
      const { whole, place, change } = linkedLater(one, code, placeOf);
      if (place === undefined) return { ...change, to: `flarescopeImport(${wantedBy(one, code)})` };
      const there = place.isModule
        ? `flarescopeImport("./${place.file}")`
        : `Promise.resolve("${place.file}").then(flarescopeLoad)`;
      return { ...change, to: `${there}.then(e=>e.${whole})` };
    }),
    ...module.staticExports.map(({ start, end }) => ({ start, end, to: '' })),
    ...module.importMetas.map(({ start, end }) => ({ start, end, to: 'flarescopeHere' })),
  ]);
  const body = `(flarescopeLoad,flarescopeImport,flarescopeHere){"use strict";${text}\nreturn{${members.join(',')}}})`;
  const [script] = ['(function', '(async function'].map((kind) => kind + body).filter(isValid);
  if (script === undefined) throw new Error(`${file} cannot be a script`);
  return inAscii(script);
}

function isValid(script: string): boolean {
  try {
    new Script(script);
    return true;
  } catch {
    return false;
  }
}

function changed(code: string, changes: readonly Change[]): string {
  let after = '';
  let at = 0;
  for (const { start, end, to } of changes.toSorted((a, b) => a.start - b.start)) {
    after += code.slice(at, start) + to;
    at = end;
  }
  return after + code.slice(at);
}

interface Linked {
  /** Undefined where it is no chunk; `change` is all then. */
  readonly place: ChunkFile | undefined;
  /** Pairs of what it is called there and here. */
  readonly names: (between: string) => string;
  readonly change: Change;
}

function linked(one: StaticImport, code: string, placeOf: ChunkFiles): Linked {
  const { start, end, entries, moduleRequest } = one;
  const chunk = chunkNamed(moduleRequest.value);
  const place = placeOf.get(chunk);
  const names = entries.map(({ importName, localName }) => [exportedAs(chunk, importName.name ?? ''), localName.value]);
  return {
    place,
    names: (between) => names.map((pair) => pair.join(between)).join(','),
    change: { start, end, to: place ? '' : (builtin(one) ?? code.slice(start, end)) },
  };
}

function builtin({ moduleRequest: { value: from }, entries }: StaticImport): string | undefined {
  if (!from.startsWith('node:')) return undefined;
  // To get it as a module would make the streams of standard input and output, which it has.
  const module = from === 'node:process' ? 'globalThis.process' : `process.getBuiltinModule("${from}")`;
  const named = entries.filter(({ importName }) => importName.kind === 'Name');
  const whole = entries.filter(({ importName }) => importName.kind !== 'Name');
  const names = named.map(({ importName, localName }) => `${importName.name}:${localName.value}`);
  return [
    ...whole.map(({ localName }) => `const ${localName.value}=${module};`),
    ...(names.length === 0 ? [] : [`const{${names.join(',')}}=${module};`]),
  ].join('');
}

function linkedLater(
  one: DynamicImport,
  code: string,
  placeOf: ChunkFiles,
): { readonly place: ChunkFile | undefined; readonly whole: string; readonly change: Change } {
  const { start, end } = one;
  const chunk = chunkImportedLater(one, code) ?? '';
  return {
    place: placeOf.get(chunk),
    whole: exportedAs(chunk, ''),
    change: { start, end, to: code.slice(start, end) },
  };
}

function chunkImportedLater(one: DynamicImport, code: string): string | undefined {
  return /^"\.\/(.+)"$/.exec(wantedBy(one, code))?.[1];
}

function wantedBy({ moduleRequest: { start, end } }: DynamicImport, code: string): string {
  return code.slice(start, end);
}

function chunkNamed(from: string): string {
  return from.startsWith('./') ? from.slice(2) : '';
}

/**
 * The code with what is not ASCII in patterns as escapes, as esbuild has it everywhere else: one such character, and V8 keeps and reads
 * the whole file in two bytes a character.
 *
 * @throws Error for what stands elsewhere
 */
export function inAscii(code: string): string {
  if (!/[^\x00-\x7f]/.test(code)) return code;
  const patterns: Change[] = [];
  new Visitor({
    Literal: (literal) => {
      if (!('regex' in literal)) return;
      const { start, end } = literal;
      patterns.push({ start, end, to: escaped(code.slice(start, end)) });
    },
  }).visit(parseSync('chunk.js', code).program);
  const ascii = changed(code, patterns);
  const [left] = /.{0,40}[^\x00-\x7f]/.exec(ascii) ?? [];
  if (left !== undefined) throw new Error(`not ASCII, and in no pattern: ${left}`);
  return ascii;
}

function escaped(pattern: string): string {
  return pattern.replaceAll(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
