// Requests to and from other tools: what is asked of the runtime, what comes of it, and what the state keeps meanwhile.
import type { Credential } from '../../api/credential.ts';
import type { SnippetResult } from '../../request/snippets/formats.ts';
import type { RequestLine } from '../../request/types.ts';

/** A request in one format, on one line and broken over lines. */
export interface WrittenSnippet {
  readonly id: string;
  /** Such as `curl for the Command Prompt`. */
  readonly label: string;
  readonly oneLine: SnippetResult;
  readonly multiline: SnippetResult;
}

/** A request that is being written down for another tool. */
export interface Exporting {
  readonly id: number;
  readonly isMultiline: boolean;
  /** Undefined until they are written; or a sentence on why they cannot be. */
  readonly written: readonly WrittenSnippet[] | string | undefined;
}

/** One of several requests in a pasted text. */
export interface ImportedRequest {
  readonly line: string;
  readonly notes: readonly string[];
}

export type ToolEffect =
  /** Write the request in every format. Names in its path are looked up, since only this program takes names for ids. */
  | {
      readonly type: 'snippets.write';
      readonly id: number;
      readonly request: RequestLine;
      /** Levels of the response to show; undefined for all. */
      readonly depth: number | undefined;
    }
  /** Read a command that was pasted; a credential may be in it. */
  | { readonly type: 'import.read'; readonly text: string };

export type ToolEvent =
  | { readonly type: 'snippets.written'; readonly id: number; readonly written: readonly WrittenSnippet[] | string }
  /** `line` is the request, where one could be read. `notes` are sentences. */
  | {
      readonly type: 'import.done';
      readonly line: string | undefined;
      readonly notes: readonly string[];
      readonly credential: Credential | undefined;
      /** The requests of a text with several, this one among them; otherwise none. */
      readonly choices: readonly ImportedRequest[];
    };
