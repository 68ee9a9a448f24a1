// What completion makes of a line, of the specifications, and of what was listed. Shells themselves: test/e2e/completion.test.ts.

import { homedir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { program } from '../../src/cli/commands/program.ts';
import { suggestValues } from '../../src/cli/completion/values.ts';
import { complete, readTypedLine, type TypedWords, writeWord } from '../../src/cli/completion.ts';
import type { CommandSpec } from '../../src/cli/spec.ts';
import { flarescope } from '../helpers/run-command.ts';
import { runs } from '../helpers/runs.ts';

const typedWord = (typed: string, quote: TypedWords['quote'] = '', beforeQuote = ''): TypedWords => ({
  earlier: [],
  typed,
  quote,
  beforeQuote,
  hasHome: typed.startsWith('~/') && quote === '',
});

describe('the line', () => {
  test.each([
    ['flarescope ', [], ''],
    ['flarescope ap', [], 'ap'],
    ['flarescope api GET /zones ', ['api', 'GET', '/zones'], ''],
    [`flarescope api POST /zones name='a b`, ['api', 'POST', '/zones'], 'name=a b'],
    [`flarescope api "a b" "c`, ['api', 'a b'], 'c'],
    ['flarescope api a\\ b', ['api'], 'a b'],
    ['cd /tmp; flarescope api x', ['api'], 'x'],
    ['cat body | flarescope api --in', ['api'], '--in'],
    [`flarescope api /zones '| .result`, ['api', '/zones'], '| .result'],
  ])('%s', async (line, earlier, typed) => {
    expect(await readTypedLine('bash', line)).toMatchObject({ earlier, typed });
  });

  test('is read the same where it is plain, without the reader for everything else', async () => {
    const plain = fc.stringMatching(/^flarescope[\w./:=@,+%\t -]{0,30}$/);
    await fc.assert(
      fc.asyncProperty(plain, async (line) => {
        // With a blank before it it is not plain.
        expect(await readTypedLine('bash', line)).toEqual(await readTypedLine('bash', ` ${line}`));
      }),
      runs(200),
    );
  });

  test('the name of the program alone is not completed', async () => {
    expect(await readTypedLine('bash', 'flaresc')).toBeUndefined();
    expect(await readTypedLine('powershell', 'no JSON')).toBeUndefined();
  });

  test('PowerShell tells its words itself', async () => {
    expect(await readTypedLine('powershell', '["flarescope","api","a b",""]')).toMatchObject({
      earlier: ['api', 'a b'],
      typed: '',
    });
  });

  test('bash gets what stands behind its last word break, with backslashes', () => {
    const breaks = ' \t\n"\'><=;|&(:';
    expect(writeWord('bash', 'order==name', typedWord('order==n'), breaks)).toBe('name');
    expect(writeWord('bash', 'a b', typedWord(''), breaks)).toBe('a\\ b');
    expect(writeWord('bash', 'zones of mine/body.json', typedWord('zones of mine/b'), breaks)).toBe(
      'zones\\ of\\ mine/body.json',
    );
    expect(writeWord('bash', 'zones of mine/', typedWord('zones o', '"'), breaks)).toBe('zones of mine/');
    expect(writeWord('bash', 'ttl:=', typedWord('tt'), breaks)).toBe('ttl:=');
    // Readline's word begins with the sign.
    expect(writeWord('bash', '@a b', typedWord('@a'), ` @${breaks}`)).toBe('@a\\ b');
    expect(writeWord('bash', 'x:=@a b', typedWord('x:=@a'), ` @${breaks}`)).toBe('@a\\ b');
  });

  test.each([
    ['', '', 'a$(b).json', 'a\\$\\(b\\).json'],
    ['', '', '~root', '\\~root'],
    ['~/z', '', '~/zo{a,b}~', '~/zo\\{a,b\\}\\~'],
    ['', '', '😀é', '\\😀é'],
    ['a', '"', 'a$(b)`c`"\\', 'a\\$(b)\\`c\\`\\"\\\\'],
    ['a', '"', 'a!b', `a"'!'"b`],
    ['a', "'", "a'$(b)!", "a'\\''$(b)!"],
  ] as const)('bash gets for %j behind the quote %j: %j', (typed, quote, word, written) => {
    expect(writeWord('bash', word, typedWord(typed, quote), ' ')).toBe(written);
  });

  test('bash gets what follows the quote that is open', async () => {
    const line = await readTypedLine('bash', 'flarescope api POST /x name=@"a b');
    expect(line).toMatchObject({ typed: 'name=@a b', beforeQuote: 'name=@', quote: '"' });
    expect(line && writeWord('bash', 'name=@a b$c', line, '=')).toBe('a b\\$c');
    expect(line && writeWord('bash', 'else', line, '=')).toBeUndefined();
  });

  test('PowerShell gets quotes where it would read more than a word', () => {
    expect(writeWord('powershell', '/zones/example.com', typedWord(''), '')).toBe('/zones/example.com');
    expect(writeWord('powershell', '@body.json', typedWord(''), '')).toBe("'@body.json'");
    expect(writeWord('powershell', "it's", typedWord(''), '')).toBe("'it''s'");
    expect(writeWord('powershell', '~/zones.json', typedWord('~/z'), '')).toBe('~/zones.json');
    // In quotes it would stay a tilde.
    expect(writeWord('powershell', '~/my zones', typedWord('~/m'), '')).toBe(`'${path.join(homedir(), 'my zones')}'`);
  });

  test('PowerShell gets backticks where more is to be typed behind the word', () => {
    const goesOn = (word: string): string | undefined => writeWord('powershell', word, typedWord(''), '', false);
    expect(goesOn('zones of mine/')).toBe('zones` of` mine/');
    expect(goesOn("$(it's)/")).toBe("`$`(it`'s`)/");
    expect(goesOn('é 区/')).toBe('é` 区/');
    // It would take these for patterns, and the first blank for the one between words.
    expect(goesOn('[a]/')).toBe("'[a]/'");
    expect(goesOn(' a/')).toBe("' a/'");
  });
});

describe('the specifications', () => {
  const all = (spec: CommandSpec): readonly CommandSpec[] => [spec, ...(spec.commands ?? []).flatMap(all)];

  test('say what every command and option is for', () => {
    for (const { name, summary, options } of all(program)) {
      expect(summary, name).not.toBe('');
      for (const [option, { help, isHidden }] of Object.entries(options))
        if (!isHidden) expect(help, `${name} --${option}`).not.toBe('');
    }
  });

  test('use no short name twice', () => {
    for (const { name, options } of all(program)) {
      const shorts = Object.values(options).flatMap(({ short }) => (short === undefined ? [] : [short]));
      expect(new Set([...shorts, 'h']).size, name).toBe(shorts.length + 1);
    }
  });
});

describe('options', () => {
  const typed = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await complete({ earlier: words.slice(0, -1), typed: words.at(-1) ?? '' }, { env: {} })).map(({ value }) => value);

  test('those that begin so, without those that are there', async () => {
    expect(await typed('api', '--in')).toEqual(['--input', '--include']);
    expect(await typed('api', '-i', '--in')).toEqual(['--input']);
  });

  test('values of an option, behind a blank or an equals sign', async () => {
    expect(await typed('api', '--output', 'j')).toEqual(['json']);
    expect(await typed('api', '--output=j')).toEqual(['--output=json']);
    expect(await typed('api', '--as', 'curl')).toEqual(['curl', 'curl-cmd', 'curl-powershell']);
  });

  test('an option with its value is no word of the request', async () => {
    expect(await typed('api', '--output', 'json', '--jq=.result', '/zo')).toEqual(['/zones', '/zones/']);
    for (const words of [
      ['--arg', 'name', 'x'],
      ['--arg', 'name=x'],
      ['--arg=name=x'],
      ['--argjson', 'n', '1', '--arg', 'm', 'x'],
    ])
      expect(await typed('api', ...words, '/zo'), words.join(' ')).toEqual(['/zones', '/zones/']);
    expect(await typed('api', '--arg', 'name', '/zo')).toEqual([]);
  });

  test('nothing is an option behind --', async () => {
    expect(await typed('api', '--', '--in')).toEqual([]);
  });

  test('commands of a command, and what they take', async () => {
    expect(await typed('auth', 'pro')).toEqual(['protect']);
    expect(await typed('auth', 'protect', 'k')).toEqual(['keychain']);
    expect(await typed('completion', 'p')).toEqual(['powershell']);
    expect(await typed('--profile', 'prod', 'hist')).toEqual(['history']);
    expect(await typed('help', 'auth', 'pro')).toEqual(['protect']);
  });
});

describe('listed values', () => {
  const zones = [
    { id: 'aaaa', name: 'example.com' },
    { id: 'bbbb', name: 'example.net' },
    { id: 'cccc', name: 'twice.example' },
    { id: 'dddd', name: 'twice.example' },
    { id: 'eeee', name: 'of people (2)' },
  ];
  const zone = { before: '/zones/', beside: [], name: 'zone_id', isWhole: true, hasMore: true };
  const values = (typed: string, segment = zone): readonly string[] =>
    suggestValues(segment, zones, typed).map(({ value }) => value);

  test('zones by their names, where these are plain and of one only', () => {
    expect(values('/zones/')).toEqual([
      '/zones/example.com',
      '/zones/example.net',
      '/zones/cccc',
      '/zones/dddd',
      '/zones/eeee',
    ]);
  });

  test('the only one may end or go on', () => {
    expect(values('/zones/example.c')).toEqual(['/zones/example.com', '/zones/example.com/']);
  });

  test('a begun id stays an id', () => {
    expect(values('/zones/bb')).toEqual(['/zones/bbbb', '/zones/bbbb/']);
  });

  test('a begun name of one becomes its id', () => {
    expect(values('/zones/of', zone)).toEqual(['/zones/eeee', '/zones/eeee/']);
    expect(values('/zones/twice', zone)).toEqual([]);
  });

  test('all else by its id, with the name beside it', () => {
    const [first] = suggestValues({ ...zone, name: 'dns_record_id', hasMore: false }, zones, '/zones/');
    expect(first).toEqual({ value: '/zones/aaaa', description: 'example.com', isWhole: true });
  });
});

test('a line in the environment is no argument, so that nobody reads it in the list of processes', async () => {
  const { stdout, stderr, code } = await flarescope(['completion', 'zsh', '--words'], {
    env: { FLARESCOPE_LINE: 'flarescope api GET /zones/exa', FLARESCOPE_SANDBOX: '1' },
  });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout.split('\n')[0]).toMatch(/^\/zones\/example\.com\t[0-9a-f]{32}$/);
  // Nobody's made-up zones are offered for somebody's own.
  const unasked = await flarescope(['completion', 'zsh', '--words'], {
    env: { FLARESCOPE_LINE: 'flarescope api GET /zones/exa' },
  });
  expect(unasked).toMatchObject({ code: 0, stdout: '' });
});

test('where nobody answers, nothing is said and nothing suggested', async () => {
  const { stdout, stderr, code } = await flarescope(['completion', 'fish', '--words'], {
    env: {
      FLARESCOPE_LINE: 'flarescope api GET /zones/exa',
      CLOUDFLARE_API_TOKEN: 'a token of nobody',
      CLOUDFLARE_BASE_URL: 'http://127.0.0.1:9/client/v4',
    },
  });
  expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: '', code: 0 });
});

test('another shell is named as one that there is no script for', async () => {
  const { stderr, code } = await flarescope(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "flarescope: 'tcsh' is invalid for SHELL. Allowed choices are bash, zsh, fish, powershell. See flarescope completion --help\n",
  );
});
