import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { homeExpanded, writeUserFile } from '../../src/store/user-files.ts';
import { newPlace } from './vault-fixture.ts';

function newFolder(): string {
  const { folder } = newPlace();
  mkdirSync(folder);
  return folder;
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function* torn(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('half');
  throw new Error('no more');
}

const polite = { mayReplace: false, isPrivate: true };
const bold = { mayReplace: true, isPrivate: true };

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

describe('writing a file of the user', () => {
  test('writes all chunks, for the user alone', async () => {
    const file = path.join(newFolder(), 'a.json');
    expect(await writeUserFile(file, chunks('{"a":', '"é"}'), polite)).toBe(10);
    expect(readFileSync(file, 'utf8')).toBe('{"a":"é"}');
    expect(modeOf(file)).toBe(0o600);
  });

  test('leaves what is there, unless it may be replaced', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'a.json');
    writeFileSync(file, 'before');
    chmodSync(file, 0o664);
    expect(await writeUserFile(file, chunks('after'), polite)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('before');
    await writeUserFile(file, chunks('public'), { mayReplace: true, isPrivate: false });
    expect(modeOf(file)).toBe(0o664);
    expect(await writeUserFile(file, chunks('after'), bold)).toBe(5);
    expect(readFileSync(file, 'utf8')).toBe('after');
    expect(modeOf(file)).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test.each([true, false])('that fails half way leaves no trace (there before: %s)', async (isThere) => {
    const folder = newFolder();
    const file = path.join(folder, 'a.json');
    if (isThere) writeFileSync(file, 'before');
    await expect(writeUserFile(file, torn(), bold)).rejects.toThrow('no more');
    expect(readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'))).toEqual(
      isThere ? ['before'] : [],
    );
  });

  test('follows a link and keeps it', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'real'), 'before');
    symlinkSync('real', path.join(folder, 'link'));
    await writeUserFile(path.join(folder, 'link'), chunks('after'), bold);
    expect(readFileSync(path.join(folder, 'real'), 'utf8')).toBe('after');
  });

  test('replaces neither folders nor devices', async () => {
    await expect(writeUserFile(newFolder(), chunks('x'), bold)).rejects.toThrow('folder');
    await expect(writeUserFile('/dev/null', chunks('x'), bold)).rejects.toThrow('regular');
  });

  test('takes bytes that are shared with another thread', async () => {
    const file = path.join(newFolder(), 'shared');
    const shared = new Uint8Array(new SharedArrayBuffer(3 * 1024 * 1024 + 5)).fill(0x61);
    async function* once(): AsyncGenerator<Uint8Array> {
      yield shared;
    }
    expect(await writeUserFile(file, once(), polite)).toBe(shared.length);
    expect(readFileSync(file).every((byte) => byte === 0x61)).toBe(true);
  });
});

test('~ is the home folder at the beginning only', () => {
  expect(homeExpanded('~/a', '/home/ada')).toBe('/home/ada/a');
  expect(homeExpanded('a~/b', '/home/ada')).toBe('a~/b');
  expect(homeExpanded('~/a', undefined)).toBe('~/a');
});
