// Several requests in the words of one command line.
import { methodOf } from '../request/method.ts';

/** The words of each request: one begins with a method, with a path after another's, or is a whole line in one word. */
export function splitRequests(words: readonly string[]): readonly (readonly string[])[] {
  const requests: string[][] = [];
  let hasPath = false;
  for (const word of words) {
    const isPath = /^(?:\/|https?:)/i.test(word);
    const isLine = /^\s*(?:[a-z]+\s+)?(?:\/|https?:)\S*(?:\s|$)/i.test(word) && /\s/.test(word.trim());
    const isMethod = methodOf(word) !== undefined;
    if (requests.length === 0 || isLine || isMethod || (isPath && hasPath)) {
      requests.push([word]);
      hasPath = isLine || isPath;
    } else {
      requests.at(-1)?.push(word);
      hasPath ||= isPath;
    }
  }
  return requests;
}
