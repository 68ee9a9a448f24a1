// `flarescope diff A B`: what differs, as lines, as JSON or as JSON Patch. Exits as diff does: 0 the same, 1 different, 2 trouble.

import type { Role } from '../explorer/model/rows.ts';
import { type Comparison, compareValues, differenceCount, type JsonPlace } from '../json/compare.ts';
import {
  type DifferenceText,
  differenceLines,
  differencesJson,
  differenceTexts,
  ignoredText,
} from '../json/difference-text.ts';
import { patchText, whyNoPatch } from '../json/patch.ts';
import { locate } from '../store/locations.ts';
import { readSettings } from '../store/settings.ts';
import { createTheme } from '../terminal/theme.ts';
import { formatBytes } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import type { DiffValues } from './commands/diff.ts';
import { complain } from './complain.ts';
import { type DiffSide, openSources } from './diff-sources.ts';
import { type Io, print } from './io.ts';
import { Cancelled, exitCodes, Refusal } from './messages.ts';
import type { Given } from './spec.ts';

const same = 0;
const different = 1;
const trouble = 2;

export async function runDiff({ values, words }: Given<DiffValues>, io: Io): Promise<number> {
  try {
    const [before, after] = await readSides(values, words, io);
    const found = compareValues(place(before), place(after), {
      ignored: await ignoredNames(values, io),
      itemId: values['item-id'] ?? after.itemId ?? before.itemId,
    });
    await printFound(found, values.output ?? 'text', io);
    const left = ignoredText(found);
    if (left !== undefined) complain(io, left);
    return differenceCount(found) === 0 ? same : different;
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof Refusal)) throw error;
    throw new Refusal(error.message, error.exitCode === exitCodes.cancelled ? exitCodes.cancelled : trouble);
  }
}

function place({ document }: DiffSide): JsonPlace {
  return { document, node: 0 };
}

async function readSides(values: DiffValues, words: readonly string[], io: Io): Promise<readonly [DiffSide, DiffSide]> {
  const sources = openSources(values, io);
  try {
    const [profiles, others] = values.profiles;
    if (profiles === undefined) {
      const [a, b, ...more] = words;
      if (a === undefined || b === undefined || more.length > 0)
        throw new Refusal('give two things to compare, each in one word: files, -, @N or requests in quotes');
      if (a === '-' && b === '-') throw new Refusal('standard input can be only one of the two');
      return [await sources.read(a), await sources.read(b)];
    }
    if (others !== undefined) throw new Refusal('--profiles compares two: give it once');
    if (values.profile !== undefined || values.sandbox || values.local !== undefined)
      throw new Refusal('--profiles names the accounts, so it cannot be used with --profile, --sandbox or --local');
    if (words.length === 0) throw new Refusal('no request given. Try flarescope diff --profiles A B /zones');
    const [one = '', other = ''] = profiles.split(/=(.*)/s);
    return [await sources.readFrom(one, words), await sources.readFrom(other, words)];
  } finally {
    await sources.close();
  }
}

/** A patch is to give the second document, so that it leaves out only what was asked for. */
async function ignoredNames(values: DiffValues, io: Io): Promise<ReadonlySet<string>> {
  if (values['ignore-nothing'] && values.ignore.length > 0)
    throw new Refusal('--ignore and --ignore-nothing say opposite things. Use one of them');
  if (values['ignore-nothing'] || values.output === 'patch') return new Set(values.ignore);
  const { settings } = await readSettings(locate(io.env).config);
  return new Set([...settings.compareIgnores, ...values.ignore]);
}

async function printFound(found: Comparison, output: 'text' | 'patch' | 'json', io: Io): Promise<void> {
  if (output === 'text') return printTexts(found, io);
  const why = output === 'patch' ? whyNoPatch(found) : undefined;
  if (why !== undefined) throw new Refusal(`${why}. --output text or json shows it`);
  await printParts(output === 'patch' ? patchText(found) : differencesJson(found), io);
}

/** Parts are gathered to chunks of about this many characters, since every write is a system call. */
const chunkLength = 64 * 1024;

async function printParts(parts: Iterable<string>, io: Io): Promise<void> {
  let chunk = '';
  for (const part of parts) {
    chunk += part;
    if (chunk.length < chunkLength) continue;
    await print(io, io.isForEyes ? safe(chunk) : chunk);
    chunk = '';
  }
  await print(io, io.isForEyes ? safe(chunk) : chunk);
}

function safe(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

const roles: Readonly<Record<DifferenceText['kind'], Role>> = {
  changed: 'warn',
  moved: 'warn',
  added: 'good',
  removed: 'bad',
};

function printTexts(found: Comparison, io: Io): Promise<void> {
  if (!io.isForEyes && io.colorDepth === 1) return printParts(differenceLines(found), io);
  const theme = createTheme(io.colorDepth, io.env.TERM !== 'dumb' || io.colorDepth > 1);
  const line = ({ kind, mark, path, before, after, from }: DifferenceText): string => {
    const values = [
      ...(before === undefined ? [] : [{ text: shown(before, io), role: 'bad' as const }]),
      ...(before === undefined || after === undefined ? [] : [{ text: ' → ', role: 'dim' as const }]),
      ...(after === undefined ? [] : [{ text: shown(after, io), role: 'good' as const }]),
      ...(from === undefined ? [] : [{ text: `moved from [${from}]`, role: 'dim' as const }]),
    ];
    const spans = [{ text: `${mark} `, role: roles[kind] }, { text: `${path}  `, role: 'key' as const }, ...values];
    return `${theme.paint(spans)}\n`;
  };
  const lines = function* (): Generator<string, void, undefined> {
    for (const text of differenceTexts(found)) yield line(text);
  };
  return printSafe(lines(), io);
}

/** What is painted is safe already. */
async function printSafe(lines: Iterable<string>, io: Io): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < chunkLength) continue;
    await print(io, chunk);
    chunk = '';
  }
  await print(io, chunk);
}

/** Characters of a value that a terminal shows. */
const longestShown = 1_000;

function shown(value: string, io: Io): string {
  if (!io.isForEyes) return value;
  if (value.length <= longestShown) return visible(value);
  return `${visible(value.slice(0, longestShown))}… ${formatBytes(value.length - longestShown)} more`;
}
