// The binding table as people read it: the `?` screen, the footer, and the README's table.
import type { Binding, Context, Group } from './binding.ts';
import { bindings } from './bindings.ts';
import { chordLabel } from './chord.ts';
import { reachable } from './resolve.ts';

export interface HelpGroup {
  readonly group: Group;
  readonly rows: readonly { readonly keys: string; readonly help: string }[];
}

/** All bindings by group, in the table's order. */
export function helpGroups(): readonly HelpGroup[] {
  const groups = [...new Set(bindings.map((binding) => binding.group))];
  return groups.map((group) => ({
    group,
    rows: bindings
      .filter((binding) => binding.group === group)
      .map((binding) => ({ keys: keysLabel(binding), help: binding.help })),
  }));
}

export function keysLabel(binding: Binding): string {
  return binding.label ?? binding.keys.map(chordLabel).join(' ');
}

export interface Hint {
  readonly binding: Binding;
  readonly keys: string;
  readonly words: string;
}

/** What the footer may offer in `contexts`, the most useful first; the caller leaves out what cannot act. */
export function hints(contexts: readonly Context[]): readonly Hint[] {
  return reachable(contexts)
    .filter((binding) => binding.hint !== undefined)
    .map((binding) => ({
      binding,
      keys: binding.label ?? chordLabel(binding.keys[0] ?? ''),
      words: binding.hint ?? '',
    }));
}

/** The README's table of keys, in Markdown; a test holds the README to it. */
export function readmeTable(): string {
  const lines = ['| Keys | What they do | Where |', '|---|---|---|'];
  for (const binding of bindings) {
    const keys = binding.label
      ? `\`${binding.label}\``
      : binding.keys.map((chord) => `\`${chordLabel(chord).replaceAll('|', '\\|')}\``).join(' ');
    const where = binding.contexts.includes('global') ? 'everywhere' : binding.contexts.join(', ');
    lines.push(`| ${keys} | ${binding.help} | ${where} |`);
  }
  return lines.join('\n');
}
