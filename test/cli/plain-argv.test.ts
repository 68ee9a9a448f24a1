import fc from 'fast-check';
import { expect, test } from 'vitest';
import { program } from '../../src/cli/commands/program.ts';
import { readPlainArgv } from '../../src/cli/plain-argv.ts';
import { readArgv } from '../../src/cli/read-argv.ts';
import { type CommandSpec, findCommand } from '../../src/cli/spec.ts';
import { runs } from '../helpers/runs.ts';

const commandsBelow = (spec: CommandSpec, above: readonly string[]): readonly (readonly string[])[] => [
  above,
  ...(spec.commands ?? []).flatMap((below) => commandsBelow(below, [...above, below.name])),
];

/** Arguments as a command takes them, and such as it does not. */
const written = fc.constantFrom(...commandsBelow(program, [])).chain((names) => {
  const { options, arguments: slots = [] } = findCommand(program, names).spec;
  const spelled = Object.entries(options).flatMap(([name, { short, choices }]) => [
    `--${name}`,
    ...(short === undefined ? [] : [`-${short}`]),
    ...['x', '7', '', ...(Array.isArray(choices) ? choices : [])].map((value) => `--${name}=${value}`),
  ]);
  const values = [...Object.values(options), ...slots].flatMap(({ choices }) =>
    Array.isArray(choices) ? choices : [],
  );
  const words = [
    'x',
    '7',
    '10s',
    '/zones',
    'a=b',
    '--',
    '-',
    '-x',
    '--nothing',
    '--no',
    '',
    'constructor',
    '--help',
    ...values,
  ];
  return fc
    .array(
      spelled.length === 0
        ? fc.constantFrom(...words)
        : fc.oneof(fc.constantFrom(...spelled), fc.constantFrom(...words)),
      { maxLength: 4 },
    )
    .map((own) => [...names, ...own]);
});

test('what is plainly written means what commander says, and the rest is left to it', async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(written, async (argv) => {
      const found = findCommand(program, argv);
      const given = readPlainArgv(found);
      if (!given) return;
      plain += 1;
      expect(given).toEqual(await readArgv(found));
    }),
    runs(1500),
  );
  expect(plain).toBeGreaterThan(200);
});

test.each([
  ['endpoints dns --method PATCH --limit=5 --json', true],
  ['api /zones --jq .result --timeout 5', true],
  ['completion bash --words', true],
  ['completion nothing --words', false],
  ['api GET /zones -i', false],
  ['history show', false],
  ['endpoints --limit', false],
  ['endpoints --limit -- 5', false],
  ['endpoints --limit many', false],
  ['api /zones --header A:b', false],
  ['nothing', false],
])('%s is plain: %j', (line, isPlain) => {
  expect(readPlainArgv(findCommand(program, line.split(' '))) !== undefined).toBe(isPlain);
});
