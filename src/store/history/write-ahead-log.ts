// Whether SQLite's write-ahead log is whole, by its own checksums (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
// SQLite trusts a log up to its first wrong frame and drops the rest without a word. A torn end is no damage: a program was
// killed there, before its transaction was complete. A complete transaction after a wrong frame is.
import { readFileSync } from 'node:fs';

const headerSize = 32;
const frameHeaderSize = 24;

/** Checksums over big-endian words have the last bit set, over little-endian words not. */
const magic = 0x377f0682;

export function isLogDamaged(file: string): boolean {
  let log: Buffer;
  try {
    log = readFileSync(file);
  } catch {
    return false;
  }
  // Made, and nothing written yet.
  if (log.length < headerSize) return log.some((byte) => byte !== 0);
  const kind = log.readUInt32BE(0);
  if ((kind & ~1) >>> 0 !== magic) return true;
  const isBigEndian = (kind & 1) === 1;
  const words = (from: number, to: number, sum: Sum): Sum => checksum(log, from, to, isBigEndian, sum);
  let sum = words(0, 24, [0, 0]);
  if (!isSum(log, 24, sum)) return true;
  const pageSize = log.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65536) return true;

  let isChainBroken = false;
  for (let at = headerSize; at + frameHeaderSize + pageSize <= log.length; at += frameHeaderSize + pageSize) {
    // Frames of an earlier round of the log, which begins anew after each checkpoint, carry another salt.
    const isOfThisRound = log.compare(log, 16, 24, at + 8, at + 16) === 0;
    if (!isChainBroken) {
      sum = words(at, at + 8, sum);
      sum = words(at + frameHeaderSize, at + frameHeaderSize + pageSize, sum);
      isChainBroken = !isOfThisRound || !isSum(log, at + 16, sum);
    } else if (isOfThisRound && log.readUInt32BE(at + 4) !== 0) {
      // The size of the database after a commit stands only in a transaction's last frame.
      return true;
    }
  }
  return false;
}

type Sum = readonly [number, number];

function isSum(log: Buffer, at: number, sum: Sum): boolean {
  return log.readUInt32BE(at) === sum[0] && log.readUInt32BE(at + 4) === sum[1];
}

/** Fibonacci-weighted sums of pairs of 32-bit words; `to - from` is a multiple of 8. */
function checksum(log: Buffer, from: number, to: number, isBigEndian: boolean, [first, second]: Sum): Sum {
  let a = first;
  let b = second;
  for (let at = from; at < to; at += 8) {
    a = (a + (isBigEndian ? log.readUInt32BE(at) : log.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBigEndian ? log.readUInt32BE(at + 4) : log.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
