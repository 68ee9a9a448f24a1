// The twenty tasks are done by keys alone, as a user does them: on the built program, in a real terminal, at two sizes. Every key
// is counted, a character of a text as one; no id is ever typed.
import { expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { asExplorer, type Explorer } from '../helpers/explorer.ts';
import { mainFile, openTerminal, type TerminalOptions, type Wanted } from '../helpers/terminal.ts';

/** Milliseconds for a task where the machine has other work. */
const patience = 120_000;

/** A window beside an editor, and the least that terminals open with. */
const sizes = [
  { columns: 120, rows: 34 },
  { columns: 80, rows: 24 },
] as const;

export interface User {
  readonly app: Explorer;
  /** Presses keys that change nothing that is worth waiting for. */
  readonly press: (...chords: readonly string[]) => void;
  /** Presses a key, and waits for what was not on the screen before. */
  readonly pressFor: (chord: string, wanted: Wanted) => Promise<string>;
  /** Types a text into the field that has the keys, and waits until it stands there, unless it is hidden. */
  readonly type: (text: string, isHidden?: 'hidden') => Promise<void>;
  /** Types what narrows a list, and takes the row that is wanted once it stands first. */
  readonly choose: (words: string, wanted: string | RegExp) => Promise<void>;
  /** Clicks on a text that stands on the screen; counted as one key. */
  readonly click: (text: string) => void;
  readonly sees: (wanted: Wanted) => Promise<string>;
}

interface Place extends TerminalOptions {
  /** Words of the command line. */
  readonly words?: readonly string[];
}

/**
 * One task, done at both sizes.
 * @param keys how many keys it takes
 * @param prepare where it is done; the sandbox embedded in the program without it
 */
export function task(
  name: string,
  keys: number,
  work: (user: User, place: Place) => Promise<void>,
  prepare: () => Promise<Place> = async () => ({}),
): void {
  test.for(sizes)(`${name}, at $columns×$rows`, { timeout: patience }, async (size) => {
    const place = await prepare();
    const app = asExplorer(await openTerminal({ ...size, args: [mainFile, ...(place.words ?? [])], ...place }));
    const { user, count } = counted(app);
    await work(user, place);
    expect(count(), 'keys pressed').toBe(keys);
    await app.close();
  });
}

/** A server of the task's own that the explorer takes for any account: it asks before it writes. */
export async function account(): Promise<{ readonly sandbox: Sandbox; readonly env: Record<string, string> }> {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  return { sandbox, env: { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token } };
}

function counted(app: Explorer): { readonly user: User; readonly count: () => number } {
  let count = 0;
  const press = (...chords: readonly string[]): void => {
    count += chords.length;
    app.press(...chords);
  };
  const type: User['type'] = async (text, isHidden) => {
    expect(text, 'an id').not.toMatch(/[0-9a-f]{12}/);
    count += [...text].length;
    app.write(text);
    if (!isHidden) await app.waitFor((screen) => screen.includes(text.slice(-24).trimEnd()), `${text} in its field`);
  };
  const user: User = {
    app,
    press,
    pressFor: (chord, wanted) => {
      count += 1;
      return app.pressFor(chord, wanted);
    },
    type,
    choose: async (words, wanted) => {
      await type(words);
      await app.waitForSelected(wanted);
      press('enter');
    },
    click: (text) => {
      count += 1;
      const rows = app.screen().split('\n');
      const row = rows.findIndex((line) => line.includes(text));
      const column = [...(rows[row]?.split(text)[0] ?? '')].length;
      const place = `${column + 1};${row + 1}`;
      app.write(`\u001b[<0;${place}M\u001b[<0;${place}m`);
    },
    sees: (wanted) => app.waitFor(wanted),
  };
  return { user, count: () => count };
}
