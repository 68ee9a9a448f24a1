import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { keyPaths } from '../../../../src/json/key-paths.ts';
import { breadcrumb } from '../../../../src/json/paths.ts';
import { type Driver, drive } from '../../driver.ts';

function opened(document: unknown): Driver {
  const user = drive(80, 24);
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(bytes) });
  user.press('2', 'g');
  return user;
}

function place(user: Driver): string {
  const body = user.state().response?.pages[0]?.body;
  return body?.kind === 'json' ? breadcrumb(body.view.document, body.view.cursor, 80) : '';
}

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((strips) => strips.flatMap(({ row }) => row.map(({ text }) => text)).join(''))
    .join('\n');
}

const zones = {
  result: [
    { id: 1, plan: { name: 'Free', price: 0 } },
    { id: 2, plan: { name: 'Pro', price: 20 }, owner: { name: 'Ada' } },
  ],
};

describe('@', () => {
  test('narrows the keys as one types, and Enter unfolds what leads to the one', () => {
    const user = opened(zones);
    user.press('@');
    expect(screen(user)).toContain('.result[].plan.price  2');
    user.type('plna');
    user.press('ctrl+u');
    user.type('plan nam');
    expect(screen(user)).toContain('1 of 1');
    user.press('enter');
    expect(place(user)).toBe('.result[0].plan.name');
    expect(user.state().focus.overlays).toEqual([]);
  });

  test('goes to the key of the item that one is in, and Esc leaves one where one was', () => {
    const user = opened(zones);
    user.press('G');
    const before = place(user);
    expect(before).toBe('.result[1]');
    user.press('@');
    user.type('price');
    user.press('esc');
    expect(place(user)).toBe(before);
    user.press('@');
    user.type('price');
    user.press('enter');
    expect(place(user)).toBe('.result[1].plan.price');
  });

  test('of a large document shows what the first nodes have, and then all', () => {
    const user = opened([...Array.from({ length: 12_000 }, (_, id) => ({ id })), { last: 1 }]);
    user.press('@');
    expect(screen(user)).toContain('reading …');
    user.type('last');
    expect(screen(user)).toContain('No key matches yet; the document is being read');
    const [effect] = user.effects().filter(({ type }) => type === 'keys.read');
    if (effect?.type !== 'keys.read') throw new Error('nothing was read');
    user.dispatch({ type: 'keys.told', document: effect.document, ...keyPaths(effect.document) });
    user.press('enter');
    expect(place(user)).toBe('.[12000].last');
  });
});

describe('leaving with a result', () => {
  test('P quits with the value under the cursor', () => {
    const user = opened(zones);
    user.press('j', 'j', 'P');
    expect(user.effects()).toMatchObject([{ type: 'quit', chosen: { node: 2 } }]);
  });

  test('Enter does where the explorer was started to choose', () => {
    const user = opened(zones);
    user.press('j', 'enter');
    expect(user.effects()).toEqual([]);
    const choosing = { ...user.state(), isChoosing: true };
    expect(
      screenRows(choosing)
        .rows.flat()
        .some(({ row }) => row.some(({ text }) => text.includes('enter chooses'))),
    ).toBe(true);
  });
});
