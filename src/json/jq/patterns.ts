// Regular expressions that jq's library (Oniguruma) and JavaScript read alike: plain ones, and only over texts where they agree.

type Pattern = (text: string) => boolean | undefined;

/** Patterns that were made, the newest last; programs have few. */
const made = new Map<string, Pattern | undefined>();
const mostMade = 32;

/** Whether a text has a match; undefined where that is jq's to say. Undefined for a pattern that may mean something else there. */
export function patternOf(source: string, flags: string): Pattern | undefined {
  const name = `${flags}/${source}`;
  if (made.has(name)) return made.get(name);
  const pattern = flags === '' || flags === 'i' ? makePattern(source, flags) : undefined;
  if (made.size === mostMade) made.clear();
  made.set(name, pattern);
  return pattern;
}

/** A character that stands for itself, one with a backslash, a class or a dot; groups; repetitions; alternatives and ends. */
const atom = String.raw`(?:[\w \-/@:;,'"=<>!%&~#\x60]|\\[.\-/\\^$|()\[\]{}+*?]|\\[dws]|\.|\[\^?[A-Za-z0-9_.\-/@:]+\])`;
const repeated = String.raw`(?:[+*?]|\{\d{1,2}(?:,\d{1,2})?\})`;
const whole = new RegExp(`^(?:${atom}${repeated}?|[\\^$|()]|\\(\\?:)+$`);
const literal = /^[\w \-/@:;,'"=<>!%&~#]+$/;

/** With more of them a text can keep the search busy. */
const mostRepeats = 3;

function makePattern(source: string, flags: string): Pattern | undefined {
  if (flags === '' && literal.test(source)) return (text) => text.includes(source);
  if (source.length > 200 || !whole.test(source) || hasOddPart(source)) return undefined;
  try {
    const expression = new RegExp(source, flags);
    // Of other characters and of lines the two have other ideas.
    return (text) => (plain.test(text) ? expression.test(text) : undefined);
  } catch {
    return undefined;
  }
}

const plain = /^[\x20-\x7e]*$/;

function hasOddPart(source: string): boolean {
  const repeats = source.match(/[+*{]/g)?.length ?? 0;
  // Repeated groups and ends, ends in the middle, sets with ranges of another kind.
  return (
    repeats > mostRepeats ||
    /[)^$|][+*?{]|\(\)|\(\||\|\)|\|\||^\||\|$|\[[^\]]*(?:[^A-Za-z0-9]-[^\]]|-[^A-Za-z0-9\]])/.test(source)
  );
}
