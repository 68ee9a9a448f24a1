// Commands as people have them, and what each becomes: see commands.txt for the table. real-commands.test.ts runs them.
import { describe, expect, it } from 'vitest';
import { formatLine } from '../../../src/request/format.ts';
import { importCommand } from '../../../src/request/import/command.ts';
import type { ImportResult } from '../../../src/request/import/types.ts';
import { tableCases } from './command-table.ts';

const baseUrl = 'https://api.cloudflare.com/client/v4';

/** The result in the words of the table; notes only as far as they are expected. */
function told(result: ImportResult<string>, expected: readonly string[]): readonly string[] {
  const { credential } = result;
  const of = credential?.kind === 'key' ? `key ${credential.email} ${credential.key}` : `token ${credential?.token}`;
  const secret = credential === undefined ? [] : [`credential: ${of}`];
  const wanted = (kind: string): readonly string[] =>
    expected.flatMap((line) => (line.startsWith(`${kind}: `) ? [line.slice(kind.length + 2)] : []));
  if (!result.ok) {
    const known = wanted('error').find((text) => result.message.includes(text));
    return [`error: ${known ?? result.message}`, ...secret];
  }
  const notes = result.notes.map((note) => `note: ${wanted('note').find((text) => note.includes(text)) ?? note}`);
  const asked = result.unfilled.map(({ place, name, written }) => `ask: ${place} ${name} ${written}`);
  const missing = result.isComplete ? [] : ['incomplete'];
  return [`--> ${formatLine(result.request)}`, ...asked, ...secret, ...notes, ...missing];
}

describe('a pasted command', () => {
  it('comes in more than 150 ways', () => {
    expect(tableCases.length).toBeGreaterThan(150);
  });

  it.each(tableCases.map((one) => [one.title, one] as const))('%s', (_, { command, expected }) => {
    const result = importCommand(command, { baseUrl, seal: (secret) => secret });
    expect(told(result, expected).toSorted()).toEqual(expected.toSorted());
  });
});
