// What stands in a value for something that the reader of a text is to put there: `<ZONE_ID>`, `{{domain}}`, `YOUR_EMAIL`. Markup
// and templates of the user's own look much like it, so inside a longer text only what is written as a name to fill in counts.
import type { Unfilled } from './types.ts';

/** The whole value. */
const WHOLE = /^(?:<[^<>\n]{1,60}>|\{\{[^{}\n]{1,60}\}\}|\{[A-Za-z_]\w{0,60}\}|YOUR[_-][A-Z0-9_-]+)$/;

/** Two or more words, or one that is no element of HTML. */
const CAPITALS =
  /<(?!(?:HTML|HEAD|BODY|DIV|SPAN|TABLE|TBODY|TR|TD|TH|UL|OL|LI|BR|HR|IMG|PRE|CODE|FONT|FORM|INPUT|SCRIPT|STYLE|TITLE|META|LINK)>)[A-Z][A-Z0-9]+(?:[ _.-][A-Z0-9]+)*>/g;

const SMALL =
  /<(?:(?:your|my|the)[ _-][\w .-]{1,50}|[a-z]+(?:[ _-][a-z]+)*[ _-](?:id|tag|name|token|key|url|uri|path|domain|host|hostname|zone|account|email|address|ip|uuid|secret|value|here|file|bucket|identifier))>/g;

const OTHERS = /\{\{\s?[\w.$-]{1,60}\s?\}\}|\bYOUR[_-][A-Z0-9]+(?:[_-][A-Z0-9]+)*\b/g;

/** A whole string of JSON. */
const STRINGS = /"(<[^<>"\n]{1,60}>|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:ID|TAG|UUID|IDENTIFIER))"/g;

/** A body may well hold braces of its own. */
const BRACES = /\{[A-Za-z]\w{0,60}\}/g;

/** The stand-ins in a value, without the brackets as their names. */
export function standIns(text: string, place: Unfilled['place']): readonly Pick<Unfilled, 'name' | 'written'>[] {
  if (place === 'filter') return [];
  const patterns = [CAPITALS, SMALL, OTHERS, STRINGS, ...(place === 'body' ? [] : [BRACES])];
  const found = WHOLE.test(text)
    ? [text]
    : patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), ([written, inner]) => inner ?? written));
  return [...new Set(found)].map((written) => ({ name: written.replace(/[<>{}]/g, '').trim(), written }));
}
