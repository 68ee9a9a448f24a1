// A command that cannot do what it was asked: thrown with the sentence to say and the status to exit with.
import { exitCodes } from './exit-codes.ts';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;

  /** @param message sentences, or one clause without a full stop */
  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}
