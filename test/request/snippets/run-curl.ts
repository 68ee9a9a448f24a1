// curl, started with arguments and standard input as a shell would have left them; and what those arguments ask of it, by
// curl(1), for as many of its options as snippets use: processes are slow to start, and properties want many.
import { spawn } from 'node:child_process';
import type { Recorded } from '../../helpers/recorder.ts';

export async function runCurl(
  args: readonly string[],
  input: Uint8Array = new Uint8Array(),
  cwd?: string,
): Promise<void> {
  const child = spawn('curl', args, { cwd, stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`curl ended with ${code}: ${said}`);
}

/** What curl would send. `file` is what every file holds. */
export function readCurl(
  args: readonly string[],
  input: Uint8Array = new Uint8Array(),
  file: Uint8Array = input,
): Recorded {
  let method: string | undefined;
  let url: URL | undefined;
  let body: Buffer | undefined;
  const headers: (readonly [string, string])[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? '';
    const next = (): string => args[++at] ?? '';
    if (argument === '-X') method = next();
    else if (argument === '-I') method = 'HEAD';
    else if (argument === '-H') headers.push(readHeader(next()));
    else if (argument === '-d' || argument === '--data-raw' || argument === '--data-binary') {
      const text = next();
      if (argument === '--data-raw' || !text.startsWith('@')) body = Buffer.from(text);
      else if (argument === '--data-binary') body = Buffer.from(file);
      else if (text === '@-') body = Buffer.from(Buffer.from(input).filter((byte) => ![0, 10, 13].includes(byte)));
      else throw new Error('-d with a file changes it');
    } else if (argument !== '-sS' && argument !== '-g') {
      if (argument.startsWith('-') || url !== undefined) throw new Error(`curl would not expect ${argument}`);
      url = new URL(argument);
    }
  }
  const target = `${url?.pathname}${url?.search}`;
  return { method: method ?? (body ? 'POST' : 'GET'), target, headers, body: body ?? Buffer.alloc(0) };
}

function readHeader(text: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([^:;]+)(?:;$|:[ \t]*([\s\S]*\S)[ \t]*$)/.exec(text) ?? [];
  if (name === '') throw new Error(`curl would not send the header ${text}`);
  return [name.toLowerCase(), value];
}
