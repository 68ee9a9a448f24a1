// `settings.json` of the config folder: a plain file that people may write too. What is wrong in it changes nothing but itself: the
// default holds, and a notice says what is wrong. What there is to set is in `settings/table.ts`.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkSettings } from '../settings/kinds.ts';
import { defaultSettings, type SettingName, type Settings, settingNames } from '../settings/table.ts';
import { storageFailure } from './private-files.ts';

interface ReadSettings {
  readonly settings: Settings;
  /** Those that the file has a good value for. */
  readonly set: readonly SettingName[];
  /** Names that the file has and that are not followed; all of them where it cannot be read. */
  readonly refused: readonly string[];
  /** One sentence for each thing that is wrong. */
  readonly notices: readonly string[];
}

export function settingsFile(folder: string): string {
  return path.join(folder, 'settings.json');
}

/** Reads the settings; the defaults where there is no file. Never throws. */
export async function readSettings(folder: string): Promise<ReadSettings> {
  const file = settingsFile(folder);
  const wrong = (notice: string): ReadSettings => ({
    settings: defaultSettings,
    set: [],
    refused: settingNames,
    notices: [notice],
  });
  if (!existsSync(file)) return { settings: defaultSettings, set: [], refused: [], notices: [] };
  try {
    const values: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      return wrong(`${file} must hold one object. Defaults are used until it is corrected.`);
    }
    const { settings, set, problems } = checkSettings(values as Readonly<Record<string, unknown>>);
    const notices = [...problems.values()].map((problem) => `${file}: ${problem}`);
    return { settings, set, refused: [...problems.keys()], notices };
  } catch (error) {
    return error instanceof SyntaxError
      ? wrong(`${file} is not valid JSON. Defaults are used until it is corrected.`)
      : wrong(storageFailure('the settings could not be read', file, error).message);
  }
}
