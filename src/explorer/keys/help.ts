// The bindings as the documentation shows them.
import type { Binding } from './binding.ts';
import { keysLabel } from './chord.ts';

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
