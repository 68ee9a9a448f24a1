// What `flarescope api` tells of the wire: what went over it (--verbose), and what would (--dry-run). Never a credential.
import type { Account } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { LEFT_OUT } from '../api/known-secrets.ts';
import { bodySize, type HeaderList } from '../api/messages.ts';
import { redactHeaders } from '../api/redaction.ts';
import { sentAs } from '../api/shown-credential.ts';
import type { TraceEntry } from '../http/interceptors/report.ts';
import { makeWire } from '../perform/exchange.ts';
import type { Files } from '../perform/performers.ts';
import { sdkCallFor, snippetBaseUrl, withoutCredential } from '../perform/tools.ts';
import { snippetFormats, writeSnippet } from '../request/snippets/formats.ts';
import type { RequestLine } from '../request/types.ts';
import { formatBytes, formatDuration } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { complain } from './complain.ts';
import { type Io, type Output, print } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';

/** As curl -v: `>` went out, `<` came back. */
export function traceTo(output: Output): (entry: TraceEntry) => void {
  const tell = (mark: string, lines: readonly string[]): void => {
    output.write(
      lines
        .map((line) => `${mark} ${visible(line)}`.trimEnd())
        .join('\n')
        .concat('\n'),
    );
  };
  return (entry) => {
    switch (entry.type) {
      case 'sent': {
        const { method, url, headers } = entry.request;
        const bytes = bodySize(entry.request);
        const size = bytes === 0 ? [] : [`(${formatBytes(bytes)})`];
        tell('>', [`${method} ${url}`, ...fieldLines(headers), ...size]);
        return;
      }
      case 'answered': {
        const { status, statusText, headers, durationMs } = entry.response;
        const facts = `(${formatDuration(durationMs)}, ${formatBytes(entry.bodyBytes)})`;
        tell('<', [`${status} ${statusText} ${facts}`.replace(/ +/g, ' '), ...fieldLines(headers)]);
        return;
      }
      case 'failed':
        tell('!', [entry.happened]);
    }
  };
}

function fieldLines(headers: HeaderList): readonly string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}

/** Prints the request as it would go out, and sends nothing. */
export async function printRequest(
  connection: Connection,
  request: RequestLine,
  files: Files,
  io: Io,
): Promise<number> {
  const wire = await makeWire(request, connection.baseUrl, files);
  const { method, url, headers } = wire;
  // What files hold is told by its size.
  const body = wire.upload?.summary ?? wire.body;
  const credential: HeaderList = connection.credentialFields.map((name) => [name, LEFT_OUT]);
  const head = [`${method} ${url}`, ...fieldLines([...redactHeaders(headers), ...credential])];
  await print(io, `${head.map(visible).join('\n')}\n`);
  if (body === undefined) return exitCodes.success;
  await print(io, '\n');
  await print(io, io.isForEyes ? visible(new TextDecoder().decode(body)) : body);
  await print(io, '\n');
  return exitCodes.success;
}

export async function printSnippet(
  id: string,
  multiline: boolean,
  request: RequestLine,
  account: Account,
  io: Io,
): Promise<number> {
  const format = snippetFormats.find((candidate) => candidate.id === id);
  if (!format) throw new Refusal(`--as ${id} is not supported`);
  const credential = sentAs(account.credential);
  const call = id === 'sdk' ? await sdkCallFor(request) : undefined;
  const options = { baseUrl: snippetBaseUrl(account), credential, multiline, call };
  const written = withoutCredential(writeSnippet(format, request, options));
  if (!written.ok) throw new Refusal(written.message);
  for (const note of written.notes) complain(io, note);
  await print(io, `${written.text}\n`);
  return exitCodes.success;
}
