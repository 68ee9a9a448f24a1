// The table of snippet formats, and a request line written in one of them. To add a format: its file and one row here.
import type { RequestLine } from '../types.ts';
import { toWire } from '../wire.ts';
import { curl, curlCmd, curlPowerShell } from './curl.ts';
import { httpMessage } from './http.ts';
import { httpie } from './httpie.ts';
import { invokeRestMethod } from './invoke-rest-method.ts';
import { fetchCall, sdk } from './javascript.ts';
import type { CredentialField, SdkCall, Snippet, SnippetFormat } from './types.ts';

export const snippetFormats: readonly SnippetFormat[] = [
  { id: 'curl', label: 'curl for bash, zsh, fish and sh', render: curl },
  { id: 'curl-cmd', label: 'curl for the Command Prompt', render: curlCmd },
  { id: 'curl-powershell', label: 'curl for PowerShell', render: curlPowerShell },
  { id: 'irm', label: 'Invoke-RestMethod', render: invokeRestMethod },
  { id: 'httpie', label: 'HTTPie', render: httpie },
  { id: 'fetch', label: 'fetch in TypeScript', render: fetchCall },
  { id: 'sdk', label: 'the official SDK in TypeScript', render: sdk },
  { id: 'http', label: 'raw HTTP message', render: httpMessage },
];

/** The fields that carry a credential of each kind, and the official SDK's variables that hold it. */
const credentialFields: Readonly<Record<'token' | 'key', readonly CredentialField[]>> = {
  token: [{ name: 'Authorization', before: 'Bearer ', variable: 'CLOUDFLARE_API_TOKEN' }],
  key: [
    { name: 'X-Auth-Email', before: '', variable: 'CLOUDFLARE_EMAIL' },
    { name: 'X-Auth-Key', before: '', variable: 'CLOUDFLARE_API_KEY' },
  ],
};

export interface SnippetOptions {
  /** http(s) without query or fragment: where the request goes. */
  readonly baseUrl: string;
  /** The kind of the account's credential. */
  readonly credential: 'token' | 'key';
  readonly multiline: boolean;
  /** Levels of the response that the tree shows, for `ConvertTo-Json`. @default all */
  readonly depth?: number | undefined;
  readonly call?: SdkCall | undefined;
}

export type SnippetResult = ({ readonly ok: true } & Snippet) | { readonly ok: false; readonly message: string };

/** The request written in a format. Fails where the request cannot be sent either, or where the format cannot say it. */
export function writeSnippet(format: SnippetFormat, line: RequestLine, options: SnippetOptions): SnippetResult {
  const wire = toWire(line, { baseUrl: options.baseUrl });
  if (!wire.ok) return { ok: false, message: wire.error.message };
  const { method, url, headers, bodyFile, parts } = wire;
  // jq would take a filter that begins with a hyphen for an option; a space before it changes nothing.
  const filter = line.filter?.startsWith('-') ? ` ${line.filter}` : line.filter;
  const request = {
    line: { ...line, filter },
    method,
    url,
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    credential: credentialFields[options.credential],
    headers: parts === undefined ? headers : headers.filter(([name]) => name.toLowerCase() !== 'content-type'),
    body: wire.body === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(wire.body),
    bodyFile,
    parts,
  };
  const { multiline, depth, call } = options;
  const rendered = format.render(request, { multiline, depth, call });
  return 'refusal' in rendered ? { ok: false, message: rendered.refusal } : { ok: true, ...rendered };
}
