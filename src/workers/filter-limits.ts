// What a filter is refused for before it starts: this jq ends without a word where JSON is nested deeper than it was built for, and
// has an environment of its own making where the user's would be expected.
import { jqTokens } from '../json/jq-syntax.ts';

/** Levels of nesting, as tried with jq-web 0.6.2: one more ends its thread. */
const mostLevels = 256;

/** Why the filter cannot be run on this JSON; undefined where it can. */
export function filterRefusal(json: string | Uint8Array, filter: string): string | undefined {
  if (readsEnvironment(filter))
    return 'env and $ENV are not available in filters, so that no credential gets into their output. Use --arg NAME VALUE';
  return isDeeper(json, mostLevels)
    ? `jq takes JSON of ${mostLevels} levels at most, and this is nested deeper`
    : undefined;
}

function readsEnvironment(filter: string): boolean {
  const tokens = jqTokens(filter);
  return tokens.some(({ text, kind }, index) => {
    if (kind === 'string') return /\\\([^"]*(?:\$ENV\b|\benv\b)/.test(text);
    if (text === '$ENV') return true;
    // As a key of an object it is a name like any other.
    const [before, after] = [tokens[index - 1]?.text, tokens[index + 1]?.text];
    const isKey = (before === '{' || before === ',') && (after === ':' || after === ',' || after === '}');
    return text === 'env' && !isKey && before !== 'def' && before !== '$';
  });
}

const [open, openObject, close, closeObject, quote, backslash] = [0x5b, 0x7b, 0x5d, 0x7d, 0x22, 0x5c];

/** Whether brackets outside of strings are ever open so many at once. */
function isDeeper(json: string | Uint8Array, most: number): boolean {
  const at = typeof json === 'string' ? (index: number) => json.charCodeAt(index) : (index: number) => json[index] ?? 0;
  let depth = 0;
  let isString = false;
  for (let index = 0; index < json.length; index++) {
    const code = at(index);
    if (isString) {
      if (code === backslash) index++;
      else if (code === quote) isString = false;
    } else if (code === quote) {
      isString = true;
    } else if (code === open || code === openObject) {
      depth++;
      if (depth > most) return true;
    } else if (code === close || code === closeObject) {
      depth--;
    }
  }
  return false;
}
