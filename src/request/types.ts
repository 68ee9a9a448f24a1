// A request as the line says it, before the catalog, the profile or the wire had a say. Values are kept as typed: JSON as
// source text (an id beyond 2^53 keeps its digits), the path with its percent-escapes and placeholders.

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export type Item =
  /** `name==value` */
  | { readonly kind: 'query'; readonly name: string; readonly value: string }
  /** `Name:value`; the name as typed, the value without white space around it */
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  /** `name=text`, a string in the JSON body */
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  /** `name:=json`; the value is JSON source text without white space around it */
  | { readonly kind: 'json'; readonly name: string; readonly value: string }
  /** `name=@path`, a string in the JSON body: what the file holds */
  | { readonly kind: 'fieldFile'; readonly name: string; readonly path: string }
  /** `name:=@path`, a value in the JSON body: the JSON that the file holds */
  | { readonly kind: 'jsonFile'; readonly name: string; readonly path: string }
  /** `:=json`, the whole body; the value is JSON source text without white space around it */
  | { readonly kind: 'body'; readonly value: string }
  /** `=text`, the whole body as text, not empty */
  | { readonly kind: 'text'; readonly value: string }
  /** `name@path`, a part of a form: a file. Its type and its name there are those of the path where they are not said. */
  | ({ readonly kind: 'partFile'; readonly name: string; readonly path: string } & PartOptions)
  /** `name@=text`, a part of a form: this text */
  | ({ readonly kind: 'part'; readonly name: string; readonly value: string } & PartOptions)
  /** `@path`, the whole body from a file */
  | { readonly kind: 'file'; readonly path: string };

/** What may follow a part: `;type=image/png;filename=a.png`. */
export interface PartOptions {
  readonly type: string | undefined;
  readonly filename: string | undefined;
}

export interface RequestLine {
  /** undefined where the line does not say. */
  readonly method: Method | undefined;
  /** Below the base URL: starts with one `/`, has no `?`, no `#` and no dot segment; may hold `{placeholders}`. */
  readonly path: string;
  readonly items: readonly Item[];
  /** The jq program after `|`, not empty and without white space around it. */
  readonly filter: string | undefined;
}

export interface ParseError {
  /** UTF-16 offset in the line; the length of the line where something is missing at its end. */
  readonly position: number;
  /** UTF-16 units that are wrong; 0 where something is missing. */
  readonly length: number;
  /** What was expected there, as a phrase: `a path`. */
  readonly expected: string;
  /** A sentence for the user: what is wrong and what to write. Safe to paint. */
  readonly message: string;
}

export type ParseResult =
  | { readonly ok: true; readonly request: RequestLine }
  | { readonly ok: false; readonly error: ParseError };

export interface ParseOptions {
  /** The profile's base URL, such as `https://api.cloudflare.com/client/v4`; full URLs below it are shortened. */
  readonly baseUrl?: string | undefined;
}
