// What the commands below `auth` have in common: a terminal to ask at, which is given back, and whatever goes wrong in a sentence.
import type { Io } from './io.ts';
import { refuse } from './messages.ts';
import type { Given } from './spec.ts';
import { type Asking, createAsking } from './unlocking.ts';

type Run<Values> = (given: Given<Values>, io: Io) => Promise<number>;

export function authCommand<Values>(
  run: (given: Given<Values>, io: Io, asking: Asking) => Promise<number>,
): Run<Values> {
  return async (given, io) => {
    const asking = createAsking(io);
    try {
      return await run(given, io, asking);
    } catch (error) {
      return refuse(error);
    } finally {
      asking.close();
    }
  };
}
