// The members of a JSON object as source text, so that numbers keep their digits and strings their escapes.
import { scanJson } from '../json-text.ts';

export interface JsonMember {
  /** Undefined where its escapes would not be written the same way again. */
  readonly name: string | undefined;
  readonly value: string;
}

/** The members of an object that `scanJson` accepts; undefined for any other value. */
export function jsonMembers(json: string): readonly JsonMember[] | undefined {
  if (!json.startsWith('{')) return undefined;
  const members: JsonMember[] = [];
  let at = afterSpace(json, 1);
  while (at < json.length && json[at] !== '}') {
    const key = scanJson(json, at);
    if (!key.ok) return undefined;
    const source = json.slice(at, key.end);
    // A colon stands here, since the whole is JSON.
    const start = afterSpace(json, afterSpace(json, key.end) + 1);
    const value = scanJson(json, start);
    if (!value.ok) return undefined;
    const name: unknown = JSON.parse(source);
    members.push({
      name: typeof name === 'string' && JSON.stringify(name) === source ? name : undefined,
      value: json.slice(start, value.end),
    });
    at = afterSpace(json, value.end);
    if (json[at] === ',') at = afterSpace(json, at + 1);
  }
  return members;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (/[\x20\t\n\r]/.test(text[at] ?? '')) at++;
  return at;
}
