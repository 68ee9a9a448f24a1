// The styles of a row: what SGR sequences come to (ECMA-48 8.3.117), and the shortest way from one style to another.
// Knows the attributes and the colours of which themes are made: the sixteen, the 256 (`38;5;n`) and mixtures (`38;2;r;g;b`).

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
    let set: ReadonlySet<string> = new Set(partsOf(style));
    for (const part of partsOf(parameters || '0')) set = partsAfter(set, part);
    after = [...set].toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10)).join(';');
    knownStyles.set(key, after);
  }
  return after;
}

/** The parameters of each attribute and colour: one, or several for a colour beyond the sixteen. */
function partsOf(parameters: string): readonly string[] {
  return parameters === '' ? [] : (parameters.match(/[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|\d+/g) ?? []);
}

/** Ends of attributes, with what they end. Bold and dim have one end. */
function endOf(part: string): string {
  const first = Number.parseInt(part, 10);
  if (first === 1 || first === 2) return '22';
  if (first < 10) return String(first + 20);
  return (first >= 30 && first < 40) || (first >= 90 && first < 100) ? '39' : '49';
}

function partsAfter(set: ReadonlySet<string>, part: string): ReadonlySet<string> {
  if (part === '0') return new Set();
  const isEnd = /^(?:2[2-9]|39|49)$/.test(part);
  const end = isEnd ? part : endOf(part);
  // Bold and dim add up; every other word on an attribute replaces the one before.
  const kept = [...set].filter((one) => endOf(one) !== end || (!isEnd && end === '22'));
  return new Set(isEnd ? kept : [...kept, part]);
}

const knownBlanks = new Map<Style, Style>();

/** What shows of a style where nothing stands: its background, and all of it where it is inverse or drawn through. */
export function styleOfBlank(style: Style): Style {
  if (style === '') return '';
  let blank = knownBlanks.get(style);
  if (blank === undefined) {
    const parts = partsOf(style);
    const isDrawn = parts.some((part) => part === '4' || part === '7' || part === '9');
    blank = isDrawn ? style : parts.filter((part) => endOf(part) === '49').join(';');
    knownBlanks.set(style, blank);
  }
  return blank;
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
  const before = partsOf(from);
  const after = partsOf(to);
  const gone = before.filter((one) => !after.includes(one));
  const ends = [
    ...new Set(
      gone.filter((one) => !after.some((next) => endOf(next) === endOf(one) && endOf(one) !== '22')).map(endOf),
    ),
  ];
  const come = after.filter((one) => !before.includes(one) || (endOf(one) === '22' && ends.includes('22')));
  return [...ends, ...come].join(';');
}
