// What a question is that one line answers, or a yes: each feature has the specifications of its own, and the shell one table of all.
import type { Step } from './notices.ts';
import type { State } from './state.ts';

export interface QuestionSpec {
  /** Before the field, as short as can be. */
  readonly label: string | ((state: State) => string);
  /** What stands in the field while it is empty. */
  readonly placeholder?: string | ((state: State) => string);
  /** True where the text is shown as dots; a function where that depends on the text. */
  readonly isSecret?: boolean | ((text: string) => boolean);
  /** Takes the text. It closes the question where that was answered, and leaves it where it was not. */
  readonly answer: (state: State, text: string) => Step;
}

export interface ConfirmSpec {
  /** A question; `of` is what it is about. */
  readonly question: (state: State, of: string) => string;
  /** Takes the question off too, where that is to be. */
  readonly yes: (state: State, of: string) => Step;
}
