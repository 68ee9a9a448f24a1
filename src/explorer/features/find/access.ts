// Permissions of the credential, asked after the API has said no, and shown beside what was asked of it.

import { effectiveMethod } from '../../../request/method.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Access, AccessGrant } from '../../model/catalog.ts';
import type { FindEvent } from '../../model/events.ts';
import { closeOverlay, pick } from '../../model/focus.ts';
import { withFind } from '../../model/known-catalog.ts';
import type { Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { Reason } from '../../model/reasons.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import { currentPage, isRefusal } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

/** Asking is for a response that refused. */
export function whyNotRefused(state: State): Reason {
  return isRefusal(currentPage(state)?.failure) ? undefined : 'This works on a response with status 401 or 403';
}

/** Asks, unless what the API said of this credential is known already. */
export function askAccess(state: State): Step {
  const { access } = state.find;
  const { credential } = state.session;
  if (access?.credential === credential && access.outcome?.kind === 'told') return [pick(state, 'access'), []];
  const id = state.lastId + 1;
  const asking: Access = { credential, id, outcome: undefined };
  return [pick(withFind({ ...state, lastId: id }, { access: asking }), 'access'), [{ type: 'access.ask', id }]];
}

export function takeAccess(state: State, { id, outcome }: Extract<FindEvent, { type: 'access.told' }>): State {
  const { access } = state.find;
  return access?.id === id ? withFind(state, { access: { ...access, outcome } }) : state;
}

function grantsOf({ find }: State): readonly AccessGrant[] {
  return find.access?.outcome?.kind === 'told' ? (find.access.outcome.grants ?? []) : [];
}

export const accessPicker: PickerSpec = {
  label: 'permission',
  title: 'Permissions of the credential',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const grants = grantsOf(state);
    const column = Math.min(40, Math.max(0, ...grants.map(({ permission }) => cellWidth(visible(permission)))));
    return narrow(
      grants.map(({ permission }) => permission),
      typed,
    ).flatMap(({ index, letters }): readonly PickerItem[] => {
      const grant = grants[index];
      if (!grant) return [];
      const isDenied = grant.effect === 'deny';
      const name = letterSpans(grant.permission, letters);
      const gap = padEnd('', Math.max(0, column - cellWidth(visible(grant.permission))) + 2);
      const row: Row = [
        span(isDenied ? 'denies ' : 'allows ', isDenied ? 'bad' : 'good'),
        ...name,
        span(`${gap}${visible(grant.scope)}`, 'dim'),
      ];
      return [{ key: String(index), row }];
    });
  },
  empty: (state: State, typed: string): string => {
    const outcome = state.find.access?.outcome;
    if (!outcome) return 'Fetching the permissions of this credential…';
    if (outcome.kind === 'refused') return outcome.reason;
    if (outcome.grants === undefined) {
      return 'It cannot read its own permissions. The dashboard shows them under API Tokens; what is known is shown here';
    }
    return typed.trim() === '' ? 'It has no permissions' : `No permission matches ${typed.trim()}`;
  },
  preview: (state: State, _: PickerItem, width: number): readonly Row[] => besideRows(state, width),
  beside: besideRows,
  choose: (state: State): Step => [closeOverlay(state), []],
};

/** What was asked and refused, and what else is known of the credential. */
function besideRows(state: State, width: number): readonly Row[] {
  const page = currentPage(state);
  const request = page?.request;
  const room = Math.max(8, width);
  const asked = request && `${effectiveMethod(request)} ${request.path}`;
  const match = request && state.find.catalog?.catalog.matcher().match(effectiveMethod(request), request.path);
  const operation = match && `${match.operation.title} · ${match.operation.group}`;
  const { outcome } = state.find.access ?? {};
  const facts = outcome?.kind === 'told' ? outcome.facts : [];
  const accounts =
    outcome?.kind === 'told' && outcome.accounts.length > 0 ? [`reaches ${outcome.accounts.join(', ')}`] : [];
  const told = (label: string, lines: readonly (string | undefined)[]): readonly Row[] => {
    const shown = lines.flatMap((line) => (line === undefined ? [] : wrap(visible(line), room)));
    return shown.length === 0 ? [] : [[span(label, 'title')], ...shown.map((line): Row => [span(line)]), []];
  };
  return [
    ...told('Request', [asked, operation]),
    ...told('Response', [page?.failure?.happened]),
    ...told('Credential', [state.session.credential, ...facts, ...accounts]),
  ];
}
