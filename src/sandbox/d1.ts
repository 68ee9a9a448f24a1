// D1 databases: a list by page, one database. Read only; their ids are UUIDs.
import { type Account, inAccount } from './accounts.ts';
import { refuse, success } from './envelope.ts';
import { listByPage, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt } from './vocabulary.ts';
import { perOwner } from './world.ts';

type Database = {
  readonly uuid: string;
  readonly name: string;
  readonly version: string;
  readonly created_at: string;
  readonly file_size: number;
  readonly num_tables: number;
  readonly jurisdiction: string | null;
  readonly read_replication: { readonly mode: 'auto' | 'disabled' };
};

/** 10 to 10,000, default 1,000: the published schema; clamping is our reading. */
const DATABASE_PAGES: PageSizes = { initial: 1000, min: 10, max: 10_000, outOfRange: 'clamp' };

const databasesOf = perOwner('d1', (random, account: Account): readonly Database[] =>
  Array.from({ length: account.type === 'enterprise' ? 27 : 3 }, (_, index) => ({
    uuid: random.uuid(),
    name: `${nameAt(index)}-db`,
    version: 'production',
    created_at: random.instant(FIRST_DAY, LAST_DAY),
    file_size: random.int(12_288, 90_000_000),
    num_tables: random.int(1, 24),
    jurisdiction: random.chance(0.2) ? 'eu' : null,
    read_replication: { mode: random.pick(['auto', 'disabled'] as const) },
  })),
);

export const listDatabases = inAccount((call, account) => {
  const name = call.query.get('name');
  const found = databasesOf(call.world, account).filter((database) => name === null || database.name.includes(name));
  const heads = found.map(({ uuid, name: title, version, created_at, jurisdiction }) => {
    return { uuid, name: title, version, created_at, jurisdiction };
  });
  return listByPage(heads, call.query, DATABASE_PAGES);
});

export const getDatabase = inAccount((call, account) => {
  const id = call.params.database_id ?? '';
  const database = databasesOf(call.world, account).find((candidate) => candidate.uuid === id);
  if (database === undefined) return refuse(404, 7404, `The database ${id} could not be found`);
  return success(database);
});
