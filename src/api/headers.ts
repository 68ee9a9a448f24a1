// Look-ups in a header list. Pure. Field names are case-insensitive (RFC 9110 §5.1).

import type { HeaderList } from './types.ts';

/** The value of a field; several lines of one name are joined with ", " (RFC 9110 §5.3). Undefined when absent. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

export function hasHeader(headers: HeaderList, name: string): boolean {
  const wanted = name.toLowerCase();
  return headers.some(([field]) => field.toLowerCase() === wanted);
}
