// The body of a request of `flarescope api`: from the line, a file, or standard input, which is read only where it is asked for; and
// what the catalog knows against it, before anything is sent.
import { HttpFailure } from '../api/failures.ts';
import type { Files } from '../perform/performers.ts';
import { bodyProblem } from '../request/body.ts';
import type { Item, RequestLine } from '../request/types.ts';
import { openForSending, readUserFile } from '../store/user-files.ts';
import { withoutMark } from '../text/encoding.ts';
import { type Io, readStdin } from './io.ts';
import { Refusal } from './messages.ts';

/** How a file is called that is standard input. */
const standardInput = '-';

interface WithInput {
  readonly request: RequestLine;
  /** Reads what the request names, standard input once. */
  readonly files: Files;
}

/**
 * The request with the body that `--input` names.
 *
 * @throws HttpFailure where the request has a body already, or takes none; Refusal where standard input cannot be read
 */
export async function withInput(request: RequestLine, input: string | undefined, io: Io): Promise<WithInput> {
  let read: Promise<Uint8Array> | undefined;
  const files: Files = {
    read: (path) => {
      if (path !== standardInput) return readUserFile(path);
      read ??= readStdin(io);
      return read;
    },
    open: async (path) => (path === standardInput ? undefined : openForSending(path)),
  };
  const given = input === undefined ? request : withBodyFile(request, input);
  if (!given.items.some((item) => item.kind === 'file' && item.path === standardInput))
    return { request: given, files };
  // Standard input has no name to guess from; the API speaks JSON.
  const hasType = given.items.some((item) => item.kind === 'header' && item.name.toLowerCase() === 'content-type');
  const first = hasType ? undefined : withoutMark(await files.read(standardInput)).find((byte) => byte > 0x20);
  if (first !== 0x7b && first !== 0x5b) return { request: given, files };
  const type: Item = { kind: 'header', name: 'Content-Type', value: 'application/json' };
  return { request: { ...given, items: [type, ...given.items] }, files };
}

function withBodyFile(request: RequestLine, path: string): RequestLine {
  const items = [...request.items, { kind: 'file', path } as const];
  const method = request.method ?? 'POST';
  const wrong = bodyProblem(method, items);
  if (!wrong) return { ...request, method, items };
  throw new HttpFailure({
    kind: 'unusable',
    tried: `${method} ${request.path} with --input`,
    happened: wrong.message.replace(/\.$/, ''),
    next: 'give the body once, in the line or with --input',
  });
}

/** Throws Refusal where the catalog knows that the body is not what the operation takes. Loads the catalog only where it may be. */
export async function refuseBody(request: RequestLine, io: Io): Promise<void> {
  const { catalogProblem, mayHaveBodyProblem } = await import('../catalog/body-problem.ts');
  if (!mayHaveBodyProblem(request)) return;
  const { loadCatalog } = await import('../catalog/load.ts');
  const problem = catalogProblem(loadCatalog(), request);
  if (!problem) return;
  if (problem.kind === 'dots') throw new Refusal(problem.message);
  const how = io.stdin.isTTY
    ? 'Write fields (name=text, name:=json), or @FILE'
    : 'Standard input is read only if you ask for it: add --input - or @-';
  throw new Refusal(`${problem.message}, and none is given. ${how}`);
}
