// A page that was too much for the server or the line: the same place of the list again, in pages half the size.
import type { Failure } from '../../../api/failures.ts';
import { isTooMuch, lesserSize } from '../../../api/page-size.ts';
import { queryValue, withQuery } from '../../../request/query.ts';
import type { RequestLine } from '../../../request/types.ts';
import { formatCount } from '../../../text/numbers.ts';
import { type Step, start } from '../../model/exchange.ts';
import { inform } from '../../model/notices.ts';
import type { Sending, State } from '../../model/state.ts';

/**
 * Asks for the page again; undefined where the failure is of another kind, or pages cannot be made smaller.
 *
 * @param state with nothing in flight
 * @param request what was too much
 */
export function askSmaller(
  state: State,
  request: RequestLine,
  turn: NonNullable<Sending['turn']>,
  failure: Failure,
): Step | undefined {
  const { answer } = state;
  const here = answer?.pages[answer.at];
  if (!here || answer?.id !== turn.answer || !isTooMuch({ failure })) return undefined;
  const { sizeParameter, perPage, kind } = here.info;
  const asked = sizeParameter === undefined ? undefined : queryValue(request, sizeParameter);
  const lesser = lesserSize(
    here.info,
    sizeParameter === undefined || asked === undefined ? {} : { [sizeParameter]: asked },
  );
  const before = Number(asked ?? perPage);
  if (lesser === undefined) return undefined;
  // Smaller pages are numbered anew: the first of them begins where the one that was asked for does.
  const number = turn.number === undefined ? undefined : (turn.number - 1) * (before / lesser.size) + 1;
  const place = kind === 'page' && number !== undefined ? { page: String(number) } : {};
  const again = withQuery(request, { ...lesser.query, ...place });
  const [next, effects] = start(state, again, { ...turn, number, smaller: lesser.size });
  const said = `The page was too much (${failure.happened}), so pages are now of ${formatCount(lesser.size)}`;
  return [inform(next, said), effects];
}
