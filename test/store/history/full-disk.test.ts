// A disk that takes no more: each thing that cannot be stored is told in a sentence, nothing that is there is lost.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillDisk, mountSmallDisk, noMounts } from '../odd-disks.ts';
import { newest, openHistory, sent, temporaryFolder } from './requests.ts';

const inCi = process.env.CI !== undefined;

describe.skipIf(noMounts !== undefined && !inCi)(`a full disk${noMounts ? ` (skipped: ${noMounts})` : ''}`, () => {
  // From no file at all, over one without tables, to one that takes a few rows.
  test.each([0, 4, 16, 32, 48, 64, 96, 128, 192].map((kib) => kib * 1024))(
    'with %i bytes left is told in a sentence, and the session goes on',
    (left) => {
      const folder = path.join(temporaryFolder(), 'data');
      mountSmallDisk(folder, 1024);
      fillDisk(folder, left);
      const history = openHistory(folder);
      let stored = 0;
      for (let row = 0; row < 40; row++) {
        try {
          history.add(sent(`GET /zones/${row}`));
          stored++;
        } catch {
          break;
        }
      }
      expect(history.troubles).toHaveLength(1);
      expect(history.troubles[0]).toMatch(
        /^The history could not be (?:opened|written): the disk is full(?:, or cannot be written or read)?\. Requests are kept only until you quit$/,
      );
      expect(history.list(newest, 100).rows).toHaveLength(stored);
      history.close();
      rmSync(path.join(folder, 'fill'));
      const again = openHistory(folder);
      again.add(sent('GET /after'));
      expect(again.list(newest, 1).rows[0]?.line).toBe('GET /after');
      expect(again.troubles).toEqual([]);
    },
  );
});
