// The variables of a PowerShell script, as far as the script itself sets them.
import type { Marks } from './marks.ts';
import { type PsValue, psAdd, psNull, psString, psUnknown, putEntry } from './powershell-values.ts';

export interface PsScope {
  /** The value of a variable; a mark that is written like it where the script does not set it. */
  readonly get: (name: string, written: string) => PsValue;
  /** `$name = value`, `$name += value`, `$name.member = value` and `$name['member'] = value`. */
  readonly set: (name: string, member: string, adds: boolean, value: PsValue) => void;
  /** `$name.Add(member, value)`. */
  readonly add: (name: string, args: readonly PsValue[]) => void;
}

export function createScope(marks: Marks): PsScope {
  const variables = new Map<string, PsValue>([
    ['true', { kind: 'boolean', value: true }],
    ['false', { kind: 'boolean', value: false }],
    ['null', psNull],
  ]);
  const keyOf = (name: string): string => name.toLowerCase().replace(/^(?:script|global|local):/, '');
  return {
    get: (name, written) => variables.get(keyOf(name)) ?? psUnknown(marks, name.replace(/^env:/i, ''), written),
    set: (name, member, adds, value) => {
      const old = variables.get(keyOf(name));
      const sum = adds && old !== undefined ? psAdd(old, value) : undefined;
      if (member === '') variables.set(keyOf(name), sum ?? value);
      else if (old?.kind === 'table') putEntry(old.entries, member.replace(/^\.|^\[\s*['"]|['"]\s*\]$/g, ''), value);
    },
    add: (name, [member, value]) => {
      const table = variables.get(keyOf(name));
      if (table?.kind === 'table' && member !== undefined) putEntry(table.entries, psString(member), value ?? psNull);
    },
  };
}
