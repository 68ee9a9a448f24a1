// Everything that is to be said of an import, for people: its notes, what is to be filled in, and where a credential goes.
import { visible } from '../../text/untrusted.ts';
import type { ImportResult } from './types.ts';

/** Sentences in the order to show them. Safe to paint; without any secret. */
export function importNotes<Sealed>(result: ImportResult<Sealed>): readonly string[] {
  const said = [...requestNotes(result)];
  if (result.credential !== undefined) {
    const what = result.credential.kind === 'token' ? 'A token' : `The key of ${result.credential.email}`;
    said.push(
      `${what} was taken out of the command: requests use your profile's credential. To keep this one in a profile, run flarescope auth add, which asks for it; if others have seen the command, roll it first.`,
    );
  }
  return said;
}

/** The same without what is to be said of a credential, for who offers something to do with it. */
export function requestNotes<Sealed>(result: ImportResult<Sealed>): readonly string[] {
  const said = result.ok ? [...result.notes] : [result.message];
  if (result.ok && result.unfilled.length > 0) {
    const written = result.unfilled.map((one) => visible(one.written)).join(', ');
    said.push(`Put values in place of ${written}.`);
  }
  return said;
}
