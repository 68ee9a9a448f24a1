// A user of an explorer that has read the catalog, and what such a user looks at.
import { recognisePage } from '../../src/api/recognise.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { createRank } from '../../src/catalog/rank/rank.ts';
import { openPicker } from '../../src/explorer/model/focus.ts';
import { pickerItems } from '../../src/explorer/shell/pickers.ts';
import { type Driver, drive } from './driver.ts';

const catalog = loadCatalog();
const known = { catalog, rank: createRank(catalog), baseUrl: undefined };

export const zone = '023e105f4ecef8ad9ca31a8372d0c353';

export function driveKnown(columns = 80, rows = 24): Driver {
  const user = drive(columns, rows);
  knowCatalog(user);
  return user;
}

export function knowCatalog(user: Driver): void {
  user.dispatch({ type: 'catalog.loaded', known });
  user.effects();
}

/** What the open list shows, a row each. */
export function offered(user: Driver, width = 200): readonly string[] {
  const picker = openPicker(user.state());
  if (!picker) throw new Error('no list is open');
  return pickerItems(user.state(), picker).map(({ row }) =>
    (typeof row === 'function' ? row(width) : row).map(({ text }) => text).join(''),
  );
}

/** Answers the lookup that was just asked for with a page of names, of `total`. */
export function listNames(user: Driver, names: readonly string[], page = 1, total = names.length): void {
  const asked = user.effects().findLast((effect) => effect.type === 'lookup.read');
  if (asked?.type !== 'lookup.read') throw new Error('nothing was looked up');
  const per_page = Math.max(1, names.length);
  const values = names.map((name) => ({ id: idOf(name), name }));
  const resultInfo = {
    page,
    per_page,
    count: names.length,
    total_count: total,
    total_pages: Math.ceil(total / per_page),
  };
  const query = asked.request.items.flatMap((item) =>
    item.kind === 'query' ? [[item.name, item.value] as const] : [],
  );
  const info = recognisePage({ query, resultInfo, count: names.length, firstId: values[0]?.id });
  user.dispatch({ type: 'lookup.listed', id: asked.id, key: asked.key, values, info });
}

/** An id as the API has them, told by its name alone. */
export function idOf(name: string): string {
  return Buffer.from(name.padEnd(16, '.').slice(0, 16)).toString('hex');
}
