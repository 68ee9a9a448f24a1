// What to mind with a command line on Windows, whichever shell it is for.
import type { SnippetRequest } from './types.ts';

export function windowsNotes({ headers, body }: SnippetRequest): readonly string[] {
  const notes: string[] = [];
  const odd = headers.find(([, value]) => /[\x80-\xff]/.test(value));
  if (odd)
    notes.push(`The header ${odd[0]} holds characters beyond ASCII, which Windows may send in another encoding.`);
  if (body !== undefined && /[^\x00-\x7f]/.test(body)) {
    notes.push(
      'The body holds characters beyond ASCII: curl.exe sends them as UTF-8 only where curl.exe -V lists Unicode.',
    );
  }
  return notes;
}
