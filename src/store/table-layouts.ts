// How tables were arranged, by the operation whose list they show: one file for the user alone, read when a table is first shown and
// written when one is arranged otherwise. Those arranged last are kept.
import path from 'node:path';
import { readLayout, type TableLayout } from '../json/table-layout.ts';
import { withFolderLock } from './folder-lock.ts';
import { readBounded, replaceFile, setAside, storageFailure } from './private-files.ts';

/** Tables that are kept, bytes of the file, and characters of what a table is of. */
const mostTables = 200;

const mostBytes = 4 * 1024 * 1024;

const longestName = 400;

const fileName = 'tables.json';

type Layouts = ReadonlyMap<string, TableLayout>;

/**
 * All that are kept; a damaged file is set aside, and `problem` says where it is.
 *
 * @throws StorageFailure
 */
export async function readTableLayouts(
  dataFolder: string,
  now: Date,
): Promise<{ readonly layouts: Layouts; readonly problem: string | undefined }> {
  const folder = folderIn(dataFolder);
  try {
    const layouts = readAll(folder);
    if (layouts !== 'damaged') return { layouts, problem: undefined };
    // Another process may have set it aside, or be about to.
    return await withFolderLock(folder, () => beginAnew(folder, now));
  } catch (error) {
    throw storageFailure('how tables were arranged could not be read', path.join(folder, fileName), error);
  }
}

/**
 * Keeps how the table of an operation is arranged, or forgets it.
 *
 * @throws StorageFailure, and the file is as it was
 */
export async function keepTableLayout(
  dataFolder: string,
  of: string,
  layout: TableLayout | undefined,
  now: Date,
): Promise<void> {
  const folder = folderIn(dataFolder);
  const file = path.join(folder, fileName);
  if (of.length > longestName) return;
  try {
    await withFolderLock(folder, () => {
      const read = readAll(folder);
      const layouts = new Map(read === 'damaged' ? beginAnew(folder, now).layouts : read);
      const isKnown = layouts.delete(of);
      if (!isKnown && !layout) return;
      if (layout) layouts.set(of, layout);
      const tables = [...layouts].slice(-mostTables).map(([name, one]) => ({ of: name, ...one }));
      const lines = tables.map((table) => JSON.stringify(table)).join(',\n');
      replaceFile(file, new TextEncoder().encode(`{"version":1,"tables":[\n${lines}\n]}\n`));
    });
  } catch (error) {
    throw storageFailure('how the table is arranged could not be kept', file, error);
  }
}

function folderIn(dataFolder: string): string {
  return path.join(dataFolder, 'tables');
}

function beginAnew(folder: string, now: Date): { readonly layouts: Layouts; readonly problem: string | undefined } {
  const layouts = readAll(folder);
  if (layouts !== 'damaged') return { layouts, problem: undefined };
  const aside = setAside(folder, [fileName], now);
  return {
    layouts: new Map(),
    problem: `The file that says how tables are arranged is damaged. It is in ${aside} now`,
  };
}

function readAll(folder: string): Layouts | 'damaged' {
  const bytes = readBounded(path.join(folder, fileName), mostBytes);
  if (bytes === undefined) return new Map();
  if (bytes === 'too-large') return 'damaged';
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const isOurs = typeof value === 'object' && value !== null && 'tables' in value && Array.isArray(value.tables);
    if (!isOurs || !('version' in value) || value.version !== 1) return 'damaged';
    const layouts = new Map<string, TableLayout>();
    for (const one of value.tables as readonly unknown[]) {
      const layout = readLayout(one);
      if (!layout) return 'damaged';
      const { of } = one as { readonly of?: unknown };
      if (typeof of !== 'string') return 'damaged';
      const { columns, hidden, widths, sort } = layout;
      layouts.set(of, { columns, hidden, widths, sort });
    }
    return layouts;
  } catch {
    return 'damaged';
  }
}
