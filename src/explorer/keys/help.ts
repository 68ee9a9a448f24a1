// The bindings as people read them: the `?` screen, and the table of the documentation.
import type { Binding, Group } from './binding.ts';
import { keysLabel } from './chord.ts';

interface HelpGroup {
  readonly group: Group;
  readonly rows: readonly { readonly keys: string; readonly help: string }[];
}

/** All bindings by group, in the order of the list. */
export function helpGroups(bindings: readonly Binding[]): readonly HelpGroup[] {
  const groups = [...new Set(bindings.map((binding) => binding.group))];
  return groups.map((group) => ({
    group,
    rows: bindings
      .filter((binding) => binding.group === group)
      .map((binding) => ({ keys: allKeys(binding), help: binding.help })),
  }));
}

function allKeys(binding: Binding): string {
  return binding.label ?? binding.keys.map(keysLabel).join(' ');
}

/** The documentation's table of keys, in Markdown; a test holds the documentation to it. */
export function keyTable(bindings: readonly Binding[]): string {
  const lines = ['| Keys | What they do | Where |', '|---|---|---|'];
  for (const binding of bindings) {
    const keys = binding.label
      ? `\`${binding.label}\``
      : binding.keys.map((keys) => `\`${keysLabel(keys).replaceAll('|', '\\|')}\``).join(' ');
    const where = binding.contexts.includes('global') ? 'everywhere' : binding.contexts.join(', ');
    lines.push(`| ${keys} | ${binding.help} | ${where} |`);
  }
  return lines.join('\n');
}
