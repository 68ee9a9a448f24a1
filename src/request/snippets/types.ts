// What every snippet format is given and gives. A snippet never holds a credential, only the name of the variable it is in.
import type { Part } from '../parts.ts';
import type { Method, RequestLine } from '../types.ts';

/** A request ready to be written down: what `toWire` makes of a line, and the fields that will carry the credential. */
export interface SnippetRequest {
  readonly line: RequestLine;
  readonly method: Method;
  /** Absolute and encoded. */
  readonly url: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly credential: readonly CredentialField[];
  /** In the order to send, without the credential. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as text, well-formed; undefined where there is none or a file has it. */
  readonly body: string | undefined;
  readonly bodyFile: string | undefined;
  /** Of a body in parts, whose Content-Type the tool chooses itself: it is not among the headers. */
  readonly parts: readonly Part[] | undefined;
}

/** A header whose value is `before` and then the value of an environment variable. */
export interface CredentialField {
  readonly name: string;
  readonly before: string;
  readonly variable: string;
}

export interface SnippetLayout {
  /** Broken over lines; otherwise one line, except where a value itself has line breaks that the shell wants as such. */
  readonly multiline: boolean;
  /** Levels of the response that the tree shows; undefined where it shows all. */
  readonly depth: number | undefined;
  /** The official SDK's method for this operation, where the catalog knows one. */
  readonly call: SdkCall | undefined;
}

/** A method of the official SDK, such as `client.dns.records.edit(dnsRecordId, { zone_id, … })`. */
export interface SdkCall {
  /** From the client to the method: `['dns', 'records', 'edit']`. */
  readonly members: readonly string[];
  /** The path that the method fills: `/zones/{zone_id}/dns_records/{dns_record_id}`. */
  readonly path: string;
  /** Placeholders that are arguments of their own, in order; the others are members of the parameters object. */
  readonly positional: readonly string[];
  /** Query parameters that the method takes as something else than text. */
  readonly queryTypes: Readonly<Record<string, 'number' | 'boolean'>>;
}

export interface Snippet {
  readonly text: string;
  /** What the snippet leaves out or what to mind with it, a sentence each. Safe to paint. */
  readonly notes: readonly string[];
}

/** A snippet, or a sentence that says why this format cannot say this request. */
export type Rendered = Snippet | { readonly refusal: string };

export interface SnippetFormat {
  /** As in `--as curl-cmd`. */
  readonly id: string;
  /** For a menu; at most 40 characters. */
  readonly label: string;
  readonly render: (request: SnippetRequest, layout: SnippetLayout) => Rendered;
}

/** The URL holds a percent-escape that need not be one, which some clients write as the character it is (RFC 3986 section 6.2.2.2). */
export function escapesUnreserved(url: string): boolean {
  return /%(?:2[DE]|3\d|[46][1-9A-F]|[57][0-9A]|5F|7E)/i.test(url);
}
