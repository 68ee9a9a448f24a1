// Where the official command line puts its options into a body, and how it sends a file: read from its code, since the lists that
// it carries do not say. The code is bundled output of one generator, so that text is enough to find both by.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { plainName } from './facts.ts';

export interface CommandCode {
  /** Members from the body to the value of an option, by the option's plain name. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** Header fields that options are sent as, by the same. */
  readonly headers: ReadonlyMap<string, string>;
  /** How a file is sent: as the part of a form, or as the whole body; undefined where none is taken. */
  readonly file:
    | { readonly kind: 'part'; readonly name: string }
    | { readonly kind: 'whole'; readonly contentType: string }
    | undefined;
}

/** By the command's words: `dns records create`. Commands that only read are not among them. */
export function readCommandCode(root: string): ReadonlyMap<string, CommandCode> {
  const text = readFileSync(path.join(root, 'cf-dist/index.js'), 'utf8');
  const found = new Map<string, CommandCode>();
  for (const chunk of text.split(/^\/\/ src\/commands\/_generated\//m).slice(1)) {
    const name = /formatDryRun\(\{\s*command: "cf ([^"]*)"/.exec(chunk)?.[1];
    if (name !== undefined)
      found.set(name, { places: placesIn(chunk), headers: headersIn(chunk), file: fileIn(chunk) });
  }
  return found;
}

function placesIn(chunk: string): CommandCode['places'] {
  const calls = chunk.matchAll(/setNestedValue\(\s*bodyData\d*,\s*(\["[^\]]*"\]),\s*argv\.(\w+)/g);
  return new Map(
    Array.from(calls, ([, place = '[]', option = '']) => [plainName(option), JSON.parse(place) as readonly string[]]),
  );
}

function headersIn(chunk: string): CommandCode['headers'] {
  const set = chunk.matchAll(/\bheaders\["([^"]*)"\] = String\(argv\.(\w+)\)/g);
  return new Map(Array.from(set, ([, header = '', option = '']) => [plainName(option), header]));
}

function fileIn(chunk: string): CommandCode['file'] {
  const at = chunk.indexOf('if (argv.file) {');
  if (at < 0) return undefined;
  const block = chunk.slice(at, chunk.indexOf('return;', at));
  const part = /\.append\("([^"]*)"/.exec(block)?.[1];
  if (part !== undefined) return { kind: 'part', name: part };
  return { kind: 'whole', contentType: /"Content-Type": "([^"]*)"/.exec(block)?.[1] ?? 'application/octet-stream' };
}
