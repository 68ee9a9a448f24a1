// The raw message: given to a server as it is, once the variable in it is filled in.
import net from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RequestLine } from '../../../src/request/types.ts';
import { type Recorder, startRecorder } from '../../helpers/recorder.ts';
import { runs } from '../../helpers/runs.ts';
import { expectSame, testSecret } from './expect-same.ts';
import { hostileRequest, write } from './hostile.ts';

let recorder: Recorder;
beforeAll(async () => {
  recorder = await startRecorder();
});
afterAll(() => recorder.close());

it('is what this program sends, whatever is in the request', async () => {
  await fc.assert(
    fc.asyncProperty(hostileRequest, async (line) => {
      const { text } = write('http', line, recorder);
      const [head = '', ...rest] = text.split('\r\n\r\n');
      const filled = head.replace('$CLOUDFLARE_API_TOKEN', () => testSecret);
      await send(Buffer.concat([Buffer.from(`${filled}\r\n\r\n`, 'latin1'), Buffer.from(rest.join('\r\n\r\n'))]));
      expectSame(recorder.take()[0], line, recorder.baseUrl);
    }),
    runs(200),
  );
});

it('says that a file is to be put in', () => {
  const line: RequestLine = { method: 'PUT', path: '/x', items: [{ kind: 'file', path: 'a' }], filter: undefined };
  expect(write('http', line, recorder).notes).toEqual([expect.stringMatching(/Content-Length/)]);
});

/** Sends bytes and waits until the server has answered and closed. */
function send(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(recorder.baseUrl).port), '127.0.0.1');
    socket.on('error', reject).on('close', () => resolve());
    socket.resume();
    socket.write(bytes);
  });
}
