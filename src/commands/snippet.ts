// `flarescope api REQUEST --as FORMAT`: the request as a command for a shell or a program, on standard output. Nothing is sent.
import { publicBaseUrl } from '../http/base-url.ts';
import { effectiveMethod } from '../request/method.ts';
import { snippetFormats, writeSnippet } from '../request/snippets/formats.ts';
import type { SdkCall } from '../request/snippets/types.ts';
import type { RequestLine } from '../request/types.ts';
import type { Account } from '../runtime/connection.ts';
import { exitCodes } from './exit-codes.ts';
import { complain, print } from './terminal-text.ts';

/** The sandbox is gone when the command runs, so that a snippet is for the API itself. */
export function snippetBaseUrl(account: Account): string {
  return account.baseUrl ?? publicBaseUrl;
}

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
  const call = id === 'sdk' ? await ownCall(request) : undefined;
  const written = writeSnippet(format, request, { baseUrl: snippetBaseUrl(account), credential, multiline, call });
  if (!written.ok) return refuse(written.message);
  for (const note of written.notes) complain(note);
  await print(`${written.text}\n`);
  return exitCodes.success;
}

/** The SDK's own method for it, which the catalog knows. */
async function ownCall(request: RequestLine): Promise<SdkCall | undefined> {
  const [{ loadCatalog }, { sdkCallOf }] = await Promise.all([
    import('../catalog/load.ts'),
    import('../catalog/sdk-call.ts'),
  ]);
  const catalog = loadCatalog();
  const match = catalog.matcher().match(effectiveMethod(request), request.path);
  return match && sdkCallOf(match, catalog.details(match.operation), request);
}

function refuse(why: string): number {
  complain(why);
  return exitCodes.usage;
}
