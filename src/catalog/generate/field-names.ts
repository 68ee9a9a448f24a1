// Names of body fields as the SDK writes them, found by how a command line spells them: `load-shedding-default-percent` is
// `default_percent` in `load_shedding`. Pure.
import type { Field } from '../types.ts';
import type { Facts } from './facts.ts';

export interface FieldNames {
  readonly find: (option: string) => { readonly field: Field; readonly parent: string | undefined } | undefined;
}

/** Learns from all bodies of the SDK: what most of them call a thing is its name. */
export function learnFieldNames(facts: readonly Facts[]): FieldNames {
  const counts = new Map<
    string,
    Map<string, { count: number; readonly field: Field; readonly parent: string | undefined }>
  >();
  const count = (spelled: string, field: Field, parent: string | undefined): void => {
    const found = counts.get(spelled) ?? new Map();
    counts.set(spelled, found);
    const key = `${parent ?? ''}.${field.name}`;
    const known = found.get(key) ?? { count: 0, field, parent };
    known.count += 1;
    found.set(key, known);
  };
  for (const { body } of facts) {
    for (const field of body?.fields ?? []) {
      count(kebab(field.name), field, undefined);
      for (const member of field.shape.fields ?? [])
        count(`${kebab(field.name)}-${kebab(member.name)}`, member, field.name);
    }
  }
  return {
    find: (option) => {
      const found = [...(counts.get(option)?.values() ?? [])];
      return found.toSorted((a, b) => b.count - a.count)[0];
    },
  };
}

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
