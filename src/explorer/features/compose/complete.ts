// Tab in the prompt: completes the line at the cursor, shows what fits, or says why nothing does.
import { narrow } from '../../../catalog/rank/narrow.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../../../text/width.ts';
import type { Step } from '../../model/exchange.ts';
import { closeOverlay, openPicker, pick, replaceOverlay } from '../../model/focus.ts';
import { needCatalog, whyNoCatalog, withGuide } from '../../model/guide.ts';
import { letterSpans } from '../../model/letters.ts';
import { complain } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import { type Row, span } from '../../model/spans.ts';
import type { State } from '../../model/state.ts';
import { type Completion, completeLine } from './completion.ts';
import { accountValues } from './form.ts';
import { withLine } from './form-value.ts';
import { startLookup } from './lookup.ts';

export function completePrompt(state: State): Step {
  const catalog = state.guide.catalog?.catalog;
  if (!catalog) {
    const [asked, effects] = needCatalog(state);
    return [complain(asked, `${whyNoCatalog(asked)}: press tab again in a moment`), effects];
  }
  const { text, cursor } = state.composer.line;
  return take(state, completeLine(catalog, text, cursor, accountValues(state)));
}

function take(state: State, completion: Completion): Step {
  switch (completion.kind) {
    case 'put':
      return [put(state, completion.from, completion.to, completion.text), []];
    case 'offer':
      return [pick(withGuide(state, { offer: completion.offer }), 'offer'), []];
    case 'lookup': {
      const { from, to, isSegment, name, listing, typed } = completion;
      const [opened, effects] = startLookup(state, listing, name, { kind: 'line', from, to, isSegment });
      const picker = openPicker(opened);
      // What stands in the line already narrows the list.
      return [picker ? replaceOverlay(opened, { ...picker, line: createLine(typed) }) : opened, effects];
    }
    case 'nothing':
      return [complain(state, completion.reason), []];
  }
}

function put(state: State, from: number, to: number, text: string): State {
  const { line } = state.composer;
  const rest = line.text.slice(to);
  // A space is there already where something follows.
  const put = text.endsWith(' ') && rest.startsWith(' ') ? text.slice(0, -1) : text;
  return withLine(state, line.text.slice(0, from) + put + rest, from + text.length);
}

export const offerPicker = {
  label: 'complete',
  title: ({ guide }: State): string => guide.offer?.title ?? '',
  items: ({ guide }: State, typed: string): readonly PickerItem[] => {
    const candidates = guide.offer?.candidates ?? [];
    const column = Math.min(32, Math.max(0, ...candidates.map(({ label }) => cellWidth(label))));
    return narrow(
      candidates.map(({ label }) => label),
      typed,
    ).flatMap(({ index, letters }): readonly PickerItem[] => {
      const found = candidates[index];
      if (!found) return [];
      const { label, about } = found;
      const gap = padEnd('', Math.max(0, column - cellWidth(label)));
      const row = (width: number): Row => [
        ...letterSpans(label, letters),
        span(`  ${gap}${truncate(visible(about), Math.max(0, width - Math.max(column, cellWidth(label)) - 2))}`, 'dim'),
      ];
      return [{ key: String(index), row }];
    });
  },
  empty: (_: State, typed: string): string => `Nothing that fits the line has ${visible(typed.trim())} in it`,
  choose: (state: State, item: PickerItem): Step => {
    const { offer } = state.guide;
    const found = offer?.candidates[Number(item.key)];
    const closed = withGuide(closeOverlay(state), { offer: undefined });
    if (!offer || !found) return [closed, []];
    const line = put(closed, offer.from, offer.to, found.text);
    // A placeholder in the line is filled in at once, where something lists its values.
    if (found.placeholder === undefined) return [line, []];
    const catalog = state.guide.catalog?.catalog;
    const { text, cursor } = line.composer.line;
    const next = catalog && completeLine(catalog, text, cursor, accountValues(state));
    return next?.kind === 'lookup' || next?.kind === 'offer' ? take(line, next) : [line, []];
  },
};
