// `flarescope config …`: lists, prints, changes and unsets the settings. What is wrong in the file is told on standard error each
// time, and the exit says so: a script that reads a default in its place would not notice.

import { expected, readSetting, settingText, unknownSetting } from '../settings/kinds.ts';
import { isSettingName, type SettingName, settingNames, settingTable } from '../settings/table.ts';
import { locate } from '../store/locations.ts';
import { readSettings, settingsFile } from '../store/settings.ts';
import { padEnd, truncate } from '../text/width.ts';
import type { ConfigValues } from './commands/config.ts';
import { complain } from './complain.ts';
import { type Io, print, tell } from './io.ts';
import { exitCodes, messageOf, Refusal } from './messages.ts';
import type { Given } from './spec.ts';

/** What is in force, after what is wrong in the file was told. */
async function readTold(io: Io) {
  const read = await readSettings(locate(io.env).config);
  for (const notice of read.notices) complain(io, notice);
  return read;
}

export async function listConfig({ values }: Given<ConfigValues>, io: Io): Promise<number> {
  const { settings, set, refused } = await readTold(io);
  const code = refused.length === 0 ? exitCodes.success : exitCodes.failed;
  const rows = settingNames.map((name) => ({ name, value: settings[name], isSet: set.includes(name) }));
  if (values.json) {
    const described = rows.map(({ name, value, isSet }) => {
      const { default: usual, meaning, applies, ...kind } = settingTable[name];
      return { name, value, default: usual, isSet, takes: expected(kind), meaning, applies };
    });
    await print(io, `${JSON.stringify(described, undefined, 2)}\n`);
    return code;
  }
  const isForEyes = io.isForEyes || io.colorDepth > 1;
  const lines = rows.map(({ name, value, isSet }) => {
    const text = settingText(value);
    if (!isForEyes) return `${name}\t${text}\t${isSet ? 'set' : 'default'}\t${settingTable[name].meaning}\n`;
    const start = `${isSet ? '*' : ' '} ${name.padEnd(widestName)}  ${padEnd(truncate(text, valueCells), valueCells)}  `;
    const room = (io.stdout.columns || 80) - start.length;
    const meaning = room < leastMeaning ? '' : truncate(settingTable[name].meaning, room);
    return `${(start + meaning).trimEnd()}\n`;
  });
  await print(io, lines.join(''));
  return code;
}

const widestName = Math.max(...settingNames.map((name) => name.length));

const valueCells = 14;

/** A meaning of fewer letters tells nothing. */
const leastMeaning = 16;

export async function getConfig({ values, words }: Given<{ readonly json: boolean }>, io: Io): Promise<number> {
  const name = nameIn(words);
  const { settings, refused } = await readTold(io);
  const value = settings[name];
  await print(io, `${values.json ? JSON.stringify(value) : settingText(value)}\n`);
  return refused.includes(name) ? exitCodes.failed : exitCodes.success;
}

export async function setConfig({ words }: Given, io: Io): Promise<number> {
  const name = nameIn(words);
  const read = readSetting(name, words.slice(1).join(' '));
  if (!read.ok) throw new Refusal(read.problem);
  return change(name, read.value, io);
}

export async function unsetConfig({ words }: Given, io: Io): Promise<number> {
  return change(nameIn(words), undefined, io);
}

export async function printConfigPath(io: Io): Promise<number> {
  return tell(io, `${settingsFile(locate(io.env).config)}\n`);
}

/** @throws Refusal where there is no such setting */
function nameIn([name = '']: readonly string[]): SettingName {
  if (isSettingName(name)) return name;
  throw new Refusal(unknownSetting(name));
}

async function change(
  name: SettingName,
  value: Parameters<typeof settingText>[0] | undefined,
  io: Io,
): Promise<number> {
  const { writeSetting } = await import('../store/settings-writer.ts');
  try {
    await writeSetting(locate(io.env).config, name, value);
  } catch (error) {
    throw new Refusal(messageOf(error), exitCodes.failed);
  }
  return exitCodes.success;
}
