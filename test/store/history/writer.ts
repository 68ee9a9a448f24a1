// A process that writes to a history: `node writer.ts FOLDER NAME COUNT`. It prints what went wrong, and nothing else.
import { createHistory } from '../../../src/store/history/history.ts';

const [, , folder = '', name = '', count = '0'] = process.argv;
const history = createHistory({
  folder,
  bodyKey: new Uint8Array(32),
  onTrouble: (sentence) => process.stdout.write(`${sentence}\n`),
});
const body = new TextEncoder().encode(`the answer to ${name}`.repeat(50));
for (let number = 0; number < Number(count); number += 1) {
  history.add({
    at: Date.now(),
    profile: 'production',
    origin: 'https://api.cloudflare.com',
    // Some lines are everybody's, some one's own.
    line: number % 2 === 0 ? `GET /shared/${number % 10}` : `GET /${name}/${number}`,
    typed: undefined,
    method: 'GET',
    path: '/',
    partOf: undefined,
    headers: [],
    body: undefined,
    outcome: {
      type: 'answered',
      status: 200,
      statusText: '',
      headers: [],
      body,
      size: body.length,
      url: '',
      durationMs: 1,
      attempts: 1,
    },
  });
}
history.close();
