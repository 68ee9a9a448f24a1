// Arguments that are plainly written, as nearly all are: words, switches, and options with a value by their whole names, each once.
// Whatever else there is, and whatever is wrong, commander reads (read-argv.ts), which takes longer to load than these take to read.
import type { ArgumentSpec, Found, Given, OptionSpec } from './spec.ts';

/** What the arguments give, as `readArgv` says it; undefined where they are not plain. */
export function readPlainArgv({ spec, argv }: Pick<Found, 'spec' | 'argv'>): Given | undefined {
  const words: string[] = [];
  const given = new Map<string, unknown>();
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (!/^-./.test(word)) {
      words.push(word);
      continue;
    }
    const [, name = '', behind] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(word) ?? [];
    const option = Object.hasOwn(spec.options, name) ? spec.options[name] : undefined;
    if (!option || isSpecial(option) || given.has(name) || hasOpposite(name, spec.options)) return undefined;
    if (option.value === undefined) {
      if (behind !== undefined) return undefined;
      given.set(name, true);
      continue;
    }
    if (behind === undefined) at += 1;
    const text = behind ?? argv[at];
    if (text === undefined || text === '' || (behind === undefined && text.startsWith('-'))) return undefined;
    const value = givenValue(option, text);
    if (value === undefined) return undefined;
    given.set(name, value);
  }
  if (!fitsArguments(words, spec.arguments ?? [])) return undefined;
  const values = Object.entries(spec.options).map(([name, { value, isRepeatable }]) => [
    name,
    given.get(name) ?? (isRepeatable ? [] : value === undefined ? false : undefined),
  ]);
  return { values: Object.fromEntries(values), words };
}

function isSpecial({ isRepeatable, takesTwo, isValueOptional, instead, choices }: OptionSpec): boolean {
  return Boolean(isRepeatable || takesTwo || isValueOptional || instead !== undefined || typeof choices === 'function');
}

/** commander has one value for `--x` and `--no-x`. */
function hasOpposite(name: string, options: Found['spec']['options']): boolean {
  return Object.hasOwn(options, name.startsWith('no-') ? name.slice('no-'.length) : `no-${name}`);
}

/** What a text means; undefined where it is not taken. */
function givenValue({ read, choices }: OptionSpec, text: string): unknown {
  if (!read) return !Array.isArray(choices) || choices.includes(text) ? text : undefined;
  try {
    return read(text);
  } catch {
    return undefined;
  }
}

function fitsArguments(words: readonly string[], slots: readonly ArgumentSpec[]): boolean {
  const least = slots.filter(({ name }) => name.startsWith('<')).length;
  const most = slots.some(({ name }) => name.includes('...')) ? Number.POSITIVE_INFINITY : slots.length;
  if (words.length < least || words.length > most) return false;
  return words.every((word, at) => (slots[at] ?? slots.at(-1))?.choices?.includes(word) ?? true);
}
