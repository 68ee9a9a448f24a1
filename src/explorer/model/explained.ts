// What an error of the API is about, as far as the catalog tells: the part of the request, where to read more, whom to ask.
import type { ApiError } from '../../api/failures.ts';
import { explainError, type PointedPart } from '../../catalog/explain.ts';
import { effectiveMethod } from '../../request/method.ts';
import { shapeWords } from '../features/compose/field-words.ts';
import { bindingOf } from '../keys/resolve.ts';
import type { Page, State } from './state.ts';

/** Errors that are explained; those after them say the same of other parts, mostly. */
const mostExplained = 3;

/** The parts of the request that its errors name, each once. */
export function pointedParts({ guide }: Pick<State, 'guide'>, { request, failure }: Page): readonly PointedPart[] {
  const catalog = guide.catalog?.catalog;
  if (!catalog || !request || failure?.kind !== 'api' || isRefusal(failure)) return [];
  const match = catalog.matcher().match(effectiveMethod(request), request.path);
  if (!match) return [];
  const details = catalog.details(match.operation);
  const found = new Map<string, PointedPart>();
  for (const error of flat(failure.errors).slice(0, 20)) {
    const part = explainError(error, match, details, request);
    if (part && found.size < mostExplained) found.set(`${part.in} ${part.name}`, part);
  }
  return [...found.values()];
}

/** What to say below the failure itself, a line each. */
export function explainedLines(state: Pick<State, 'guide'>, page: Page): readonly string[] {
  const { failure } = page;
  if (failure?.kind !== 'api' && failure?.kind !== 'status') return [];
  const key = bindingOf('access.ask', ['response'])?.keys[0];
  const ask = isRefusal(failure) && page.request ? [`${key} asks the API what the credential may do.`] : [];
  const errors = failure.kind === 'api' ? flat(failure.errors) : [];
  const urls = [...new Set(errors.flatMap(({ documentationUrl }) => documentationUrl ?? []))].slice(0, 2);
  return [...pointedParts(state, page).map(describePart), ...urls.map((url) => `Read more: ${url}`), ...ask];
}

export function isRefusal(failure: Page['failure']): boolean {
  return failure !== undefined && 'status' in failure && (failure.status === 401 || failure.status === 403);
}

function describePart({ in: place, name, field, sent }: PointedPart): string {
  const what = `${name}, in the ${place}`;
  const takes = field ? `takes ${shapeWords(field.shape)}` : 'is none that the catalog knows here';
  return `${what}, ${takes}; ${sent === undefined ? 'none was sent' : `sent was ${sent}`}.`;
}

function flat(errors: readonly ApiError[]): readonly ApiError[] {
  return errors.flatMap((error) => [error, ...flat(error.chain)]);
}
