// A history of a million requests, as years of use would leave it: most lines come again and again, many hold ids that come once.
// Rows go in by the store's own code, many to a transaction. The same seed gives the same history.
import { openDatabase } from '../../src/store/history/database.ts';
import type { SentRequest } from '../../src/store/history/entry.ts';
import { insertRequest } from '../../src/store/history/write.ts';

export interface HistoryShape {
  readonly rows: number;
  /** Of a thousand requests, how many have a line that was never sent before. */
  readonly newLines: number;
}

/** Requests in a transaction. */
const batch = 20_000;

/** Fills the history in `folder`. Its newest row was sent at `now`, a minute after the one before. */
export function fillHistory(folder: string, shape: HistoryShape, now: number): void {
  const database = openDatabase(folder);
  // Nobody pulls the plug here, and a million rows take long enough.
  database.db.exec('PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF; PRAGMA cache_size = -400000');
  const next = requests(shape, now);
  try {
    for (let row = 0; row < shape.rows; row += batch) {
      database.write(() => {
        for (let number = row; number < Math.min(shape.rows, row + batch); number += 1) {
          const request = next.next().value;
          if (request) insertRequest(database, request, undefined, { key: undefined, budget: 0 });
        }
      });
    }
    database.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

const profiles = ['production', 'staging', 'agency-client-eu'];
const minute = 60_000;

function* requests({ rows, newLines }: HistoryShape, now: number): Generator<SentRequest> {
  const random = createRandom(20_241_101);
  const known: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const isNew = known.length < 50 || random(1000) < newLines;
    // What was used lately is used again: half of the repetitions are of the newest tenth.
    const recent = random(2) === 0 ? random(Math.ceil(known.length / 10)) : random(known.length);
    const line = isNew ? newLine(random) : (known[known.length - 1 - recent] ?? newLine(random));
    if (isNew) known.push(line);
    const [method = 'GET', path = '/'] = line.split(' ');
    yield {
      at: now - (rows - 1 - row) * minute,
      profile: profiles[random(profiles.length)] ?? '',
      origin: 'https://api.cloudflare.com',
      line,
      typed: undefined,
      method,
      path,
      partOf: undefined,
      headers: [],
      body: undefined,
      outcome: {
        type: 'answered',
        status: random(20) === 0 ? 404 : 200,
        statusText: '',
        headers: [['cf-ray', '8f0e1d2c3b4a5968-FRA']],
        body: undefined,
        size: random(100_000),
        url: '',
        durationMs: random(900),
        attempts: 1,
      },
    };
  }
}

type Random = (below: number) => number;

function newLine(random: Random): string {
  const zone = hex(random);
  const kinds = [
    () => `GET /zones/${zone}/dns_records per_page==${random(100)} page==${random(20)}`,
    () => `GET /zones/${zone}/dns_records type==TXT name==host${random(100_000)}.example.com`,
    () =>
      `POST /zones/${zone}/dns_records type=A name=www${random(100_000)} content=198.51.100.${random(255)} ttl:=3600`,
    () => `PATCH /zones/${zone}/settings/ssl value=full`,
    () => `DELETE /zones/${zone}/firewall/rules/${hex(random)}`,
    () => `GET /accounts/${zone}/workers/scripts/worker-${random(5000)}/settings`,
    () => `GET /accounts/${zone}/r2/buckets | .result.buckets[].name`,
    () => `GET /zones name==site${random(100_000)}.example.com`,
  ];
  return (kinds[random(kinds.length)] ?? kinds[0])?.() ?? '';
}

function hex(random: Random): string {
  return Array.from({ length: 4 }, () => random(0x1_0000_0000).toString(16).padStart(8, '0')).join('');
}

/** Numbers that look random and are the same in every run: mulberry32, public domain. */
function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}
