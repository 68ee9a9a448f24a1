// Commands modelled on what people paste, each run by its shell and imported: both give the same request, or a note says what is
// different. See real-commands.txt and commands.txt for the tables, and run-and-compare.ts for how they are run.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importCommand } from '../../../src/request/import/command.ts';
import { requestTextIn } from '../../../src/request/import/languages.ts';
import { dialectsOf } from '../../../src/request/import/recognise.ts';
import { importNotes } from '../../../src/request/import/to-line.ts';
import type { Imported, Unfilled } from '../../../src/request/import/types.ts';
import type { Item, RequestLine } from '../../../src/request/types.ts';
import { type TableCase, tableCases } from './command-table.ts';
import {
  type CommandRuns,
  positional,
  type RunnableCommand,
  runAll,
  variables,
  whySkipped,
} from './run-and-compare.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

interface Case extends RunnableCommand {
  readonly title: string;
  readonly expected: string;
}

/** `## title | shell | program`, the command, and `--> equal`, `--> note: …` or `--> ask: …`. */
const cases = readFileSync(path.join(import.meta.dirname, 'real-commands.txt'), 'utf8')
  .split(/^====\n/m)
  .map((block): Case => {
    const [, heading = '', text = '', expected = ''] = /^## (.*)\n([\s\S]*)\n--> (.*)\n?$/.exec(block) ?? [];
    const [title = '', shell = '', needs] = heading.split(' | ');
    return { title, shell: shell as Case['shell'], needs, text, expected };
  });

/** The other table's commands, each for the shell that the import takes it for, where a `run:` line says nothing else. */
const runnable = tableCases.map((one): RunnableCommand => {
  const needs = /^\s*(?:\S.*\| )?(?:https?|xh) /.test(one.command) ? 'http' : undefined;
  return { shell: shellOf(one), needs, text: one.command };
});

function shellOf({ command, expected, run }: TableCase): RunnableCommand['shell'] {
  const said = run.find((line) => !line.startsWith('differs, '));
  if (said?.startsWith('no, ') || expected.some((line) => line.startsWith('error: '))) return 'none';
  if (said !== undefined) return said as RunnableCommand['shell'];
  if (requestTextIn(command)?.language === 'javascript') return 'fetch';
  const [dialect] = dialectsOf(command);
  if (dialect === 'posix') return 'bash';
  if (dialect === 'powershell') return 'PowerShell Standard';
  return /^@?(?:set|echo)\b/m.test(command) ? 'batch file' : 'Command Prompt';
}

let runs: CommandRuns;

beforeAll(async () => {
  runs = await runAll([...cases, ...runnable]);
});
afterAll(() => runs.close());

function imported(index: number, { text, shell }: Case, choice?: number): Imported<string> {
  const isPosix = /^(?:sh|bash|dash|zsh|fish)$/.test(shell);
  const set = isPosix
    ? Object.entries(variables).flatMap(([name, value]) =>
        text.includes(`$`) && new RegExp(`\\$\\{?#?${name}\\b`).test(text) ? [`${name}='${value}'\n`] : [],
      )
    : [];
  const result = importCommand(`${set.join('')}${runs.at(index, text)}`, {
    baseUrl: runs.baseOf(index),
    seal: (secret) => secret,
    index: choice,
  });
  if (!result.ok) throw new Error(result.message);
  return result;
}

describe('a command, run and imported', () => {
  it('comes in 150 ways', () => {
    expect(cases.filter(({ title, text, expected }) => title === '' || text === '' || expected === '')).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(150);
  });

  it.each(cases.map((one, index) => [`${one.title} (${one.shell})`, index, one] as const))(
    '%s',
    async (_, index, one) => {
      const result = imported(index, one);
      const [kind = '', ...words] = one.expected.split(': ');
      if (kind !== 'equal') {
        const told = importNotes(result).find((note) => note.includes(words.join(': ')));
        expect(told, importNotes(result).join('\n')).toBeDefined();
        if (kind === 'ask') expect(result.unfilled.map(({ written }) => written)).toContain(words.join(': '));
        return;
      }
      expect([result.isComplete, result.unfilled]).toEqual([true, []]);
      if (whySkipped(one) !== undefined) return;
      const count = Math.max(1, result.choices.length);
      const all = await Promise.all(
        Array.from({ length: count }, (_, at) => runs.sent(index, imported(index, one, at + 1).request)),
      );
      expect(all).toEqual(runs.came(index));
    },
  );
});

/** What the text of commands.txt itself becomes, once what it asks for is filled in with what the variables held: every request. */
async function sentFor(index: number, { command }: TableCase): Promise<readonly unknown[]> {
  const requests: RequestLine[] = [];
  for (let count = 1, choice = 1; choice <= count; choice += 1) {
    const result = importCommand(command, {
      baseUrl: 'https://api.cloudflare.com/client/v4',
      seal: (secret) => secret,
      index: choice,
    });
    if (!result.ok) throw new Error(result.message);
    count = result.choices.length;
    requests.push(result.unfilled.reduce(filledIn, result.request));
  }
  return Promise.all(requests.map((request) => runs.sent(index, request)));
}

/** What a path asks for, by the name that the import gives it. */
const askedInPaths: Readonly<Record<string, string | undefined>> = {
  zone_id: variables.ZONE_ID,
  account_id: variables.A,
  dns_record_id: positional[1],
  namespace_id: variables.NAMESPACE_ID,
  ns: variables.NS,
  key_name: variables.KEY_NAME,
  database_id: variables.databaseId,
  record: variables.record,
  record_id: variables.recordId,
};

/** What is asked for in other words than a variable's. */
const askedInWords: Readonly<Record<string, string | undefined>> = {
  '$(dig +short me.example)': '192.0.2.9',
  '${FQDN^^}': variables.FQDN?.toUpperCase(),
};

function filledIn(request: RequestLine, { name, written, place }: Unfilled): RequestLine {
  const value = place === 'path' ? askedInPaths[name] : (askedInWords[written] ?? variables[name]);
  if (value === undefined) return request;
  const put = (text: string): string => text.replaceAll(written, value);
  const items = request.items.map((item): Item => {
    if (item.kind === 'file') return { ...item, path: put(item.path) };
    if ('path' in item) return { ...item, name: put(item.name), path: put(item.path) };
    return 'name' in item
      ? { ...item, name: put(item.name), value: put(item.value) }
      : { ...item, value: put(item.value) };
  });
  return { ...request, path: put(request.path), items };
}

describe('a command of the table of imports, run', () => {
  it('is marked where it is not run, or sends something else', () => {
    const marks = tableCases.flatMap(({ run }) => run);
    const known = /^(?:(?:no|differs), \S.*|batch file|Command Prompt|PowerShell Legacy)$/;
    expect(marks.filter((mark) => !known.test(mark))).toEqual([]);
    // What is different is told, or asked for.
    const silent = tableCases.filter(({ run }) => run.some((line) => line.startsWith('differs, ')));
    expect(silent.filter(({ expected }) => expected.length < 2).map(({ title }) => title)).toEqual([]);
    expect(runnable.filter(({ shell }) => shell !== 'none').length).toBeGreaterThanOrEqual(200);
  });

  const run = tableCases.flatMap((one, at) => {
    const command = runnable[at];
    return command === undefined || whySkipped(command) !== undefined
      ? []
      : [[`${one.title} (${command.shell})`, cases.length + at, one] as const];
  });
  it.each(run)('%s', async (_, index, one) => {
    const came = runs.came(index);
    const isDifferent = one.run.some((line) => line.startsWith('differs, '));
    if (isDifferent) expect(await sentFor(index, one).catch(() => undefined)).not.toEqual(came);
    else expect(await sentFor(index, one)).toEqual(came);
  });
});
