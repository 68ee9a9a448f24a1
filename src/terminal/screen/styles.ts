// The styles of a row: what SGR sequences come to (ECMA-48 8.3.117), and the shortest way from one style to another.
// Knows the attributes and the sixteen colours, of which the theme is made.

/** SGR parameters that make the style from none, as `1;33`; empty for no style. */
export type Style = string;

interface Run {
  readonly style: Style;
  readonly text: string;
}

const sgr = /\u001b\[([\d;]*)m/g;

/** A painted row as runs of one style each. */
export function runsOf(line: string): readonly Run[] {
  if (!line.includes('\u001b')) return line === '' ? [] : [{ style: '', text: line }];
  const runs: Run[] = [];
  let style: Style = '';
  let at = 0;
  for (const match of line.matchAll(sgr)) {
    if (match.index > at) runs.push({ style, text: line.slice(at, match.index) });
    style = styleAfter(style, match[1] ?? '');
    at = match.index + match[0].length;
  }
  if (at < line.length) runs.push({ style, text: line.slice(at) });
  return runs;
}

const knownStyles = new Map<string, Style>();

function styleAfter(style: Style, parameters: string): Style {
  const key = `${style}m${parameters}`;
  let after = knownStyles.get(key);
  if (after === undefined) {
    let set = new Set(style === '' ? [] : style.split(';').map(Number));
    for (const parameter of (parameters || '0').split(';').map(Number)) set = attributesAfter(set, parameter);
    after = [...set].toSorted((a, b) => a - b).join(';');
    knownStyles.set(key, after);
  }
  return after;
}

/** Ends of attributes, with what they end. Bold and dim have one end. */
function endOf(parameter: number): number {
  if (parameter === 1 || parameter === 2) return 22;
  if (parameter < 10) return parameter + 20;
  return (parameter >= 30 && parameter < 40) || (parameter >= 90 && parameter < 100) ? 39 : 49;
}

function attributesAfter(set: ReadonlySet<number>, parameter: number): Set<number> {
  if (parameter === 0) return new Set();
  const isEnd = (parameter >= 22 && parameter <= 29) || parameter === 39 || parameter === 49;
  const end = isEnd ? parameter : endOf(parameter);
  // Bold and dim add up; every other word on an attribute replaces the one before.
  const kept = [...set].filter((one) => endOf(one) !== end || (!isEnd && end === 22));
  return new Set(isEnd ? kept : [...kept, parameter]);
}

const knownChanges = new Map<string, string>();

/** What is written between two styles. */
export function changeOfStyle(from: Style, to: Style): string {
  if (from === to) return '';
  const key = `${from}>${to}`;
  let change = knownChanges.get(key);
  if (change === undefined) {
    const anew = to === '' ? '' : from === '' ? to : `0;${to}`;
    const step = stepOf(from, to);
    change = `\u001b[${step.length < anew.length ? step : anew}m`;
    knownChanges.set(key, change);
  }
  return change;
}

/** Only what differs: the ends of what goes, then what comes. */
function stepOf(from: Style, to: Style): string {
  const before = from === '' ? [] : from.split(';').map(Number);
  const after = to === '' ? [] : to.split(';').map(Number);
  const gone = before.filter((one) => !after.includes(one));
  const ends = [
    ...new Set(gone.filter((one) => !after.some((next) => endOf(next) === endOf(one) && endOf(one) !== 22)).map(endOf)),
  ];
  const come = after.filter((one) => !before.includes(one) || (endOf(one) === 22 && ends.includes(22)));
  return [...ends, ...come].join(';');
}
