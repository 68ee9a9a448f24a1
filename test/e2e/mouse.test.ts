// The mouse in a real terminal: what it sends comes to rows, and it is asked for only while it is wanted.
import { expect, test } from 'vitest';
import { type Explorer, startExplorer } from '../helpers/explorer.ts';

/** Presses and lets go at the first letter of the words, as a terminal tells it. */
function click(app: Explorer, words: string): void {
  const lines = app.screen().split('\n');
  const y = lines.findIndex((line) => line.includes(words));
  const place = `${lines[y]!.indexOf(words) + 1};${y + 1}`;
  app.write(`\u001b[<0;${place}M\u001b[<0;${place}m`);
}

test('clicks, the wheel, and a key that turns it off', async () => {
  const app = await startExplorer();
  expect(app.modes().mouse).toBe('drag');
  await app.ask('GET /zones', 'page 1/3');
  await app.waitForSelected('result [20]');
  click(app, 'calm-orchard.test');
  await app.waitForSelected('calm-orchard.test');
  click(app, '▸ 5 {}');
  await app.waitForSelected('▾ 5 {}');
  app.write('\u001b[<65;30;10M'.repeat(8));
  await app.waitFor(/row 2[89] of|row [3-9]\d of/);
  click(app, ' GET ');
  await app.waitFor(() => app.isTyping());
  await app.pressFor('alt+i', 'mouse is false');
  expect(app.modes().mouse).toBe('none');
  app.press('ctrl+c');
  expect((await app.exited).code).toBe(0);
  expect(app.modes().mouse).toBe('none');
});
