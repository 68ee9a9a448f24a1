// `flarescope api REQUEST --as FORMAT`: the request as a command for a shell or a program, on standard output. Nothing is sent.
import type { Account } from '../accounts/connection.ts';
import { sdkCallFor, snippetBaseUrl } from '../perform/tools.ts';
import { snippetFormats, writeSnippet } from '../request/snippets/formats.ts';
import type { RequestLine } from '../request/types.ts';
import { exitCodes } from './exit-codes.ts';
import { complain, print } from './terminal-text.ts';

export async function printSnippet(
  id: string,
  multiline: boolean,
  request: RequestLine,
  account: Account,
): Promise<number> {
  const format = snippetFormats.find((candidate) => candidate.id === id);
  if (!format) {
    const known = snippetFormats.map((candidate) => candidate.id).join(', ');
    return refuse(`there is no format ${JSON.stringify(id)}; there are ${known}`);
  }
  const credential = account.credential?.kind ?? 'token';
  const call = id === 'sdk' ? await sdkCallFor(request) : undefined;
  const written = writeSnippet(format, request, { baseUrl: snippetBaseUrl(account), credential, multiline, call });
  if (!written.ok) return refuse(written.message);
  for (const note of written.notes) complain(note);
  await print(`${written.text}\n`);
  return exitCodes.success;
}

function refuse(why: string): number {
  complain(why);
  return exitCodes.usage;
}
