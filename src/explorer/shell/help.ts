// The help: every key by the place where it is pressed, those of the place with the focus first. What is typed narrows it, and Enter does
// what stands under the cursor as if its key had been pressed there.
import { createLine } from '../../text/line-buffer.ts';
import { visible } from '../../text/untrusted.ts';
import { padEnd, truncate } from '../../text/width.ts';
import { type Binding, inGroup } from '../keys/binding.ts';
import { keysLabel } from '../keys/chord.ts';
import { allContexts, type Context, contextName, isGuarded } from '../keys/context.ts';
import type { Keymap } from '../keys/resolve.ts';
import { closeOverlay, contexts, openHelp, openOverlay, replaceOverlay } from '../model/focus.ts';
import { framed, helpRect, inner, rangeStatus } from '../model/layout.ts';
import { movedRow } from '../model/movement.ts';
import { complain, type Step } from '../model/notices.ts';
import type { HelpOverlay } from '../model/overlays.ts';
import { type PaneRows, type Row, span } from '../model/rows.ts';
import type { State } from '../model/state.ts';

/** What the help needs to know of the bindings, which it is one of. */
interface KnownKeys {
  readonly keymapOf: (state: State) => Keymap;
  readonly whyUnavailable: (state: State, binding: Binding) => string | undefined;
}

interface Section {
  readonly title: string;
  readonly bindings: readonly Binding[];
}

/** Opens it, or closes it where it is open. */
export function toggleHelp(state: State): State {
  if (openHelp(state)) return closeOverlay(state);
  return openOverlay(state, { kind: 'help', line: createLine(), cursor: 0 });
}

export function helpKeys(known: KnownKeys): readonly Binding[] {
  const moves = [
    ['help.down', ['down', 'ctrl+n', 'tab'], 'down', 'down'],
    ['help.up', ['up', 'ctrl+p', 'shift+tab'], 'up', 'up'],
    ['help.pageDown', ['pagedown'], 'one screen down', 'pageDown'],
    ['help.pageUp', ['pageup'], 'one screen up', 'pageUp'],
  ] as const;
  return inGroup('General', [
    {
      id: 'help.run',
      keys: ['enter'],
      contexts: ['help'],
      help: 'do what is selected',
      hint: 'do it',
      isAllowedWhileLocked: true,
      do: (state) => runChosen(state, known),
    },
    ...moves.map(([id, keys, help, movement]) => ({
      id,
      keys,
      contexts: ['help'] as const,
      help,
      ...(movement === 'down' ? { hint: 'move' } : {}),
      isAllowedWhileLocked: true as const,
      do: (state: State): Step => {
        const open = openHelp(state);
        const { height } = inner(helpRect(state.screen));
        const count = shownSections(state, known.keymapOf(state)).flatMap((section) => section.bindings).length;
        if (!open) return [state, []];
        const cursor = Math.max(0, Math.min(count - 1, movedRow(movement, open.cursor, height, count, count - 1)));
        return [replaceOverlay(state, { ...open, cursor }), []];
      },
    })),
  ]);
}

/** As if the key had been pressed where the help was opened. What cannot act there says why, and the help stays. */
function runChosen(state: State, { keymapOf, whyUnavailable }: KnownKeys): Step {
  const open = openHelp(state);
  const binding = shownSections(state, keymapOf(state)).flatMap((section) => section.bindings)[open?.cursor ?? 0];
  if (!binding) return [complain(state, 'No key has to do with that'), []];
  const below = closeOverlay(state);
  const where = contexts(below);
  const what = binding.keys[0] === undefined ? 'This' : keysLabel(binding.keys[0]);
  // Nobody agrees to what is hidden behind the help.
  if (binding.contexts.every(isGuarded))
    return [complain(state, `${what} is only pressed where the question stands`), []];
  if (!binding.contexts.some((context) => where.includes(context))) {
    const names = [...new Set(binding.contexts.map(contextName))].join(', ');
    return [complain(state, `${what} does nothing where you are. It works here: ${names}`), []];
  }
  const reason = whyUnavailable(below, binding);
  return reason === undefined
    ? binding.do(below, binding.keys[0]?.split(' ').at(-1) ?? '')
    : [complain(state, reason), []];
}

/** Where one is first, then what works everywhere, then all other places; each key once. */
function sections(state: State, keymap: Keymap): readonly Section[] {
  const where = contexts(closeOverlay(state));
  const taken = new Set<Binding>();
  const reached = new Set(keymap.reachable(where).map(({ binding }) => binding));
  const of = (context: Context, isHere: boolean): readonly Binding[] =>
    keymap.bindings.filter((binding) => {
      const fits = binding.contexts.includes(context) && !taken.has(binding) && (!isHere || reached.has(binding));
      if (fits) taken.add(binding);
      return fits;
    });
  const here = where.map((context) => ({ title: contextName(context), bindings: of(context, true) }));
  const byName = new Map<string, Binding[]>();
  for (const context of allContexts) {
    const name = contextName(context);
    byName.set(name, [...(byName.get(name) ?? []), ...of(context, false)]);
  }
  const others = [...byName].map(([title, bindings]) => ({ title, bindings }));
  return [...here, ...others].filter(({ bindings }) => bindings.length > 0);
}

/** What was typed are words, all of which must be there; a single character is a key where there is such a key. */
function shownSections(state: State, keymap: Keymap): readonly Section[] {
  const all = sections(state, keymap);
  const words = (openHelp(state)?.line.text ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return all;
  const narrowed = (fits: (binding: Binding, title: string) => boolean): readonly Section[] =>
    all
      .map(({ title, bindings }) => ({ title, bindings: bindings.filter((binding) => fits(binding, title)) }))
      .filter(({ bindings }) => bindings.length > 0);
  const [only = ''] = words;
  if (words.length === 1) {
    const keyed = narrowed(({ keys }) => keys.some((key) => key === only || keysLabel(key) === only));
    if (keyed.length > 0) return keyed;
  }
  return narrowed(({ id, help, keys, group }, title) => {
    const text = `${id} ${help} ${group} ${title} ${keys.map(keysLabel).join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word.toLowerCase()));
  });
}

export function helpPane(state: State, open: HelpOverlay, keymap: Keymap): PaneRows {
  const rect = helpRect(state.screen);
  const { width, height } = inner(rect);
  const rows: Row[] = [];
  let index = 0;
  let at = 0;
  for (const { title, bindings } of shownSections(state, keymap)) {
    rows.push([span(title, 'title')]);
    for (const binding of bindings) {
      if (index === open.cursor) at = rows.length;
      index += 1;
      rows.push(helpRow(binding, width));
    }
  }
  if (index === 0) rows.push([span(`No key has to do with ${visible(open.line.text)}`, 'dim')]);
  // The heading stands above its first key.
  const top = Math.max(0, Math.min(at - Math.floor(height / 2), rows.length - height));
  const last = Math.min(rows.length, top + height);
  const status = rows.length > height ? rangeStatus(top, last, rows.length) : [];
  const frame = { title: [span('Keys', 'title')], status, focused: true };
  return { rows: framed(rect, frame, rows.slice(top, last)), selected: index === 0 ? undefined : at - top + 1 };
}

/** On a narrow screen the words are worth more than second keys. */
function helpRow(binding: Binding, width: number): Row {
  const cells = width < 60 ? 11 : 19;
  const all = binding.label ?? binding.keys.map(keysLabel).join(' ');
  const first = keysLabel(binding.keys[0] ?? '');
  const keys = all.length < cells ? all : first.length < cells ? first : truncate(first, cells - 1);
  return [span(`  ${padEnd(keys, cells)}`, 'keyName'), span(binding.help)];
}
