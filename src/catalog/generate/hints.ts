// What the sources say in passing, where they say it without doubt: the value used by default, and how a list is paged. Pure. The trap: a number in a
// text is often about something else, so only what fits the type is believed.
import type { Field, Paging, Shape } from '../types.ts';

const INITIAL = /\b[Dd]efault(?:s to| value is| is|:)\s+(?:"([^"\s]+)"|'([^'\s]+)'|(\w[\w.-]*\w|\w))(?=[.,;)\s]|$)/;

/** The default value of a field as its description tells it. */
export function initialValue(description: string, shape: Shape): string | undefined {
  const match = INITIAL.exec(description);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  if (value === undefined) return undefined;
  if (shape.choices) return shape.choices.some((choice) => String(choice) === value) ? value : undefined;
  const [kind] = shape.kinds;
  if (kind === 'boolean') return value === 'true' || value === 'false' ? value : undefined;
  if (kind === 'number') return /^\d+$/.test(value) ? value : undefined;
  // A word without quotes is a value only where it is one of the choices.
  return kind === 'string' && match?.[3] === undefined ? value : undefined;
}

/** How the pages of a list are asked for, as its query tells it; undefined where it takes no page and no cursor. */
export function pagingOf(query: readonly Pick<Field, 'name'>[]): Paging | undefined {
  const has = (name: string): boolean => query.some((parameter) => parameter.name === name);
  if (has('cursor')) return has('limit') ? 'cursor-limit' : 'cursor';
  if (has('page_token')) return 'page-token';
  return has('page') && (has('per_page') || has('limit')) ? 'page' : undefined;
}
