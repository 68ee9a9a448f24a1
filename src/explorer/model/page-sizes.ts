// Sizes of pages that were too much for the server: what was found once holds for the session.
import { askedPage, halved, type PageQuery } from '../../api/paging.ts';
import { queryOf, withQuery } from '../../request/edit.ts';
import type { RequestLine } from '../../request/types.ts';
import type { State } from './state.ts';

/** The request with no more items per page than this session found the server to give. */
export function withKeptSize(state: State, request: RequestLine): RequestLine {
  const most = state.pageSizes[request.path];
  let asked = most === undefined ? undefined : askedPage(queryOf(request));
  let query: PageQuery = {};
  while (asked && most !== undefined && asked.size > most) {
    const lesser = halved(asked);
    if (!lesser) break;
    asked = lesser;
    query = lesser.query;
  }
  return withQuery(request, query);
}
