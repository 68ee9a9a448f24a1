// The reader for POSIX shells against bash itself: the same words, however they are quoted.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarks } from '../../../src/request/import/marks.ts';
import { readPosixScript } from '../../../src/request/import/posix-script.ts';

const run = promisify(execFile);

const characters = fc
  .array(fc.constantFrom(...`ab "'\\$\`!#&|;<>()[]{}*?~%^@=:/.,-_\t\n`, 'é', '🔥', '\\n', '\\u00e9', '\\x41', 'Z'), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

/** One part of a word as it may be written, which bash and the reader are to agree about. */
const part = fc.oneof(
  characters.map((text) => `'${text.replaceAll("'", '')}'`),
  characters.map((text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`),
  // A backslash before a character that needs none stays, in double quotes.
  characters.map((text) => `"${text.replace(/["\\$`]/g, '')}\\a\\'"`),
  characters.map((text) => `$'${text.replace(/['\\]/g, '')}\\n\\x41\\u00e9\\'\\\\\\t\\101\\q'`),
  characters.map((text) => text.replaceAll('\n', '').replace(/[^a-zA-Z]/gu, '\\$&')),
  fc.constantFrom('a', '\\\n', '"a\\\nb"', 'a#b', "''", '""', 'x=1', `$${'{NAME}'}`, `"$${'{NAME}'}"`, '-d'),
);

const word = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const command = fc.tuple(
  fc.array(word, { maxLength: 5 }),
  fc.constantFrom(' ', '  ', '\t', ' \\\n  '),
  fc.constantFrom('', ' # a comment', ' ;', ' 2>/dev/null'),
);

describe('the words of a command for bash', () => {
  it('are the ones that bash makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 200, maxLength: 200 }), async (commands) => {
        const texts = commands.map(([words, blank, end]) => ['printf', "'%s\\0'", 'x', ...words].join(blank) + end);
        const script = `NAME='value'\n${texts.map((text) => `${text}\nprintf '\\1'`).join('\n')}`;
        const { stdout } = await run('bash', ['-c', script], {
          maxBuffer: 1 << 26,
          env: { LANG: 'C.UTF-8', PATH: process.env.PATH },
        });
        const expected = stdout
          .split('\x01')
          .slice(0, -1)
          .map((output) => output.split('\0').slice(0, -1));
        for (const [index, text] of texts.entries()) {
          const read = readPosixScript(`NAME='value'\n${text}`, createMarks(text));
          const words = read.ok ? (read.pipelines[0]?.[0]?.words.slice(2) ?? []) : [];
          expect(words.join('\0'), text).toBe(expected[index]?.join('\0'));
        }
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});
