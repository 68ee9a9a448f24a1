// Reads what is left of the rate limit from a response's header fields.
// Cloudflare sends `Ratelimit: "default";r=50;t=30` and `Ratelimit-Policy: "burst";q=100;w=60`, the shape of
// draft-ietf-httpapi-ratelimit-headers: https://developers.cloudflare.com/fundamentals/api/reference/limits/

import { type HeaderList, headerValue, type RateLimit } from './messages.ts';

interface Item {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, number>;
}

/**
 * The tightest limit that the fields name (the fewest requests left), with the quota and window of the policy of the
 * same name, or of the only policy there is. Undefined where `Ratelimit` is absent or says nothing usable.
 */
export function readRateLimit(headers: HeaderList): RateLimit | undefined {
  const policies = readItems(headerValue(headers, 'ratelimit-policy'));
  let tightest: RateLimit | undefined;
  for (const item of readItems(headerValue(headers, 'ratelimit'))) {
    const remaining = item.parameters.get('r');
    const resetSeconds = item.parameters.get('t');
    if (remaining === undefined || resetSeconds === undefined) continue;
    if (tightest !== undefined && tightest.remaining <= remaining) continue;
    const policy = policies.find(({ name }) => name === item.name) ?? (policies.length === 1 ? policies[0] : undefined);
    const quota = policy?.parameters.get('q');
    const windowSeconds = policy?.parameters.get('w');
    tightest = {
      remaining,
      resetSeconds,
      ...(quota === undefined ? {} : { quota }),
      ...(windowSeconds === undefined ? {} : { windowSeconds }),
    };
  }
  return tightest;
}

/** The items of a structured-field list (RFC 9651 §3.1) and their integer parameters; anything else is passed over. */
function readItems(field: string | undefined): readonly Item[] {
  if (field === undefined) return [];
  return splitOutsideQuotes(field, ',').map((member) => {
    const [name = '', ...parameters] = splitOutsideQuotes(member, ';');
    const numbers = parameters.flatMap((parameter) => {
      const match = /^([a-z*][\w.*-]*)=(\d{1,15})$/.exec(parameter);
      return match?.[1] === undefined ? [] : [[match[1], Number(match[2])] as const];
    });
    return { name, parameters: new Map(numbers) };
  });
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quoted) {
      part += char + text.charAt(++at);
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (char === separator && !quoted) {
      parts.push(part.trim());
      part = '';
    } else {
      part += char;
    }
  }
  parts.push(part.trim());
  return parts;
}
