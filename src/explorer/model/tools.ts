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
  /** What a folder holds, for the path in `place`; empty for the one where the program runs. */
  | { readonly type: 'files.list'; readonly folder: string; readonly place: FilePlace }
  /** Read a command that was pasted; a credential may be in it. */
  | { readonly type: 'import.read'; readonly text: string };

/** Where a path stands that is to be completed. */
export interface FilePlace {
  readonly where: 'prompt' | 'question';
  /** The whole text, by which it is known whether it has changed. */
  readonly text: string;
  /** The stretch of it that is replaced: by `lead`, and the path. */
  readonly from: number;
  readonly to: number;
  readonly lead: string;
  /** As much of it as is there, without quotes. */
  readonly path: string;
}

export type ToolEvent =
  | {
      readonly type: 'files.listed';
      readonly place: FilePlace;
      /** By name; a reason where the folder cannot be read. */
      readonly entries: readonly { readonly name: string; readonly isFolder: boolean }[] | string;
    }
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
