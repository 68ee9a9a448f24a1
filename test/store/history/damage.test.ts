// What can be wrong with the file: each is said once, nothing is written over, and there is a history all the same.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answered, newest, openHistory, sent, temporaryFolder } from './requests.ts';

/** A history of many pages, closed. */
function filled(): { readonly folder: string; readonly file: string } {
  const history = openHistory();
  for (let row = 0; row < 300; row += 1)
    history.add(sent(`GET /zones/${row}`, { at: row, outcome: answered('x'.repeat(300)) }));
  history.close();
  return { folder: history.folder, file: path.join(history.folder, 'history.db') };
}

function setAsideIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => file.startsWith('history.damaged-'));
}

const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (index * 131 + 7) % 251));

describe('a file that is', () => {
  test.each<readonly [string, (file: string) => void]>([
    ['noise from its first byte on', (file) => writeFileSync(file, noise(100_000))],
    ['noise after its header', (file) => overwrite(file, 100, noise(60_000))],
    ['cut off in the middle', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
    ['cut off within a page', (file) => truncateSync(file, 16_384 * 2 + 100)],
    ['a text', (file) => writeFileSync(file, 'not a database at all')],
    ['a database of something else', (file) => replaceWith(file, 'CREATE TABLE request (what TEXT)')],
    ['one whose tables are others', (file) => replaceWith(file, 'CREATE TABLE line (x); PRAGMA user_version = 1')],
  ])('%s is set aside as it is, and a new one begun', (_, damage) => {
    const { folder, file } = filled();
    damage(file);
    const damaged = readFileSync(file);
    const history = openHistory(folder);
    history.add(sent('GET /after'));
    expect(history.list(newest, 10).rows.map((row) => row.line)).toEqual(['GET /after']);
    expect(history.troubles).toEqual([
      expect.stringMatching(
        /^The history was damaged\. It was kept as history\.damaged-\S+\.db, and a new one was started$/,
      ),
    ]);
    const [kept = ''] = setAsideIn(folder);
    expect(readFileSync(path.join(folder, kept)).equals(damaged)).toBe(true);
    history.close();
    const again = openHistory(folder);
    expect(again.list(newest, 10).rows).toHaveLength(1);
    expect(again.troubles).toEqual([]);
  });

  test('damaged where nobody looks at first is set aside when somebody does', () => {
    const { folder, file } = filled();
    const history = openHistory(folder);
    expect(history.list(newest, 5).rows).toHaveLength(5);
    history.close();
    // The bodies lie towards the end; opening reads none of them.
    const size = readFileSync(file).length;
    overwrite(file, 16_384 * 3, noise(size - 16_384 * 3));
    const again = openHistory(folder);
    for (let id = 1; id <= 300; id += 1) again.read(id);
    [...again.search('zones', 'rank')].at(-1)?.rows();
    again.add(sent('GET /after'));
    expect(again.list(newest, 1).rows).toMatchObject([{ line: 'GET /after' }]);
    expect(again.troubles).toHaveLength(1);
    expect(setAsideIn(folder).length).toBeGreaterThan(0);
  });

  test('set aside by another process is not set aside again with the new one', () => {
    const { folder, file } = filled();
    const first = openHistory(folder);
    const second = openHistory(folder);
    first.count();
    second.count();
    const size = readFileSync(file).length;
    overwrite(file, 16_384, noise(size - 16_384));
    first.add(sent('GET /first'));
    second.add(sent('GET /second'));
    expect(setAsideIn(folder).filter((name) => name.endsWith('.db'))).toHaveLength(1);
    first.close();
    second.close();
    expect(
      openHistory(folder)
        .list(newest, 10)
        .rows.map((row) => row.line),
    ).toEqual(['GET /second', 'GET /first']);
  });
});

describe('a log', () => {
  /** A copy of a history whose last requests are in the log, as a killed program leaves it. */
  function killed(): { readonly folder: string; readonly log: string; readonly lines: readonly string[] } {
    const history = openHistory();
    for (let row = 0; row < 6; row += 1) history.add(sent(`GET /zones/${row}`, { at: row }));
    const folder = temporaryFolder();
    for (const side of ['', '-wal'])
      copyFileSync(path.join(history.folder, `history.db${side}`), path.join(folder, `history.db${side}`));
    return {
      folder,
      log: path.join(folder, 'history.db-wal'),
      lines: history.list(newest, 10).rows.map((row) => row.line),
    };
  }

  test('that a killed program left is read', () => {
    const { folder, lines } = killed();
    const history = openHistory(folder);
    expect(history.list(newest, 10).rows.map((row) => row.line)).toEqual(lines);
    expect(history.troubles).toEqual([]);
  });

  test('whose end was torn is read up to there, without a word', () => {
    const { folder, log, lines } = killed();
    truncateSync(log, readFileSync(log).length - 1000);
    const history = openHistory(folder);
    expect(history.list(newest, 10).rows.map((row) => row.line)).toEqual(lines.slice(1));
    expect(history.troubles).toEqual([]);
  });

  test.each<readonly [string, (log: string) => void]>([
    ['noise', (log) => writeFileSync(log, noise(50_000))],
    ['damaged in its header', (log) => overwrite(log, 17, noise(1))],
    ['damaged in its middle', (log) => overwrite(log, Math.floor(readFileSync(log).length / 2), noise(8))],
  ])('that is %s is set aside, and what is in the file itself stays', (_, damage) => {
    const { folder, log } = killed();
    damage(log);
    const damaged = readFileSync(log);
    const history = openHistory(folder);
    history.add(sent('GET /after'));
    expect(history.list(newest, 1).rows).toMatchObject([{ line: 'GET /after' }]);
    expect(history.troubles).toEqual([expect.stringContaining('its log was damaged')]);
    const [kept = ''] = setAsideIn(folder).filter((name) => name.endsWith('-wal'));
    expect(readFileSync(path.join(folder, kept)).equals(damaged)).toBe(true);
  });
});

describe('a history that cannot be opened', () => {
  test('because a newer program wrote it is left as it is', () => {
    const { folder, file } = filled();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)');
    raw.close();
    const before = readFileSync(file);
    const history = openHistory(folder);
    history.add(sent('GET /now'));
    expect(history.list(newest, 10).rows.map((row) => row.line)).toEqual(['GET /now']);
    history.add(sent('GET /then'));
    expect(history.troubles).toEqual([expect.stringMatching(/newer flarescope.*version 99/)]);
    history.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(setAsideIn(folder)).toEqual([]);
  });

  test('because its folder cannot be made lasts as long as the program', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'data'), 'a file where the folder should be');
    const history = openHistory(path.join(folder, 'data'));
    const id = history.add(sent('GET /now', { outcome: answered('still here') }));
    expect(history.read(id)?.exchange?.answer?.body).toEqual(new Uint8Array(Buffer.from('still here')));
    expect([...history.search('now', 'rank')].at(-1)?.rows()).toHaveLength(1);
    expect(history.troubles).toEqual([expect.stringContaining('The history could not be opened')]);
    expect(readFileSync(path.join(folder, 'data'), 'utf8')).toBe('a file where the folder should be');
  });
});

describe.skipIf(!canMount())('on a disk', () => {
  function mounted(size: string): { readonly folder: string; readonly remount: (options: string) => void } {
    const mount = mkdtempSync(path.join(tmpdir(), 'flarescope-mount-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', mount]);
    onTestFinished(() => {
      execFileSync('umount', [mount]);
      rmSync(mount, { recursive: true });
    });
    const folder = path.join(mount, 'data');
    return { folder, remount: (options) => execFileSync('mount', ['-o', `remount,${options}`, mount]) };
  }

  test('that fills up, what is stored can be read, and it is said once', () => {
    const { folder } = mounted('2m');
    const history = openHistory(folder);
    const id = history.add(sent('GET /first', { outcome: answered('stored') }));
    mkdirSync(folder, { recursive: true });
    const rest = path.join(folder, 'rest');
    expect(() => writeFileSync(rest, noise(4_000_000))).toThrow('ENOSPC');
    for (let row = 0; row < 3; row += 1) {
      expect(() => history.add(sent(`GET /${row}`, { outcome: answered(noise(900_000)) }))).toThrow();
    }
    expect(history.troubles).toEqual([expect.stringContaining('the disk is full')]);
    expect(history.read(id)?.exchange?.answer?.body).toEqual(new Uint8Array(Buffer.from('stored')));
    rmSync(rest);
    // As soon as there is room, it goes on.
    history.add(sent('GET /after'));
    expect(history.list(newest, 1).rows).toMatchObject([{ line: 'GET /after' }]);
  });

  test('that is full from the start, it lasts as long as the program', () => {
    const { folder } = mounted('64k');
    expect(() => writeFileSync(path.join(path.dirname(folder), 'rest'), noise(1_000_000))).toThrow('ENOSPC');
    const history = openHistory(folder);
    history.add(sent('GET /now'));
    expect(history.list(newest, 10).rows).toHaveLength(1);
    expect(history.troubles).toHaveLength(1);
  });

  test('that may not be written to, it lasts as long as the program, and the file stays as it is', () => {
    const { folder, remount } = mounted('8m');
    const before = openHistory(folder);
    before.add(sent('GET /before'));
    before.close();
    const bytes = readFileSync(path.join(folder, 'history.db'));
    remount('ro');
    const history = openHistory(folder);
    history.add(sent('GET /now'));
    expect(history.list(newest, 10).rows.map((row) => row.line)).toEqual(['GET /now']);
    expect(history.troubles).toHaveLength(1);
    history.close();
    remount('rw');
    expect(readFileSync(path.join(folder, 'history.db')).equals(bytes)).toBe(true);
  });
});

/** Root may mount here; elsewhere these tests are left out. */
function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function replaceWith(file: string, sql: string): void {
  rmSync(file);
  const other = new DatabaseSync(file);
  other.exec(sql);
  other.close();
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const whole = readFileSync(file);
  whole.set(bytes.subarray(0, whole.length - at), at);
  writeFileSync(file, whole);
}
