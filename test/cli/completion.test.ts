// What completion makes of a line, of a command's help, and of what was listed. Shells themselves: test/e2e/completion.test.ts.

import { describe, expect, test } from 'vitest';
import { readApiOptions } from '../../src/cli/api-options.ts';
import { commandNamed } from '../../src/cli/completion/commands.ts';
import { readTypedLine, type TypedLine, writeWord } from '../../src/cli/completion/line.ts';
import { commandsIn, optionsIn } from '../../src/cli/completion/options.ts';
import { suggestValues } from '../../src/cli/completion/values.ts';
import { complete } from '../../src/cli/completion.ts';

const typedWord = (typed: string, isQuoted = false): TypedLine => ({ earlier: [], typed, isQuoted });

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
  ])('%s', (line, earlier, typed) => {
    expect(readTypedLine('bash', line)).toMatchObject({ earlier, typed });
  });

  test('the name of the program alone is not completed', () => {
    expect(readTypedLine('bash', 'flaresc')).toBeUndefined();
    expect(readTypedLine('powershell', 'no JSON')).toBeUndefined();
  });

  test('PowerShell tells its words itself', () => {
    expect(readTypedLine('powershell', '["flarescope","api","a b",""]')).toMatchObject({
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
    expect(writeWord('bash', 'zones of mine/', typedWord('zones o', true), breaks)).toBe('zones of mine/');
    expect(writeWord('bash', 'ttl:=', typedWord('tt'), breaks)).toBe('ttl:=');
  });

  test('PowerShell gets quotes where it would read more than a word', () => {
    expect(writeWord('powershell', '/zones/example.com', typedWord(''), '')).toBe('/zones/example.com');
    expect(writeWord('powershell', '@body.json', typedWord(''), '')).toBe("'@body.json'");
    expect(writeWord('powershell', "it's", typedWord(''), '')).toBe("'it''s'");
  });
});

describe('the help', () => {
  test('options with their short names, what they take and their descriptions, beside or below', () => {
    expect(
      optionsIn(
        '      --jq FILTER      what jq makes\n  -i, --include        the status\n      --passphrase-fd N\n                       from there\n',
      ),
    ).toEqual([
      { names: ['--jq'], argument: 'FILTER', description: 'what jq makes' },
      { names: ['--include', '-i'], argument: undefined, description: 'the status' },
      { names: ['--passphrase-fd'], argument: 'N', description: 'from there' },
    ]);
  });

  test('every command of the program and of auth and history has options, and completes them', async () => {
    const program = (await commandNamed([])).command;
    expect(program.commands.map(({ name }) => name)).toEqual([
      'api',
      'endpoints',
      'import',
      'open',
      'history',
      'auth',
      'completion',
      'sandbox',
    ]);
    for (const { name, description } of program.commands) {
      expect(description, name).not.toBe('');
      const { command } = await commandNamed([name]);
      expect(
        command.options.flatMap(({ names }) => names),
        name,
      ).toContain('--help');
      for (const below of command.commands) expect(below.description, `${name} ${below.name}`).not.toBe('');
    }
    expect((await commandNamed(['auth'])).command.commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['add', 'list', 'use', 'remove', 'status', 'verify', 'lock', 'protect']),
    );
  });

  test('a row of prose is no command', () => {
    expect(commandsIn('  first, this is prose\n  zones are listed so\n')).not.toContainEqual(
      expect.objectContaining({ name: 'first' }),
    );
  });
});

describe('options', () => {
  const typed = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await complete({ earlier: words.slice(0, -1), typed: words.at(-1) ?? '' })).map(({ value }) => value);

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
  });

  test('every option of api is one that it takes', async () => {
    const { command } = await commandNamed(['api']);
    for (const { names, argument } of command.options) {
      for (const name of names) {
        const reading = (): unknown => readApiOptions([name, ...(argument === undefined ? [] : ['1']), '/zones']);
        try {
          reading();
        } catch (error) {
          // It may ask for another option beside it, or another value; it must know this one.
          expect(String(error), name).not.toMatch(/Unknown option|argument/);
        }
      }
    }
    expect(() => readApiOptions(['--none-such', '/zones'])).toThrow(/Unknown option/);
  });

  test('nothing is an option behind --', async () => {
    expect(await typed('api', '--', '--in')).toEqual([]);
  });

  test('commands of a command, and what they take', async () => {
    expect(await typed('auth', 'pro')).toEqual(['protect']);
    expect(await typed('auth', 'protect', 'k')).toEqual(['keychain']);
    expect(await typed('completion', 'p')).toEqual(['powershell']);
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
