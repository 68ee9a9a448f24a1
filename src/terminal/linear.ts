// The explorer line by line, for screen readers and for terminals without a cursor to move: every change is written below the last
// one, and nothing is ever written over but what is typed.
import type { State } from '../explorer/model/state.ts';
import { type Spoken, saidBetween, spoken } from '../explorer/shell/spoken.ts';
import { cellWidth, graphemes } from '../text/width.ts';
import type { Painter } from './screen/painter.ts';

interface LinearOutput extends Pick<Painter, 'repaint' | 'begin' | 'end' | 'flush'> {
  readonly show: (state: State) => void;
}

export function createLinearOutput(write: (text: string) => unknown): LinearOutput {
  let state: State | undefined;
  let before: Spoken | undefined;
  /** What stands in the row of the cursor: the field and what is typed in it. */
  let standing = '';
  let isOn = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!isOn || state === undefined) return;
    const after = spoken(state);
    const said = saidBetween(before, after);
    const field = after.field ?? '';
    before = after;
    if (said.length > 0) {
      write(`${standing === '' ? '' : '\n'}${said.join('\n')}\n${field}`);
    } else if (field !== standing) write(typedAfter(standing, field));
    standing = field;
  };
  /** Keys that come together, and what they bring at once, are told together. */
  const schedule = (): void => {
    if (isOn) timer ??= setTimeout(tell, 1);
  };
  const repaint = (): void => {
    before = undefined;
    schedule();
  };
  return {
    show: (next) => {
      state = next;
      schedule();
    },
    repaint,
    flush: tell,
    begin: () => {
      isOn = true;
      standing = '';
      if (state !== undefined) repaint();
    },
    end: () => {
      tell();
      if (isOn && standing !== '') write('\n');
      isOn = false;
    },
  };
}

/** Echoes what was typed at the end or taken from there; anything else is told anew. */
function typedAfter(standing: string, field: string): string {
  if (standing === '' || field === '') return standing === '' ? field : '\n';
  if (field.startsWith(standing)) return field.slice(standing.length);
  if (standing.startsWith(field)) {
    const gone = graphemes(standing.slice(field.length)).reduce((sum, cluster) => sum + cellWidth(cluster), 0);
    return '\b \b'.repeat(gone);
  }
  return `\n${field}`;
}
