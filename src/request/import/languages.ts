// Which language a text that has a request in it is in: a shell's, JavaScript or HTTP itself; and what else it might be.
import { isHttpMessage } from './http-message.ts';
import { blockIn, commandIn, recogniseCommand, withoutCarriageReturns } from './recognise.ts';

export interface RequestText {
  readonly language: 'shell' | 'javascript' | 'http';
  /** The part that has the request. */
  readonly text: string;
}

const JAVASCRIPT = /\bfetch\s*(?:<\w+>)?\s*\(|\baxios(?:\.\w+)?\s*\(|\bnew\s+Cloudflare\s*\(/;

/** True for code of the official SDK, whose methods only the catalog knows. */
export function namesSdk(text: string): boolean {
  return /\bnew\s+Cloudflare\s*\(/.test(text);
}

/** What no shell's command begins with. */
const SCRIPT_START =
  /^\s*(?:;\s*)*(?:await\s|import\s|const\s|let\s|var\s|async\s|export\s|\/\/|\/\*|\(|fetch\s*[(<]|axios\b|(?:return|void)\s)/;

/** The part of a text that has a request; undefined where there is none that can be read. */
export function requestTextIn(given: string): RequestText | undefined {
  const message = blockIn(given, isHttpMessage) ?? (isHttpMessage(given) ? given : undefined);
  if (message !== undefined) return { language: 'http', text: message };
  const text = withoutCarriageReturns(given);
  const isScript = (block: string): boolean => JAVASCRIPT.test(block);
  const script = blockIn(text, isScript) ?? (isScript(text) ? text : undefined);
  if (script !== undefined && SCRIPT_START.test(script)) return { language: 'javascript', text: script };
  const command = commandIn(given);
  if (command !== undefined) return { language: 'shell', text: command };
  return script === undefined ? undefined : { language: 'javascript', text: script };
}

/** True where a pasted text is to be imported rather than typed: it begins with a command, a call of fetch or a message. */
export function recogniseImport(text: string): boolean {
  if (recogniseCommand(text)) return true;
  if (isHttpMessage(text)) return /\n[\w-]+:/.test(text);
  return SCRIPT_START.test(text) && JAVASCRIPT.test(text);
}

const OTHERS: readonly (readonly [what: string, sign: RegExp])[] = [
  [
    'Python',
    /\bimport (?:requests|httpx|aiohttp)\b|\b(?:requests|httpx|session)\.(?:get|post|put|patch|delete|request)\(|\burllib\b/,
  ],
  ['Go', /\bhttp\.NewRequest(?:WithContext)?\(/],
  ['PHP', /\bcurl_(?:init|setopt)|GuzzleHttp/],
  ['Ruby', /\bNet::HTTP\b|\bFaraday\b/],
  ['Java', /\bHttpRequest\.newBuilder\b|\bOkHttpClient\b/],
  ['C#', /\bHttpRequestMessage\b|\bnew HttpClient\b/],
  ['Rust', /\breqwest::/],
  ['Terraform', /\b(?:resource|data)\s+"cloudflare_/],
  ['a HAR file', /^\s*\{\s*"log"\s*:/],
  ['a collection of Postman', /"_postman_id"|schema\.getpostman\.com/],
  ['a command of Wrangler', /(?:^|[\s;&|])wrangler\s+\w/],
  ['a command of the AWS CLI', /(?:^|[\s;&|])aws\s+(?:s3|s3api|configure)\b/],
  ['JavaScript with XMLHttpRequest', /\bXMLHttpRequest\b/],
];

/** What a text without a request that can be read is, and what to copy instead; undefined where that cannot be told. */
export function otherLanguage(text: string): string | undefined {
  const found = OTHERS.find(([, sign]) => sign.test(text))?.[0];
  if (found === undefined) return undefined;
  return `This is ${found}, which is not read. Copy the request as curl instead (in a browser: Copy as cURL).`;
}
