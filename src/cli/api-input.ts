// The body that `--input` names, added to the request as if the line had said `@FILE`.
import { HttpFailure } from '../api/failures.ts';
import type { Files } from '../perform/ports.ts';
import { bodyProblem } from '../request/body.ts';
import type { RequestLine } from '../request/types.ts';
import { readUserFile } from '../store/user-files.ts';

/**
 * @returns the request with the body, and the files to read it from, where `-` is standard input
 * @throws HttpFailure where the request has a body already, or takes none
 */
export async function withInput(
  request: RequestLine,
  input: string | undefined,
): Promise<{ readonly request: RequestLine; readonly files: Files }> {
  const files: Files = { read: readUserFile };
  if (input === undefined) return { request, files };
  const items = [...request.items, { kind: 'file', path: input } as const];
  const method = request.method ?? 'POST';
  const wrong = bodyProblem(method, items);
  if (wrong) {
    throw new HttpFailure({
      kind: 'unusable',
      tried: `${method} ${request.path} with --input`,
      happened: wrong.message.replace(/\.$/, ''),
      next: 'give the body once, in the line or with --input',
    });
  }
  if (input !== '-') return { request: { ...request, method, items }, files };
  const body = await readStdin();
  // Standard input has no name to guess from; the API speaks JSON.
  const hasType = items.some((item) => item.kind === 'header' && item.name.toLowerCase() === 'content-type');
  const first = body.find((byte) => byte > 0x20);
  const isJson = !hasType && (first === 0x7b || first === 0x5b);
  const type = { kind: 'header', name: 'Content-Type', value: 'application/json' } as const;
  return {
    request: { ...request, method, items: isJson ? [type, ...items] : items },
    files: { read: (path) => (path === '-' ? Promise.resolve(body) : readUserFile(path)) },
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
