// What bash's `${NAME…}` makes of a value that is in the text: defaults, parts, cuts, replacements, small and capital letters
// (Bash Reference Manual, Shell Parameter Expansion). What cannot be told stays unknown: never the bare value.

export interface ExpansionScope {
  readonly variables: ReadonlyMap<string, string>;
  readonly arrays: ReadonlyMap<string, readonly string[]>;
  /** A word of the expansion with its own quotes and expansions undone; `isPattern`: quoted characters keep a backslash. */
  readonly expand: (word: string, isPattern: boolean) => string;
  /** True where a text has parts that only the shell knows. */
  readonly isOpen: (text: string) => boolean;
  /** Steps that all patterns of the text may still take: a shell would take them, but nobody waits for it here. */
  readonly patience: { steps: number };
}

const PARAMETER = /^([#!]?)([A-Za-z_]\w*|[@*#?$!-]|\d+)(?:\[([^\]\n]{1,40})\])?([\s\S]*)$/;

/** The value of what stands between the braces; undefined where only the shell knows. */
export function expandParameter(inner: string, scope: ExpansionScope): string | undefined {
  const [, prefix = '', name = '', index, operation = ''] = PARAMETER.exec(inner) ?? [];
  if (name === '' || prefix === '!') return undefined;
  const value = parameterIn(name, index, scope);
  if (prefix === '#')
    return value === undefined || operation !== '' || scope.isOpen(value) ? undefined : String([...value].length);
  const test = /^:?[-=+?]/.exec(operation)?.[0];
  if (test !== undefined) return tested(value, test, operation.slice(test.length), scope);
  if (value === undefined || operation === '') return value;
  return scope.isOpen(value) ? undefined : changed(value, operation, scope);
}

function parameterIn(
  name: string,
  index: string | undefined,
  { variables, arrays }: ExpansionScope,
): string | undefined {
  const array = arrays.get(name);
  if (index === undefined) return variables.get(name) ?? array?.[0];
  if (index === '@' || index === '*') return array?.join(' ');
  return /^-?\d{1,6}$/.test(index) ? array?.at(Number(index)) : undefined;
}

/** `:-`, `-`, `:=`, `=`, `:+`, `+`, `:?`, `?`. A default is what the command would use where the text sets nothing. */
function tested(value: string | undefined, test: string, word: string, scope: ExpansionScope): string | undefined {
  const isSet = value !== undefined && (value !== '' || !test.startsWith(':'));
  if (test.endsWith('+')) return isSet ? scope.expand(word, false) : undefined;
  if (isSet) return value;
  return test.endsWith('?') ? undefined : scope.expand(word, false);
}

function changed(value: string, operation: string, scope: ExpansionScope): string | undefined {
  const [, operator = '', word = ''] = /^(##?|%%?|\/[/#%]?|\^\^?|,,?|:)([\s\S]*)$/.exec(operation) ?? [];
  switch (operator) {
    case '#':
    case '##':
    case '%':
    case '%%':
      return trimmed(value, operator, scope.expand(word, true), scope);
    case '/':
    case '//':
    case '/#':
    case '/%':
      return replaced(value, operator, word, scope);
    case '^':
    case ',': {
      if (word !== '') return undefined;
      const [first = '', ...rest] = [...value];
      return (operator === '^' ? first.toUpperCase() : first.toLowerCase()) + rest.join('');
    }
    case '^^':
      return word === '' ? value.toUpperCase() : undefined;
    case ',,':
      return word === '' ? value.toLowerCase() : undefined;
    case ':':
      return sliced(value, scope.expand(word, false));
    default:
      return undefined;
  }
}

function sliced(value: string, range: string): string | undefined {
  const [, offset, length] = /^\s*\(?(-?\d{1,9})\)?\s*(?::\s*(-?\d{1,9})\s*)?$/.exec(range) ?? [];
  if (offset === undefined) return undefined;
  const characters = [...value];
  const start = Number(offset);
  const from = start < 0 ? characters.length + start : start;
  if (from < 0) return '';
  if (length === undefined) return characters.slice(from).join('');
  const count = Number(length);
  const end = count < 0 ? characters.length + count : from + count;
  return end < from ? undefined : characters.slice(from, end).join('');
}

function trimmed(value: string, operator: string, pattern: string, scope: ExpansionScope): string | undefined {
  const fromStart = operator.startsWith('#');
  const tokens = patternTokens(pattern);
  if (tokens === undefined) return undefined;
  const characters = fromStart ? [...value] : [...value].reverse();
  const lengths = matchLengths(characters, 0, fromStart ? tokens : tokens.toReversed(), scope);
  if (lengths === undefined) return undefined;
  const length = operator.length === 1 ? lengths[0] : lengths.at(-1);
  if (length === undefined) return value;
  const rest = characters.slice(length);
  return (fromStart ? rest : rest.reverse()).join('');
}

function replaced(value: string, operator: string, word: string, scope: ExpansionScope): string | undefined {
  const slash = /^(?:\\[\s\S]|[^/\\])*/.exec(word)?.[0] ?? '';
  const tokens = patternTokens(scope.expand(slash, true));
  const replacement = scope.expand(word.slice(slash.length + 1), false);
  if (tokens === undefined || tokens.length === 0) return tokens === undefined ? undefined : value;
  // Newer versions of bash put the match in place of an &.
  if (replacement.includes('&')) return undefined;
  const characters = [...value];
  const parts: string[] = [];
  for (let at = 0; at <= characters.length; ) {
    const lengths = operator === '/#' && at > 0 ? [] : matchLengths(characters, at, tokens, scope);
    if (lengths === undefined) return undefined;
    const longest = operator === '/%' ? lengths.find((length) => at + length === characters.length) : lengths.at(-1);
    if (longest === undefined || longest === 0) {
      parts.push(characters[at] ?? '');
      at++;
      continue;
    }
    parts.push(replacement);
    at += longest;
    if (operator !== '//') return parts.join('') + characters.slice(at).join('');
  }
  return parts.join('');
}

type PatternToken = { readonly kind: 'any' } | { readonly kind: 'one'; readonly fits: (character: string) => boolean };

/** A shell's pattern (`*`, `?`, `[…]`, `\x`); undefined for bash's extended ones. */
function patternTokens(pattern: string): readonly PatternToken[] | undefined {
  const tokens: PatternToken[] = [];
  const part = /\\([\s\S])|\[([!^]?)(\]?[^\]]{0,60})\]|([\s\S])/gu;
  for (const [found, escaped, negated, set, plain] of pattern.matchAll(part)) {
    if (set !== undefined) {
      if (set.includes('[:') || set.includes('\\')) return undefined;
      const inSet = characterSet(set);
      tokens.push({ kind: 'one', fits: (character) => inSet(character) === (negated === '') });
    } else if (found === '*') tokens.push({ kind: 'any' });
    else if (found === '?') tokens.push({ kind: 'one', fits: () => true });
    else if (found === '(' && /[?*+@!]$/.test(pattern.slice(0, pattern.indexOf('(')))) return undefined;
    else {
      const literal = escaped ?? plain;
      tokens.push({ kind: 'one', fits: (character) => character === literal });
    }
  }
  return tokens;
}

function characterSet(set: string): (character: string) => boolean {
  const ranges = Array.from(
    set.matchAll(/([\s\S])-([\s\S])|([\s\S])/gu),
    ([, from, to, one]) => [from ?? one ?? '', to ?? one ?? ''] as const,
  );
  return (character) => ranges.some(([from, to]) => from <= character && character <= to);
}

/** How many characters from `start` on the pattern can take, the fewest first; undefined where that takes too long. */
function matchLengths(
  characters: readonly string[],
  start: number,
  tokens: readonly PatternToken[],
  { patience }: ExpansionScope,
): readonly number[] | undefined {
  const lengths: number[] = [];
  let states = closure(new Set([0]), tokens);
  for (let at = start; ; at++) {
    patience.steps -= states.size + 1;
    if (patience.steps < 0) return undefined;
    if (states.has(tokens.length)) lengths.push(at - start);
    const character = characters[at];
    if (character === undefined || states.size === 0) return lengths;
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token?.kind === 'any') next.add(state);
      else if (token?.fits(character)) next.add(state + 1);
    }
    states = closure(next, tokens);
  }
}

/** A `*` may also take nothing. */
function closure(states: Set<number>, tokens: readonly PatternToken[]): Set<number> {
  // Grows while it is gone through.
  for (const state of states) if (tokens[state]?.kind === 'any') states.add(state + 1);
  return states;
}
