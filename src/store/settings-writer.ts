// Changes one setting in `settings.json` and nothing else there: other members, their order, their digits and the blanks between
// them stay as people wrote them. Loaded with the first change.

import { readFileSync } from 'node:fs';
import { childrenOf } from '../json/children.ts';
import { endOf, type JsonDocument, keyOf, keyStart, kindOf, type NodeId, startOf } from '../json/document.ts';
import { indexDocument } from '../json/parse.ts';
import type { SettingName, SettingValue } from '../settings/table.ts';
import { withFolderLock } from './folder-lock.ts';
import { isDanglingLink, replaceFile, StorageFailure, storageFailure } from './private-files.ts';
import { settingsFile } from './settings.ts';

/**
 * Writes a value, which has been checked, or takes the setting out of the file.
 *
 * @throws StorageFailure, and the file is as it was: also where it is not valid JSON, which is never written over
 */
export async function writeSetting(folder: string, name: SettingName, value: SettingValue | undefined): Promise<void> {
  const file = settingsFile(folder);
  try {
    await withFolderLock(folder, () => {
      const before = readWhole(file);
      const after = before === undefined ? firstSetting(name, value) : withMember(file, before, name, value);
      if (after !== undefined && after !== before) replaceFile(file, new Uint8Array(after));
    });
  } catch (error) {
    throw storageFailure('the setting could not be saved', file, error);
  }
}

/** Undefined where there is no file. */
function readWhole(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing && !isDanglingLink(file)) return undefined;
    throw error;
  }
}

function firstSetting(name: string, value: SettingValue | undefined): Buffer | undefined {
  return value === undefined ? undefined : Buffer.from(`{\n  ${memberText(name, value)}\n}\n`);
}

function withMember(file: string, before: Buffer, name: string, value: SettingValue | undefined): Buffer {
  const document = documentIn(file, before);
  const members = childrenOf(document, 0);
  // Of several with one name the last one counts.
  const own = members.filter((node) => keyOf(document, node) === name);
  const last = own.at(-1);
  if (value === undefined) return last === undefined ? before : withMember(file, without(document, last), name, value);
  if (last === undefined) return withNew(document, members.at(-1), memberText(name, value));
  return replaced(before, startOf(document, last), endOf(document, last), valueText(value));
}

/** @throws StorageFailure */
function documentIn(file: string, bytes: Buffer): JsonDocument {
  const indexed = indexDocument(new Uint8Array(bytes));
  if (!indexed.ok) {
    const { line, column, reason } = indexed.error;
    throw new StorageFailure(
      `${file} is not valid JSON (line ${line}, column ${column}: ${reason}). Nothing was changed. Correct it, then try again.`,
    );
  }
  if (kindOf(indexed.document, 0) === 'object') return indexed.document;
  throw new StorageFailure(`${file} must hold one object. Nothing was changed. Correct it, then try again.`);
}

function withNew(document: JsonDocument, last: NodeId | undefined, member: string): Buffer {
  if (last === undefined) {
    return replaced(document.bytes, startOf(document, 0), endOf(document, 0), `{\n  ${member}\n}`);
  }
  const blanks = Buffer.from(document.bytes.subarray(blanksBefore(document, last), keyStart(document, last)));
  const gap = blanks.includes(0x0a) ? blanks.toString('utf8') : ' ';
  return replaced(document.bytes, endOf(document, last), endOf(document, last), `,${gap}${member}`);
}

/** Without a member, the comma that parted it from the others, and the blanks before it. */
function without(document: JsonDocument, node: NodeId): Buffer {
  const members = childrenOf(document, 0);
  const at = members.indexOf(node);
  const [previous, next] = [members[at - 1], members[at + 1]];
  if (previous !== undefined) return replaced(document.bytes, endOf(document, previous), endOf(document, node), '');
  const from = keyStart(document, node) ?? 0;
  const to = next === undefined ? endOf(document, node) : keyStart(document, next);
  return replaced(document.bytes, from, to ?? from, '');
}

/** Where the blanks before a member's key begin. */
function blanksBefore(document: JsonDocument, node: NodeId): number {
  let at = keyStart(document, node) ?? 0;
  while (at > 0 && [0x20, 0x09, 0x0a, 0x0d].includes(document.bytes[at - 1]!)) at -= 1;
  return at;
}

function replaced(bytes: Uint8Array, from: number, to: number, text: string): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(text), bytes.subarray(to)]);
}

function memberText(name: string, value: SettingValue): string {
  return `${JSON.stringify(name)}: ${valueText(value)}`;
}

function valueText(value: SettingValue): string {
  return typeof value === 'object'
    ? `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`
    : JSON.stringify(value);
}
