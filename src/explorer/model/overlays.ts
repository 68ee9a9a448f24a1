// What can stand over the panes and take focus. Overlays stack: the last one has the focus, and Esc takes it off.
import type { DecodedView } from '../../json/decoded.ts';
import type { RequestLine } from '../../request/types.ts';
import type { LineBuffer } from '../../text/line-buffer.ts';
import type { ManyPanel } from './many.ts';
import type { Row } from './rows.ts';
import type { WritePreview } from './writes.ts';

export type Overlay =
  | HelpOverlay
  | Question
  | Confirm
  | Picker
  | FilterField
  | Copying
  | Reader
  | BodyText
  | WritePreview
  | ManyPanel
  | PermissionPanel
  | CompareOverlay;

/** All keys. What is typed narrows it. */
export interface HelpOverlay {
  readonly kind: 'help';
  readonly line: LineBuffer;
  /** Which of the keys that are shown. */
  readonly cursor: number;
}

/** A question that one line answers, asked where the prompt stands. What is done with the text is said in shell/questions. */
export interface Question {
  readonly kind: 'question';
  readonly name: QuestionName;
  readonly line: LineBuffer;
  /** What stands there now: typing begins anew, every key of line editing goes on with it, and enter leaves it. */
  readonly suggested?: string;
}

export type QuestionName =
  | 'page'
  | 'token'
  | 'tokenEmail'
  | 'save'
  | 'clear'
  | 'search'
  | 'searchText'
  | 'rowFilter'
  | 'jq'
  | 'write'
  | 'compareWrite'
  | 'watch'
  | 'compareIgnore'
  | 'setting'
  | 'value'
  | 'member'
  | 'unlock'
  | 'profileName'
  | 'profileEmail'
  | 'profileSecret'
  | 'newPassphrase'
  | 'samePassphrase';

/** A question that y or n answers, asked where the prompt stands. What they do is said in shell/questions. */
export interface Confirm {
  readonly kind: 'confirm';
  readonly name: ConfirmName;
  /** What it is about, by name. */
  readonly of: string;
}

export type ConfirmName = 'unlock' | 'removeProfile' | 'saveUnverified' | 'saveImported';

/** A list to choose from that narrows as one types. What is in it and what choosing does is said in shell/pickers. */
export interface Picker {
  readonly kind: 'picker';
  readonly name: PickerName;
  /** What it is about, by name; absent where there is only one such thing. */
  readonly of?: string;
  /** What was typed to narrow it. */
  readonly line: LineBuffer;
  /** Index of the item under the cursor, and of the first one shown. */
  readonly cursor: number;
  readonly top: number;
}

export type PickerName =
  | 'order'
  | 'compareWith'
  | 'compareCopy'
  | 'notation'
  | 'leadingFilter'
  | 'keys'
  | 'columns'
  | 'chart'
  | 'questions'
  | 'export'
  | 'requests'
  | 'operations'
  | 'offer'
  | 'choices'
  | 'members'
  | 'fields'
  | 'lookup'
  | 'follow'
  | 'forEach'
  | 'settings'
  | 'notices'
  | 'settingChoice'
  | 'profiles'
  | 'account'
  | 'protection'
  | 'themes';

export interface PickerItem {
  /** What tells it from the others. */
  readonly key: string;
  /** Or how it is made for a width, where there are many and few are seen. */
  readonly row: Row | ((width: number) => Row);
}

/** What narrows the history as it is typed, where the prompt stands: for the history pane, or to find a line for the prompt. */
export interface FilterField {
  readonly kind: 'filter';
  readonly wantedFor: 'pane' | 'prompt';
  readonly line: LineBuffer;
}

/** The body of the request as JSON that is being written, or the query of a question to the analytics. */
export interface BodyText {
  readonly kind: 'bodyText';
  readonly language: 'json' | 'graphql';
  /** All its lines. */
  readonly line: LineBuffer;
  /** As it was opened. */
  readonly before: string;
  /** First row and first cell shown. */
  readonly top: number;
  readonly left: number;
  /** The cell that going up and down keeps to. */
  readonly cells: number | undefined;
}

/** What a request needs, beside what the credential may do. */
export interface PermissionPanel {
  readonly kind: 'permissions';
  readonly request: RequestLine;
  /** What the API answered to it, where it refused. */
  readonly refusal: string | undefined;
  /** First row shown. */
  readonly top: number;
}

/** `y` was pressed: the next key says what to copy. */
interface Copying {
  readonly kind: 'copy';
}

/** Two things that are compared; what is shown of them is in `state.compare`. */
interface CompareOverlay {
  readonly kind: 'compare';
}

/** One value with all the room, as it is or as what it may be besides. */
export interface Reader {
  readonly kind: 'reader';
  /** Its path, safe to show. */
  readonly place: string;
  /** What it can be read as; the value itself is the first. */
  readonly views: readonly DecodedView[];
  readonly view: number;
  /** First row shown. */
  readonly top: number;
}
