// Rows that commands append to the journal, and whoever opens the history folds in: each once, and nothing that would be sealed.
import {
  appendFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { SentRequest } from '../../../src/store/history/entry.ts';
import { createHistory, type History } from '../../../src/store/history/history.ts';
import { appendAllToJournal, appendToJournal, journalId } from '../../../src/store/history/journal.ts';
import { temporaryFolder } from '../../helpers/command.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = path.join(await temporaryFolder(), 'data');
  file = path.join(folder, 'history.journal');
});

function sent(line: string, at: number, status?: number): SentRequest {
  const failure = {
    kind: 'network',
    tried: line,
    happened: 'the program ended before a response came',
    next: 'read it again',
  };
  return {
    at,
    profile: 'environment',
    origin: 'https://api.example',
    line,
    typed: 'GET /typed secret-word',
    method: 'GET',
    path: '/zones',
    partOf: undefined,
    headers: [['X-Own', 'header-word']],
    body: new TextEncoder().encode('body-word'),
    outcome:
      status === undefined
        ? { type: 'failed', failure }
        : {
            type: 'answered',
            status,
            statusText: 'OK',
            headers: [
              ['cf-ray', '8ab'],
              ['X-Answer', 'answer-word'],
            ],
            body: new TextEncoder().encode('answered-word'),
            size: 13,
            url: 'https://api.example/zones?token=url-word',
            durationMs: 12.4,
            attempts: 1,
          },
  };
}

function open(): { readonly history: History; readonly told: string[] } {
  const told: string[] = [];
  const history = createHistory({ folder, bodyKey: undefined, onTrouble: (sentence) => told.push(sentence) });
  onTestFinished(history.close);
  return { history, told };
}

const linesOf = (history: History): readonly string[] =>
  history.list({ from: 'newest' }, 100).rows.map(({ line, status, failure }) => `${line} ${status ?? failure}`);

/** The id of a process that has ended: no system gives so high a number. */
const ended = '4000000-1-1';

describe('the journal', () => {
  test('is folded in by whoever opens the history, and by whoever has it open', () => {
    expect(appendToJournal(folder, journalId(1), sent('GET /a', 1, 200), true)).toBe(true);
    expect(appendToJournal(folder, journalId(2), sent('GET /b', 2, 404), true)).toBe(true);
    const { history, told } = open();
    expect(linesOf(history)).toEqual(['GET /b 404', 'GET /a 200']);
    expect(existsSync(file)).toBe(false);
    appendToJournal(folder, journalId(3), sent('GET /c', 3, 200), true);
    expect(linesOf(history)).toEqual(['GET /c 200', 'GET /b 404', 'GET /a 200']);
    expect(history.read(1)).toMatchObject({ ray: '8ab', size: 13, duration: 12, isRedacted: true, bodies: 'no key' });
    expect(told).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.includes('journal'))).toEqual([]);
  });

  test('holds the pages of a list too, which belong to the first of them wherever that has got to', () => {
    const first = sent('GET /a', 1, 200);
    const page = (number: number): SentRequest => ({
      ...sent(`GET /a page==${number}`, number, 200),
      partOf: { at: first.at, line: first.line },
    });
    appendToJournal(folder, journalId(1), first, true);
    expect(appendAllToJournal(folder, [page(2), page(3)])).toBe(true);
    const { history } = open();
    expect(linesOf(history)).toEqual(['GET /a 200']);
    expect([2, 3].map((row) => history.read(row))).toMatchObject([{ partOf: 1 }, { partOf: 1 }]);
    appendAllToJournal(folder, [page(4)]);
    // The first of another account is none of theirs; and it may have been deleted.
    appendAllToJournal(folder, [
      { ...page(5), profile: 'other' },
      { ...page(6), partOf: { at: 9, line: 'GET /gone' } },
    ]);
    expect(linesOf(history)).toEqual(['GET /a page==6 200', 'GET /a page==5 200', 'GET /a 200']);
    expect(history.read(4)?.partOf).toBe(1);
    expect(history.add(page(7))).toBe(7);
    expect(history.read(7)?.partOf).toBe(1);
    expect([5, 6].map((row) => history.read(row)?.partOf)).toEqual([undefined, undefined]);
  });

  test('is for its owner alone, and holds nothing that the history seals', () => {
    appendToJournal(folder, journalId(1), sent('GET /a', 1, 200), true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, 'utf8')).not.toMatch(/-word/);
  });

  test('says of a write that went what came of it; or that nothing is known, once its program has ended', () => {
    const id = journalId(1);
    appendToJournal(folder, id, sent('POST /a', 1), false);
    appendToJournal(folder, ended, sent('POST /b', 2), false);
    appendToJournal(folder, '4000000-1-2', sent('POST /c', 3), false);
    appendToJournal(folder, '4000000-1-2', undefined, true);
    const { history } = open();
    // The first is still on its way.
    expect(linesOf(history)).toEqual(['POST /b network']);
    appendToJournal(folder, id, sent('POST /a', 1, 201), true);
    expect(linesOf(history)).toEqual(['POST /b network', 'POST /a 201']);
    expect(linesOf(history)).toHaveLength(2);
  });

  test('loses nothing but what a full disk cut off, and takes no row twice', () => {
    appendToJournal(folder, journalId(1), sent('GET /a', 1, 200), true);
    const whole = readFileSync(file);
    appendFileSync(file, '{"version":1,"id":"1-1-1","isOv');
    linesOf(open().history);
    // A program that was killed after it had stored the rows, and one that was before.
    writeFileSync(`${file}-4000000-1`, whole, { mode: 0o600 });
    appendToJournal(folder, journalId(2), sent('GET /b', 2, 200), true);
    writeFileSync(`${file}-4000001-1`, readFileSync(file), { mode: 0o600 });
    writeFileSync(file, '');
    expect(linesOf(open().history)).toEqual(['GET /b 200', 'GET /a 200']);
    expect(readdirSync(folder).filter((name) => name.includes('journal'))).toEqual([]);
  });

  test('takes no line where it is a link, has another name, or nobody has read it for long', () => {
    appendToJournal(folder, journalId(1), sent('GET /a', 1, 200), true);
    linkSync(file, path.join(folder, 'other'));
    expect(appendToJournal(folder, journalId(2), sent('GET /b', 2, 200), true)).toBe(false);
    linesOf(open().history);
    symlinkSync(path.join(folder, 'elsewhere'), file);
    expect(appendToJournal(folder, journalId(3), sent('GET /c', 3, 200), true)).toBe(false);
    expect(existsSync(path.join(folder, 'elsewhere'))).toBe(false);
  });

  test('does not grow without bounds', () => {
    let taken = 0;
    while (
      taken < 10_000 &&
      appendToJournal(folder, journalId(taken), sent(`GET /${'x'.repeat(4000)}`, taken, 200), true)
    )
      taken += 1;
    expect(taken).toBeLessThan(100);
    expect(appendToJournal(folder, journalId(1), sent(`GET /${'x'.repeat(20_000)}`, 1, 200), true)).toBe(false);
    const { history } = open();
    expect(history.count()).toBe(taken);
    expect(appendToJournal(folder, journalId(2), sent('GET /b', 2, 200), true)).toBe(true);
  });

  test('is left alone by a history that stores nothing', () => {
    appendToJournal(folder, journalId(1), sent('GET /a', 1, 200), true);
    const history = createHistory({ folder, bodyKey: undefined, isOff: true, onTrouble: () => undefined });
    history.add(sent('GET /b', 2, 200));
    expect(linesOf(history)).toEqual(['GET /b 200']);
    history.close();
    expect(readdirSync(folder)).toEqual(['history.journal']);
  });
});
