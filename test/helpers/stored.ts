// What another process has stored in its history so far.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How many requests the history of a home has; `where` is SQL. */
export function countRequests(home: string, where = ''): number {
  const history = new DatabaseSync(path.join(home, 'data', 'history.db'), { readOnly: true });
  try {
    return Number(history.prepare(`SELECT count(*) AS requests FROM request ${where}`).get()?.requests);
  } finally {
    history.close();
  }
}
