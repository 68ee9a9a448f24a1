// How a command ends early: it cannot do what it was asked, or the person at the terminal has had enough.
import { exitCodes } from './exit-codes.ts';

/** Thrown with the sentence to say and the status to exit with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;

  /** @param message sentences, or one clause without a full stop */
  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ctrl+c at a question. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
