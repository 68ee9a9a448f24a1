import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const room = join(import.meta.dirname, '../../src/http');
/** text/ is as pure; its own rules are held by test/rules. */
const text = join(import.meta.dirname, '../../src/text');

/** Every module that a file of this room imports, through other files of the room too. */
function importsOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/\bfrom '([^']+)'/g)) {
    const target = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
    if (seen.has(target)) continue;
    seen.add(target);
    if (specifier.startsWith('.')) importsOf(target, seen);
  }
  return seen;
}

const PURE = [
  'types',
  'headers',
  'failures',
  'envelope',
  'status-advice',
  'pagination',
  'page-label',
  'retry-timing',
  'rate-limit',
  'redact',
  'secret',
  'credential',
  'origin',
];

test.each(PURE)('%s.ts, which core imports, reaches no package, no Node API, no clock and no dice', (name) => {
  const file = join(room, `${name}.ts`);
  const reached = [...importsOf(file)];
  expect(reached.filter((target) => !target.startsWith(room) && !target.startsWith(text))).toEqual([]);
  for (const target of [file, ...reached]) {
    expect(readFileSync(target, 'utf8')).not.toMatch(
      /Date\.now|new Date\(|Math\.random|performance\.|process\.|setTimeout/,
    );
  }
});

test('the client reaches undici, so the search above finds what it looks for', () => {
  expect([...importsOf(join(room, 'client.ts'))]).toContain('undici');
});
