// What the user may set in `settings.json` of the config folder: a plain file that only people write. One that is wrong
// changes nothing but itself: the default holds, and a notice says what is wrong.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { storageFailure } from './private-files.ts';

interface Settings {
  /** Minutes without a key after which the explorer locks its profiles; 0: never. */
  readonly idleLockMinutes: number;
  /** MiB of request bodies and answers that the history keeps. */
  readonly historyBudgetMiB: number;
  /** Whether pages are fetched before they are asked for. */
  readonly prefetch: boolean;
  /** Seconds that a jq filter may run. */
  readonly filterLimitSeconds: number;
  /** MiB of rows that go on, with their index, that are kept of each list. */
  readonly keepMiB: number;
  /** Names of members that a comparison leaves out unless it is told otherwise. */
  readonly compareIgnores: readonly string[];
}

export const defaultSettings: Settings = {
  idleLockMinutes: 15,
  historyBudgetMiB: 200,
  prefetch: true,
  filterLimitSeconds: 30,
  keepMiB: 64,
  compareIgnores: ['modified_on'],
};

/** Whole numbers, from and to. */
const settingRanges: Readonly<Record<string, readonly [from: number, to: number]>> = {
  idleLockMinutes: [0, 1440],
  historyBudgetMiB: [0, 1024 * 1024],
  filterLimitSeconds: [1, 3600],
  keepMiB: [1, 1024],
};

interface ReadSettings {
  readonly settings: Settings;
  /** One sentence for each thing that is wrong. */
  readonly notices: readonly string[];
}

/** Reads the settings; the defaults where there is no file, and then without loading conf. Never throws. */
export async function readSettings(folder: string): Promise<ReadSettings> {
  const file = path.join(folder, 'settings.json');
  if (!existsSync(file)) return { settings: defaultSettings, notices: [] };
  try {
    const { default: Conf } = await import('conf');
    const { store } = new Conf({ cwd: folder, configName: 'settings', accessPropertiesByDotNotation: false });
    return checkSettings(file, store);
  } catch (error) {
    const notice =
      error instanceof SyntaxError
        ? `${file} is not valid JSON. Defaults are used until it is corrected.`
        : storageFailure('the settings could not be read', file, error).message;
    return { settings: defaultSettings, notices: [notice] };
  }
}

/** Takes what is right of a file's values, and says what is not. */
export function checkSettings(file: string, values: Readonly<Record<string, unknown>>): ReadSettings {
  const problems = Object.entries(values).map(([name, value]) => problemOf(name, value));
  const number = (name: keyof Settings, fallback: number): number => {
    const value = values[name];
    return typeof value === 'number' && problemOf(name, value) === undefined ? value : fallback;
  };
  const { prefetch, compareIgnores } = values;
  return {
    settings: {
      idleLockMinutes: number('idleLockMinutes', defaultSettings.idleLockMinutes),
      historyBudgetMiB: number('historyBudgetMiB', defaultSettings.historyBudgetMiB),
      prefetch: typeof prefetch === 'boolean' ? prefetch : defaultSettings.prefetch,
      filterLimitSeconds: number('filterLimitSeconds', defaultSettings.filterLimitSeconds),
      keepMiB: number('keepMiB', defaultSettings.keepMiB),
      compareIgnores: areNames(compareIgnores) ? compareIgnores : defaultSettings.compareIgnores,
    },
    notices: problems.filter((problem) => problem !== undefined).map((problem) => `${file}: ${problem}`),
  };
}

/** What is wrong with a value, as a sentence; undefined where it may be taken. */
function problemOf(name: string, value: unknown): string | undefined {
  if (!Object.hasOwn(defaultSettings, name)) {
    return `unknown setting ${name}. Settings are ${Object.keys(defaultSettings).join(', ')}.`;
  }
  if (name === 'compareIgnores') return areNames(value) ? undefined : `${name} must be a list of names.`;
  const [from, to] = settingRanges[name] ?? [];
  if (from === undefined || to === undefined) {
    return typeof value === 'boolean' ? undefined : `${name} must be true or false.`;
  }
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
    ? undefined
    : `${name} must be a whole number from ${from} to ${to}.`;
}

function areNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
