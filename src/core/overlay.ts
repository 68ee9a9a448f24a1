// What can stand over the panes and take the keys. Overlays stack: the last one has the focus, and Esc takes it off.
import type { LineBuffer } from '../text/line-buffer.ts';

export type Overlay = Help | Question;

export interface Help {
  readonly kind: 'help';
  /** First row shown. */
  readonly top: number;
}

/** A question that one line answers, asked where the prompt stands. What its answer does is said in slices/questions. */
export interface Question {
  readonly kind: 'question';
  readonly name: QuestionName;
  readonly line: LineBuffer;
}

export type QuestionName = 'page' | 'token';
