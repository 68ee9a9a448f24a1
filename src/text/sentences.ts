// What sentences for people are made of: the words of an error, a clause that begins one.

/** What an error says, or whatever else was thrown as text. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** With a capital at its beginning, as a sentence has it. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
