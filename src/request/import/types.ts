// What a pasted command becomes, and the words that the readers of the shells share.
import type { Item, RequestLine } from '../types.ts';
import type { RunJq } from './jq-arguments.ts';

export interface ImportOptions<Sealed> {
  /** The profile's base URL: commands for it, and for the API's public address, are for this profile. */
  readonly baseUrl: string;
  /** Puts a secret away the moment it is found (`createSecret`); nothing here keeps its text. */
  readonly seal: (text: string) => Sealed;
  /** Runs jq where a body comes from it. @default what jq would print is not known */
  readonly runJq?: RunJq | undefined;
  /** Finds methods of the official SDK. @default none is known */
  readonly findOperation?: FindSdkOperation | undefined;
  /** Which request of several, from 1. @default the first one for this API */
  readonly index?: number | undefined;
}

export type ImportResult<Sealed> = Imported<Sealed> | ImportFailure<Sealed>;

export interface Imported<Sealed> {
  readonly ok: true;
  /** Without any credential. May have `{placeholders}` in its path. */
  readonly request: RequestLine;
  /** What was not taken over, or read in a way that may surprise, a sentence each. Safe to paint. */
  readonly notes: readonly string[];
  /** A credential that stood in the command: to be offered to the vault. */
  readonly credential: ImportedCredential<Sealed> | undefined;
  /** What is to be filled in before it can be sent, each once. */
  readonly unfilled: readonly Unfilled[];
  /** False where a part that matters is missing, so that sending it would not be what was pasted; the notes say what. */
  readonly isComplete: boolean;
  /** All requests of the text, in order, each in a few words: `POST /zones`. More than one only where there are several for this API. */
  readonly choices: readonly string[];
}

interface ImportFailure<Sealed> {
  readonly ok: false;
  /** A sentence for the user. Safe to paint, without text of the command that may be secret. */
  readonly message: string;
  readonly credential: ImportedCredential<Sealed> | undefined;
}

export type ImportedCredential<Sealed> =
  | { readonly kind: 'token'; readonly token: Sealed }
  | { readonly kind: 'key'; readonly email: string; readonly key: Sealed };

export interface Unfilled {
  /** `zone_id` for a placeholder of the path; the variable's name elsewhere. */
  readonly name: string;
  /** As it stands in the request: `{zone_id}`, `$ZONE_ID`, `%ZONE_ID%`, `$env:ZONE_ID`. */
  readonly written: string;
  readonly place: 'path' | 'query' | 'header' | 'body' | 'file' | 'filter';
}

/** A program with its arguments, quotes and escapes undone, variables as marks (see marks.ts). */
export interface Command {
  readonly words: readonly string[];
  /** Text that a here-document or here-string feeds it. */
  readonly input: string | undefined;
  /** The file that `<` feeds it. */
  readonly inputFile: string | undefined;
}

/** Commands whose output each feeds the next. */
export type Pipeline = readonly Command[];

/** What a shell's reader made of a text. */
export type Script =
  | {
      readonly ok: true;
      readonly pipelines: readonly Pipeline[];
      /** Where the text was read as it was meant and not as the shell would, a sentence each. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** The request that a command makes, before it is put into this program's language. Texts may hold marks. */
export interface HttpCall {
  /** In capitals; undefined where the command does not say. */
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Query parameters besides the URL's, already taken apart. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: CallBody | CallForm | undefined;
  readonly filter: string | undefined;
  readonly notes: readonly string[];
  readonly isComplete: boolean;
  /** Secrets that were given as options: a bearer token, a user with a password. */
  readonly bearer: string | undefined;
}

export type CallBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

/** A body in parts; their texts may hold marks. */
export interface CallForm {
  readonly kind: 'form';
  readonly items: readonly Item[];
}

/** What a method of the official SDK asks for; undefined where there is no such method. */
export type FindSdkOperation = (members: readonly string[]) => SdkOperation | undefined;

/** An operation of the API as a method of the official SDK has it. */
interface SdkOperation {
  readonly method: string;
  /** With `{placeholders}`. */
  readonly path: string;
  /** Placeholders that are arguments of their own, in order. */
  readonly positional: readonly string[];
  /** Members of the parameters that go into the query; the others are fields of the body. */
  readonly query: readonly string[];
}
