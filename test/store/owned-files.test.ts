// Files that are there already: ours are closed to others, anything else is left alone. Links are followed nowhere.
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDrafts } from '../../src/store/drafts.ts';
import { withFolderLock } from '../../src/store/folder-lock.ts';
import { createHistory } from '../../src/store/history/history.ts';
import { claimAllIn, emptyFile, makePrivateFolder, NotOurs } from '../../src/store/owned-files.ts';
import { readBounded } from '../../src/store/private-files.ts';

const isRoot = process.getuid?.() === 0;
const somebody = 4321;

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-owned-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

const modeOf = (place: string): number => statSync(place).mode & 0o777;

function openHistory(folder: string): { readonly told: string[]; readonly count: number } {
  const told: string[] = [];
  const history = createHistory({ folder, bodyKey: undefined, onTrouble: (sentence) => told.push(sentence) });
  onTestFinished(() => history.close());
  return { told, count: history.count() };
}

describe('a folder', () => {
  test('of this user that others may enter is closed, and that is told', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    expect(makePrivateFolder(folder)).toBe(true);
    expect(modeOf(folder)).toBe(0o700);
    expect(makePrivateFolder(folder)).toBe(false);
  });

  test.runIf(isRoot)("of somebody else's is left alone", () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    chownSync(folder, somebody, somebody);
    expect(() => makePrivateFolder(folder)).toThrow(NotOurs);
    expect(modeOf(folder)).toBe(0o777);
  });

  test.runIf(process.platform === 'linux')('where there can be none is an error, and no search without an end', () => {
    expect(() => makePrivateFolder('/proc/x/config')).toThrow(/ENOENT/);
    expect(() => makePrivateFolder('/proc/version/config')).toThrow();
  });

  test('is made for its owner alone under any umask', () => {
    const before = process.umask(0);
    try {
      const folder = path.join(temporaryFolder(), 'a', 'b');
      makePrivateFolder(folder);
      expect([modeOf(folder), modeOf(path.dirname(folder))]).toEqual([0o700, 0o700]);
    } finally {
      process.umask(before);
    }
  });
});

describe('the history', () => {
  test('that others may read is closed to them, with its side files', () => {
    const folder = temporaryFolder();
    openHistory(folder);
    for (const side of ['', '-wal', '-shm']) chmodSync(path.join(folder, `history.db${side}`), 0o644);
    expect(openHistory(folder).told).toEqual([]);
    for (const side of ['', '-wal', '-shm']) expect(modeOf(path.join(folder, `history.db${side}`))).toBe(0o600);
  });

  test.each(['', '-wal', '-shm', '-journal'])('does without a history.db%s that is a link, and says so', (side) => {
    const folder = temporaryFolder();
    const elsewhere = path.join(temporaryFolder(), 'elsewhere');
    writeFileSync(elsewhere, 'precious');
    symlinkSync(elsewhere, path.join(folder, `history.db${side}`));
    expect(openHistory(folder).told.join()).toMatch(/is a link, which is not followed there/);
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
    expect(lstatSync(path.join(folder, `history.db${side}`)).isSymbolicLink()).toBe(true);
  });

  test('makes no file where a link leads to nothing', () => {
    const folder = temporaryFolder();
    const elsewhere = path.join(temporaryFolder(), 'elsewhere');
    symlinkSync(elsewhere, path.join(folder, 'history.db'));
    expect(openHistory(folder).told.length).toBe(1);
    expect(existsSync(elsewhere)).toBe(false);
  });

  test.runIf(isRoot)("of somebody else's is left alone", () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'history.db'), '');
    chownSync(path.join(folder, 'history.db'), somebody, somebody);
    expect(openHistory(folder).told.join()).toContain('belongs to another user');
    expect(statSync(path.join(folder, 'history.db')).size).toBe(0);
  });
});

describe('the lock', () => {
  test.each(['precious', undefined])('is no link: a file with %j is as it was', async (content) => {
    const folder = temporaryFolder();
    const elsewhere = path.join(temporaryFolder(), 'elsewhere');
    if (content !== undefined) writeFileSync(elsewhere, content);
    symlinkSync(elsewhere, path.join(folder, 'lock'));
    await expect(withFolderLock(folder, () => 1)).rejects.toThrow(/is a link/);
    expect(existsSync(elsewhere) ? readFileSync(elsewhere, 'utf8') : undefined).toBe(content);
  });

  test('is not emptied where the file has another name', async () => {
    const folder = temporaryFolder();
    const elsewhere = path.join(folder, 'precious');
    writeFileSync(elsewhere, 'precious, and longer than a database has to be'.repeat(40));
    linkSync(elsewhere, path.join(folder, 'lock'));
    expect(() => emptyFile(path.join(folder, 'lock'))).toThrow(NotOurs);
    await expect(withFolderLock(folder, () => 1)).rejects.toThrow(/another name/);
    expect(readFileSync(elsewhere, 'utf8')).toContain('precious');
  });

  test('that others may read is closed to them', async () => {
    const folder = temporaryFolder();
    await withFolderLock(folder, () => 1);
    chmodSync(path.join(folder, 'lock'), 0o666);
    expect(await withFolderLock(folder, () => 2)).toBe(2);
    expect(modeOf(path.join(folder, 'lock'))).toBe(0o600);
  });
});

describe('files of the vault', () => {
  test('are closed to others when they are read', () => {
    const file = path.join(temporaryFolder(), 'vault.json');
    writeFileSync(file, '{}', { mode: 0o644 });
    expect(readBounded(file, 100)).toEqual(new TextEncoder().encode('{}'));
    expect(modeOf(file)).toBe(0o600);
  });

  test.runIf(isRoot)("of somebody else's are not read", () => {
    const file = path.join(temporaryFolder(), 'vault.json');
    writeFileSync(file, '{}');
    chownSync(file, somebody, somebody);
    expect(() => readBounded(file, 100)).toThrow(/belongs to another user/);
  });
});

test('a draft that is a link is not taken over', async () => {
  const folder = temporaryFolder();
  const elsewhere = path.join(temporaryFolder(), 'elsewhere');
  writeFileSync(elsewhere, JSON.stringify({ version: 1, host: 'h', text: 'GET /planted' }));
  mkdirSync(path.join(folder, 'drafts'));
  symlinkSync(elsewhere, path.join(folder, 'drafts', 'x.json'));
  expect(await openDrafts(folder).takeOver()).toBeUndefined();
  expect(readdirSync(path.join(folder, 'drafts'))).toEqual(['x.json']);
});

test('what may be run has no link in it', () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'version'));
  writeFileSync(path.join(folder, 'version', 'code'), '');
  claimAllIn(folder);
  symlinkSync('/nowhere', path.join(folder, 'version', 'other'));
  expect(() => claimAllIn(folder)).toThrow(NotOurs);
});

test.runIf(isRoot)("what may be run has nothing of somebody else's in it", () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'version'));
  writeFileSync(path.join(folder, 'version', 'code'), '');
  chownSync(path.join(folder, 'version', 'code'), somebody, somebody);
  expect(() => claimAllIn(folder)).toThrow(/belongs to another user/);
});
