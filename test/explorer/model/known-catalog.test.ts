import { expect, test } from 'vitest';
import { readFile } from '../../../src/api/received.ts';
import { drive } from '../driver.ts';

const loads = (user: ReturnType<typeof drive>): number =>
  user.effects().filter(({ type }) => type === 'catalog.load').length;

test('the catalog is read with the first frame', () => {
  const user = drive();
  user.dispatch({ type: 'screen.resized', columns: 100, rows: 30 });
  expect(loads(user)).toBe(1);
});

test('on a file it waits until a request is begun', () => {
  const user = drive();
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(new TextEncoder().encode('[1]')) });
  user.dispatch({ type: 'screen.resized', columns: 100, rows: 30 });
  user.press('j', 'k');
  expect(loads(user)).toBe(0);
  user.press(':');
  user.type('GET /z');
  expect(loads(user)).toBe(1);
});

test('on a file a pasted request begins one too', () => {
  const user = drive();
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(new TextEncoder().encode('[1]')) });
  user.press(':');
  user.dispatch({ type: 'text.pasted', text: 'GET /zones' });
  expect(loads(user)).toBe(1);
});
