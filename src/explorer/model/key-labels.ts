// How sentences name keys: by the binding that does what they speak of, so that they show the key that is in force.

/** The label of each binding, by its id, such as `ctrl+p` for `palette.open`. */
export type KeyLabels = Readonly<Record<string, string>>;

/** The key of a binding as a sentence shows it; a test holds every id that is asked for to be one of a binding. */
export function keyFor({ keyLabels }: { readonly keyLabels: KeyLabels }, id: string): string {
  return keyLabels[id] ?? id;
}
