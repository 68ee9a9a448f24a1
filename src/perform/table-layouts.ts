// Reads and keeps how tables are arranged. Loaded with the first table.
import type { TableLayout } from '../json/table-layout.ts';
import { keepTableLayout, readTableLayouts } from '../store/table-layouts.ts';
import { errorText } from '../text/sentences.ts';
import type { Dispatch, Performers } from './performers.ts';

/** @param folder of the program's data; undefined where nothing is to be stored */
export function createTableLayoutPerformers(folder: string | undefined): Performers<'table.recall' | 'table.remember'> {
  /** What is to be written: of a table, what it is last. */
  const waiting = new Map<string, TableLayout | undefined>();
  let isWriting = false;

  const writeAll = async (dataFolder: string, dispatch: Dispatch): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    for (let next = [...waiting][0]; next; next = [...waiting][0]) {
      const [of, layout] = next;
      waiting.delete(of);
      try {
        await keepTableLayout(dataFolder, of, layout, new Date());
      } catch (error) {
        dispatch({ type: 'told', kind: 'problem', text: errorText(error) });
      }
    }
    isWriting = false;
  };

  return {
    'table.recall': async (_, dispatch) => {
      if (folder === undefined) return dispatch({ type: 'table.recalled', layouts: new Map() });
      try {
        const { layouts, problem } = await readTableLayouts(folder, new Date());
        dispatch({ type: 'table.recalled', layouts });
        if (problem !== undefined) dispatch({ type: 'told', kind: 'problem', text: problem });
      } catch (error) {
        dispatch({ type: 'told', kind: 'problem', text: errorText(error) });
      }
    },
    'table.remember': ({ of, layout }, dispatch) => {
      if (folder === undefined) return;
      waiting.delete(of);
      waiting.set(of, layout);
      void writeAll(folder, dispatch);
    },
  };
}
