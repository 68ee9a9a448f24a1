// Commands that are run without a shell: what their words are, and what takes a shell.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlainCommand } from '../../../src/request/import/plain-command.ts';
import { quotePosix } from '../../../src/request/snippets/posix.ts';
import { runs } from '../../helpers/runs.ts';

describe('a command without a shell', () => {
  test.each([
    ['op read op://Private/Cloudflare/token', ['op', 'read', 'op://Private/Cloudflare/token']],
    [`op read 'op://My Vault/it''s/token'`, ['op', 'read', 'op://My Vault/its/token']],
    ['pass show "a b"', ['pass', 'show', 'a b']],
    [String.raw`pass show a\ b '$HOME' '~'x`, ['pass', 'show', 'a b', '$HOME', '~x']],
    [`sh -c 'pass show cf | head -n 1'`, ['sh', '-c', 'pass show cf | head -n 1']],
    ['  pass show cf\n', ['pass', 'show', 'cf']],
    ['tool --field=token a=b', ['tool', '--field=token', 'a=b']],
    ['exec sudo op', ['exec', 'sudo', 'op']],
  ])('%s', (text, words) => {
    expect(readPlainCommand(text)).toEqual({ ok: true, words });
  });

  test.each([
    ['pass show cf | head -n 1', '|'],
    ['pass show cf > file', '>'],
    ['pass show cf; ls', ';'],
    ['pass show cf &', '&'],
    ['pass show $ITEM', '$ITEM'],
    ['pass show "$ITEM"', '$ITEM'],
    ['pass show $(whoami)', '$(whoami)'],
    ['pass show `whoami`', '`whoami`'],
    ['pass show ~/cf', '~'],
    ['A=b pass show', 'A='],
    ['pass show\nls', 'a second line'],
  ])('%j takes a shell, which alone knows %s', (text, what) => {
    expect(readPlainCommand(text)).toMatchObject({ ok: false, reason: expect.stringContaining(`alone knows ${what}`) });
  });

  test.each(['', '   ', "''", "pass 'show"])('%j is none', (text) => {
    expect(readPlainCommand(text).ok).toBe(false);
  });

  test('words that are quoted come out as they were', () => {
    const word = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const read = readPlainCommand(['tool', ...words].map(quotePosix).join(' '));
        expect(read).toEqual({ ok: true, words: ['tool', ...words] });
      }),
      runs(200),
    );
  });
});
