// What the catalog says of an operation. The generator writes these, everything else reads them.
import type { PagingKind } from '../api/recognise.ts';
import type { Method } from '../request/types.ts';

/** What every operation tells without its details. */
export interface Operation {
  /** Its place in the catalog; stable within one build. */
  readonly index: number;
  readonly method: Method;
  /** With placeholders: `/zones/{zone_id}/dns_records`. */
  readonly path: string;
  readonly title: string;
  /** The product, such as `DNS` or `Zero Trust Access`. */
  readonly group: string;
  readonly deprecated: boolean;
  /** Undefined for what answers with no list. */
  readonly paging: PagingKind | undefined;
  /** For a GET that answers with a list: where it is, and what its items are called by. */
  readonly list: ListLocation | undefined;
  /** What a token needs for it; absent where nothing is known. */
  readonly permissions?: NeededPermissions | undefined;
}

/** Operations in columns, and one of them by its index: all of them are seldom needed. */
export interface OperationColumns {
  readonly methods: readonly Method[];
  readonly paths: readonly string[];
  readonly operation: (index: number) => Operation;
}

/** Permissions of which any one is enough, by their names. */
export interface NeededPermissions {
  /** `accepted`: a source says so of this very resource. `probable`: of another one that this belongs to. */
  readonly certainty: 'accepted' | 'probable';
  readonly anyOf: readonly string[];
  /** The resource, or the function that reads it, and the source that says so: `getDnsRecords of @pulumi/cloudflare`. */
  readonly from: string;
}

export interface ListLocation {
  /** Members to go through from `result` to the list: none where `result` is it, `buckets` for R2. */
  readonly at: readonly string[];
  /** The item's field that fills the placeholder after the list in a path; undefined for items that are values themselves. */
  readonly id: string | undefined;
  /** The item's field that people know it by; undefined where the id is that too. */
  readonly name: string | undefined;
}

/** What a form for the request, or a description beside a list, shows. */
export interface OperationDetails {
  /** Plain paragraphs, one a line; empty where the sources say nothing. */
  readonly description: string;
  /** Why it is deprecated and what to use instead; undefined where it is not, or where the sources do not say. */
  readonly deprecation: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: BodyFacts | undefined;
  /** Media type of the response where it is not JSON. */
  readonly accept: string | undefined;
  /** How the official SDK calls it; undefined where it does not, or in a way that a line cannot say. */
  readonly call: SdkMethod | undefined;
  /** The SDK's resources and method, as the addresses of the documentation have them; undefined where the SDK does not have it. */
  readonly documented: readonly string[] | undefined;
}

/** A method of the official SDK that takes placeholders, query and body side by side. */
export interface SdkMethod {
  /** From the client to the method: `dns`, `records`, `edit`. */
  readonly members: readonly string[];
  /** Placeholders that are arguments of their own, in order. */
  readonly positional: readonly string[];
}

export interface Parameter extends Field {
  readonly in: 'path' | 'query' | 'header';
}

/** How a body goes over the wire: `form` is fields as a query writes them, `binary` bytes of any sort. */
export type BodyKind = 'json' | 'multipart' | 'form' | 'text' | 'binary';

export interface BodyFacts {
  readonly kind: BodyKind;
  /** Media type to send. */
  readonly contentType: string;
  /** True where nothing can be sent without one. */
  readonly isRequired: boolean;
  /**
   * Members of a JSON object, or parts of a multipart body. A name comes several times where it means something else for each
   * value of another field (`when`): `fieldsFor` of variants.ts gives those that are in force. Empty where the body is no object.
   */
  readonly fields: readonly Field[];
  /** The body where it is no object: a list, a text, a file. */
  readonly whole: Shape | undefined;
  /** Where the body has one of several forms and no field tells which: the names of each form's fields. */
  readonly forms?: readonly (readonly string[])[];
  /** How the parts of a multipart body are sent, by the names of their fields. */
  readonly parts?: Readonly<Record<string, PartFacts>>;
}

export interface PartFacts {
  /** `json` is the text of a JSON value; `either` a file or a text, whichever is given. */
  readonly kind: 'file' | 'text' | 'json' | 'either';
  /** The media type of the part, where the API needs one; a file's own may be told in the request. */
  readonly contentType?: string;
  /** The field stands for any number of parts, each named by its file: the modules of a Worker. */
  readonly isNamedByFile?: boolean;
}

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly shape: Shape;
  readonly deprecated: boolean;
  /** The value used where none is sent, as the sources tell it. */
  readonly initial: string | undefined;
  /** Only for these values of another field: `priority` of a DNS record is for type MX, SRV and URI. */
  readonly when: Condition | undefined;
}

export interface Condition {
  /** A placeholder of the path, or a field beside this one. */
  readonly in: 'path' | 'body';
  readonly field: string;
  readonly values: readonly Scalar[];
}

export type Scalar = string | number | boolean;

export type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'file' | 'null' | 'any';

export interface Shape {
  /** What it may be, the likeliest first; usually one. */
  readonly kinds: readonly Kind[];
  /** The only values that are accepted; undefined where others are too. */
  readonly choices: readonly Scalar[] | undefined;
  /** Of an array: what its entries are. */
  readonly items: Shape | undefined;
  /** Of an object: its members, as in a body, where the sources tell them. */
  readonly fields: readonly Field[] | undefined;
  /** Of an object whose members may have any name: what each of them is. */
  readonly values?: Shape;
  /** As in a body. */
  readonly forms?: readonly (readonly string[])[];
  /** The bounds of a number, both accepted; of a text its length, of an array its entries. */
  readonly least?: number;
  readonly most?: number;
}
