// The values of a placeholder read from the list that has them, page by page, for completion.
import type { Account } from '../../accounts/account.ts';
import { connect } from '../../accounts/connection.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { ListLocation } from '../../catalog/operation.ts';
import { type ListedValue, listedValues } from '../../catalog/value-sources.ts';
import { systemClock } from '../../http/clock.ts';
import { sourceText } from '../../json/document.ts';
import { exchange } from '../../perform/exchange.ts';
import { readAll } from '../../perform/read-all.ts';
import { resolveNames } from '../../perform/resolve-names.ts';
import { withQuery } from '../../request/edit.ts';
import type { RequestLine } from '../../request/types.ts';
import { readUserFile } from '../../store/user-files.ts';
import { version } from '../version.ts';

/** More than anybody reads through; the list is not read further. */
const mostValues = 500;

interface ListedOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called with the values of each page. */
  readonly take: (values: readonly ListedValue[]) => void;
}

/** @param request with nothing left to fill in but names */
export async function readListed(
  catalog: Catalog,
  account: Account,
  request: RequestLine,
  list: ListLocation,
  { env, timeoutMs, signal, take }: ListedOptions,
): Promise<void> {
  const connection = await connect(account, env, version, { timeoutMs, retries: 0 });
  const files = { read: readUserFile };
  const context = { signal, onEvent: () => undefined };
  try {
    const named = await resolveNames(catalog, connection, request, new Map(), files, context);
    if (!named.ok) return;
    const enough = new AbortController();
    let found = 0;
    await readAll({
      read: (query, pageContext) => exchange(connection, withQuery(named.request, query), files, pageContext),
      onPage: ({ document }) => {
        const page = listedValues(list, JSON.parse(sourceText(document, 0)));
        take(page);
        found += page.length;
        if (found >= mostValues) enough.abort();
      },
      onProgress: () => undefined,
      signal: AbortSignal.any([signal, enough.signal]),
      clock: systemClock,
    });
  } finally {
    await connection.close();
  }
}
