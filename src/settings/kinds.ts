// What each kind of setting takes: checks a value of the file, reads one that was typed, and shows one.

import { nearestName } from '../text/matching.ts';
import { isHostile } from '../text/untrusted.ts';
import {
  defaultSettings,
  isSettingName,
  type SettingKind,
  type SettingName,
  type Settings,
  type SettingValue,
  settingNames,
  settingTable,
  withSetting,
} from './table.ts';

/** More than any name or path needs. */
const longestText = 1000;

/** Why there is no such setting, as a sentence. */
export function unknownSetting(name: string): string {
  const nearest = nearestName(name, settingNames);
  const hint = nearest === undefined ? `Settings are ${settingNames.join(', ')}.` : `Did you mean ${nearest}?`;
  return `There is no setting ${name}. ${hint}`;
}

/** What is wrong with a value, as a sentence; undefined where it may be taken. */
export function settingProblem(name: string, value: unknown): string | undefined {
  if (!isSettingName(name)) return unknownSetting(name);
  return takes(settingTable[name], value) ? undefined : `${name} must be ${expected(settingTable[name])}.`;
}

/** What is right of a file's values, with the defaults for all else, and one sentence for each thing that is wrong. */
export function checkSettings(values: Readonly<Record<string, unknown>>): {
  readonly settings: Settings;
  /** Those that have a good value. */
  readonly set: readonly SettingName[];
  /** What is wrong, by the name that it stands under. */
  readonly problems: ReadonlyMap<string, string>;
} {
  let settings = defaultSettings;
  const set: SettingName[] = [];
  const problems = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    const problem = settingProblem(name, value);
    if (problem !== undefined) {
      problems.set(name, problem);
      continue;
    }
    // It is a setting, and its value is of its kind.
    settings = withSetting(settings, name as SettingName, value as SettingValue);
    set.push(name as SettingName);
  }
  return { settings, set, problems };
}

function takes(row: SettingKind, value: unknown): boolean {
  switch (row.kind) {
    case 'whole':
      return typeof value === 'number' && Number.isInteger(value) && value >= row.from && value <= row.to;
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && row.choices.includes(value);
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
    case 'text':
      return typeof value === 'string' && value.length <= longestText && !isHostile(value);
  }
}

/** What a setting takes, after "must be". */
export function expected(row: SettingKind): string {
  switch (row.kind) {
    case 'whole':
      return `a whole number from ${row.from} to ${row.to}`;
    case 'flag':
      return 'true or false';
    case 'choice':
      return row.choices.length < 2
        ? row.choices.join()
        : `${row.choices.slice(0, -1).join(', ')} or ${row.choices.at(-1)}`;
    case 'names':
      return 'a list of names';
    case 'text':
      return 'a line of text';
  }
}

type ReadSetting =
  | { readonly ok: true; readonly value: SettingValue }
  | { readonly ok: false; readonly problem: string };

/** What was typed for a setting: names with commas or blanks between them, or as the file has it. */
export function readSetting(name: SettingName, text: string): ReadSetting {
  const value = parse(settingTable[name], text.trim());
  const problem = settingProblem(name, value);
  if (problem !== undefined) return { ok: false, problem: withHint(settingTable[name], text.trim(), problem) };
  return { ok: true, value: value as SettingValue };
}

const yes = ['true', 'yes', 'on'];
const no = ['false', 'no', 'off'];

function parse(row: SettingKind, text: string): unknown {
  switch (row.kind) {
    case 'whole':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'flag':
      return yes.includes(text.toLowerCase()) ? true : no.includes(text.toLowerCase()) ? false : text;
    case 'choice':
      return row.choices.find((choice) => choice === text.toLowerCase()) ?? text;
    case 'names':
      return text.startsWith('[') ? listIn(text) : text.split(/[\s,]+/).filter((word) => word !== '');
    case 'text':
      return text;
  }
}

function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withHint(row: SettingKind, text: string, problem: string): string {
  const nearest = row.kind === 'choice' ? nearestName(text, row.choices) : undefined;
  return nearest === undefined ? problem : `${problem} Did you mean ${nearest}?`;
}

/** A value as it is typed. */
export function settingText(value: SettingValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What may be typed for a setting, where that is known beforehand. */
export function settingChoices(row: SettingKind): readonly string[] {
  if (row.kind === 'flag') return ['true', 'false'];
  return row.kind === 'choice' ? row.choices : row.kind === 'text' ? (row.suggests ?? []) : [];
}

/** True for the value that holds where nothing is set. */
export function isDefaultSetting(name: SettingName, value: SettingValue): boolean {
  return JSON.stringify(value) === JSON.stringify(settingTable[name].default);
}

/** The table of the guide, as Markdown. */
export function settingsTable(): string {
  const rows = settingNames.map((name) => {
    const row = settingTable[name];
    const kind = row.kind === 'whole' ? `${row.from}–${row.to} ${row.unit}` : expected(row);
    return `| \`${name}\` | ${kind} | ${settingText(row.default)} | ${row.meaning} | ${row.applies === 'now' ? 'at once' : 'at the next start'} |`;
  });
  return ['| Setting | Takes | Default | What it is | In the explorer |', '|---|---|---|---|---|', ...rows].join('\n');
}
