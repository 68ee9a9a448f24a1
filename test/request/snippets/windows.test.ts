// The snippets for Windows, run by a real cmd.exe and a real PowerShell: what arrives at a server is compared with what this program
// sends. `jq` is a stand-in that is asked for its arguments.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeWord } from '../../../src/cli/completion.ts';
import type { RequestLine } from '../../../src/request/types.ts';
import { type Recorded, type Recorder, startRecorder } from '../../helpers/recorder.ts';
import {
  type CommandRun,
  type CommandShell,
  runCommands,
  type ShellCommand,
  whyNotRun,
} from '../../helpers/run-commands.ts';
import { scaled } from '../../helpers/runs.ts';
import { expectSame, normalized, type Tolerance, wireOf } from './expect-same.ts';
import {
  fileNames,
  hostileBodies,
  hostileFiles,
  hostileRequest,
  hostileRequests,
  hostileTexts,
  write,
} from './hostile.ts';

vi.setConfig({ testTimeout: 240_000 });

/** Of the characters of a credential. cmd.exe puts a variable in before it reads the line, so that a quote in one would be one of the line. */
const secret = 'cfut_0123456789-_AZ';
const fileBytes = Uint8Array.from({ length: 512 }, (_, index) => (index < 256 ? index : index % 7 === 0 ? 10 : 13));

let recorder: Recorder;
let folder: string;
beforeAll(async () => {
  recorder = await startRecorder();
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-windows-'));
  for (const name of fileNames) await writeFile(path.join(folder, name), fileBytes);
});
afterAll(async () => {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

/** A snippet, and how what it sends may differ from what this program sends, by what its notes say. */
interface Case {
  readonly shell: CommandShell;
  readonly text: string;
  readonly line: RequestLine;
  readonly notes: readonly string[];
}

/** Without those that the format refuses with a sentence. */
function snippetsFor(format: string, shells: readonly CommandShell[], lines: readonly RequestLine[]): readonly Case[] {
  return lines.flatMap((line, index) =>
    shells.flatMap((shell, at) => {
      try {
        const snippet = write(format, line, { baseUrl: recorder.baseUrl, multiline: (index + at) % 2 === 0 });
        return [{ shell, line, ...snippet }];
      } catch (error) {
        expect(String(error)).toMatch(/PowerShell cannot|The Command Prompt (?:cannot|takes)/);
        return [];
      }
    }),
  );
}

const run = (commands: readonly ShellCommand[]): Promise<readonly CommandRun[]> =>
  runCommands(commands, { recorder, folder, env: { CLOUDFLARE_API_TOKEN: secret } });

function expectAllSame(
  cases: readonly Case[],
  runs: readonly CommandRun[],
  compare: (came: Recorded | undefined, one: Case) => void,
): void {
  for (const [index, one] of cases.entries()) {
    const run = runs[index] as CommandRun;
    try {
      expect(run.requests.length).toBeLessThan(2);
      compare(run.requests[0], one);
      if (run.requests.length > 0) expectFilter(run, one);
    } catch (error) {
      throw new Error(`${one.shell}: ${one.text}\n${one.notes.join('\n')}\n${run.said.slice(-2000)}`, { cause: error });
    }
  }
}

/** White space around a filter means nothing; a hyphen or a backslash there may need it. */
function expectFilter({ calls }: CommandRun, { line: { filter }, notes }: Case): void {
  const args = calls.find(({ program }) => program === 'jq')?.args.map((text) => text.trim());
  const isSaved = notes.some((note) => note.includes('filter.jq'));
  expect(args).toEqual(isSaved ? ['-f', 'filter.jq'] : filter === undefined ? undefined : [filter]);
}

const sample = (requests: fc.Arbitrary<RequestLine>, size: number): readonly RequestLine[] =>
  fc.sample(requests, scaled(size));
const says = ({ notes }: Case, pattern: RegExp): boolean => notes.some((note) => pattern.test(note));

/** The names of headers that the notes say something else of, in small letters. */
function leftOut(one: Case): readonly string[] {
  const headers = wireOf(one.line, recorder.baseUrl).headers.filter(
    ([, value]) =>
      (says(one, /header .* contains non-ASCII/) && /[\x80-\xff]/.test(value)) ||
      (says(one, /is empty, and/) && value === ''),
  );
  const added = says(one, /adds the content type/) ? ['content-type'] : [];
  return [...headers.map(([name]) => name.toLowerCase()), ...added];
}

/** Words that a server or a folder may have. Control characters are not offered; `--%` ends PowerShell's reading, quoted or not. */
const hostileWords = hostileTexts.filter((text) => text !== '' && text !== '--%' && !/\p{Cc}/u.test(text));

function completed(word: string, isWhole: boolean): string {
  const line = { earlier: [], typed: '', beforeQuote: '', quote: '', hasHome: false } as const;
  return writeWord('powershell', word, line, '', isWhole) ?? '';
}

const why = (shell: CommandShell): string => (whyNotRun(shell) === undefined ? '' : ` (skipped: ${whyNotRun(shell)})`);

describe.skipIf(whyNotRun('Command Prompt'))(
  `in cmd.exe, curl sends what this program sends${why('Command Prompt')}`,
  () => {
    it('at the prompt and in a batch file, whatever is in the request, or says before what it cannot', async () => {
      const lines = [...hostileRequests, ...sample(hostileRequest, 20), ...hostileFiles.filter(isFileOfWindows)];
      const cases = [
        ...snippetsFor('curl-cmd', ['Command Prompt', 'batch file'], lines),
        ...hostileBodies.flatMap((line, at) =>
          snippetsFor('curl-cmd', [at % 2 === 0 ? 'Command Prompt' : 'batch file'], [line]),
        ),
      ];
      const forShells = cases.map(forBatchFile);
      expectAllSame(forShells, await run(forShells), (came, one) => {
        if (says(one, /save (?:it|the body) as body\.txt/)) expect(came?.body.length).toBe(0);
        else expectSame(came, withoutNoted(one), recorder.baseUrl, { secret, file: fileBytes, ignores: leftOut(one) });
      });
    });

    /** As the note says. */
    function forBatchFile(one: Case): Case {
      if (one.shell !== 'batch file') return one;
      const doubled = one.text.replaceAll('%', '%%').replaceAll(/%%(CLOUDFLARE_\w+)%%/g, '%$1%');
      if (doubled !== one.text) expect(one.notes).toContainEqual(expect.stringMatching(/batch file/));
      return { ...one, text: doubled };
    }

    /** The request with what the notes say became of it. */
    function withoutNoted(one: Case): RequestLine {
      const items = one.line.items.map((item) => {
        if (item.kind === 'header' && says(one, /tabs in the header/))
          return { ...item, value: item.value.replaceAll('\t', ' ') };
        if (says(one, /became spaces/) && (item.kind === 'json' || item.kind === 'body'))
          return { ...item, value: item.value.replace(/[\r\n]+|\t/g, ' ') };
        return item;
      });
      return { ...one.line, items };
    }

    const isFileOfWindows = ({ items }: RequestLine): boolean =>
      !items.some((item) => item.kind === 'file' && /[\x00-\x1f]/.test(item.path));
  },
);

describe.skipIf(whyNotRun('PowerShell Legacy'))(`in PowerShell${why('PowerShell Legacy')}`, () => {
  it('curl and Invoke-RestMethod send what this program sends, or say before what they do not', async () => {
    const lines = [...sample(hostileRequest, 25), ...hostileFiles];
    const alternating = [...hostileBodies, ...lines].flatMap((line, at) =>
      snippetsFor('curl-powershell', [at % 2 === 0 ? 'PowerShell Legacy' : 'PowerShell Windows'], [line]),
    );
    const curl = [
      ...snippetsFor('curl-powershell', ['PowerShell Legacy', 'PowerShell Windows'], hostileRequests),
      ...alternating,
    ];
    const bodies = hostileBodies.filter((_, at) => at % 2 === 0);
    const irm = snippetsFor('irm', ['PowerShell Standard'], [...hostileRequests, ...bodies, ...lines]);
    const cases = [...curl, ...irm.map(withoutChecks)];
    // All in one process, which takes its time to start.
    const runs = await run([...cases, ...depths.map(toJson), completedWords]);
    expectAllSame(cases, runs, (came, one) => {
      const { text } = one;
      if (says(one, /refuses the header/)) return expect(came).toBeUndefined();
      const client = text.startsWith('Invoke-RestMethod') ? toleranceOf(one) : {};
      expectSame(came, one.line, recorder.baseUrl, { secret, file: fileBytes, ignores: leftOut(one), ...client });
    });
    for (const [index, depth] of depths.entries()) {
      expectOpenTo(depth, document, JSON.parse(runs[cases.length + index]?.said ?? ''));
    }
    expect(runs.at(-1)?.calls[0]?.args).toEqual([...hostileWords, ...hostileWords]);
  });

  /** What the completion of PowerShell writes for words that end, and for words that go on, is each word again. */
  const completedWords: ShellCommand = {
    shell: 'PowerShell Standard',
    text: `jq ${[true, false].flatMap((isWhole) => hostileWords.map((word) => completed(word, isWhole))).join(' ')}`,
  };

  const depths = [2, 3, 4, 5];
  const document = { a: { b: { c: { d: { e: 1 } } } }, list: [[[[['x']]]]], text: 'y' };

  /** The end of the snippet for a response of which the tree shows so many levels. */
  function toJson(depth: number): ShellCommand {
    const { text, notes } = write('irm', plainRequest, { ...recorder, depth });
    expect(notes).toContainEqual(expect.stringContaining(`what depth ${depth} of the tree shows`));
    const end = text.slice(text.indexOf('ConvertTo-Json'));
    const piped = `'${JSON.stringify(document)}' | ConvertFrom-Json | ${end} -WarningAction SilentlyContinue`;
    return { shell: 'PowerShell Standard', text: piped };
  }

  /** As the note says. */
  function withoutChecks(one: Case): Case {
    if (!says(one, /add -SkipHeaderValidation/)) return one;
    return { ...one, text: one.text.replace('Invoke-RestMethod', 'Invoke-RestMethod -SkipHeaderValidation') };
  }

  const toleranceOf = (one: Case): Tolerance => ({
    joinsFields: true,
    ...(says(one, /in the URL, which means the same/) ? { target: normalized } : {}),
    ...(says(one, /one blank after each semicolon/) ? { value: (text) => text.replace(/;[ \t]*/g, '; ') } : {}),
  });
});

const plainRequest: RequestLine = { method: 'GET', path: '/x', items: [], filter: undefined };

it('Invoke-RestMethod writes everything where the tree does, and never less than Windows PowerShell can', () => {
  const depthOf = (depth: number | undefined, filter?: string): string | undefined =>
    /-Depth (\d+)/.exec(write('irm', { ...plainRequest, filter }, { ...recorder, depth }).text)?.[1];
  expect([undefined, 0, 1, 2, 3, 1000].map((depth) => depthOf(depth))).toEqual(['100', '1', '1', '1', '2', '100']);
  expect(depthOf(2, '.result')).toBe('100');
});

/** Containers above the depth are written as such, as the tree shows them open; what is at it is not. */
function expectOpenTo(depth: number, value: unknown, written: unknown): void {
  const isContainer = (one: unknown): one is object => typeof one === 'object' && one !== null;
  if (!isContainer(value)) return;
  expect(isContainer(written), JSON.stringify(written)).toBe(depth > 0);
  if (!isContainer(written)) return;
  expect(Object.keys(written)).toEqual(Object.keys(value));
  for (const [key, member] of Object.entries(value)) expectOpenTo(depth - 1, member, Reflect.get(written, key));
}
