import { describe, expect, test } from 'vitest';
import { react, reactions } from '../../../src/explorer/shell/reactions.ts';
import { drive } from '../driver.ts';

describe('the reactions', () => {
  test('have names of their own, and each says in one sentence why it is there', () => {
    const names = reactions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(reactions.filter(({ why }) => !/^[A-Z][^\n]+\.$/.test(why))).toEqual([]);
  });

  test('change nothing where nothing has happened', () => {
    const state = drive().state();
    const [next, effects] = react(state, [state, []], { type: 'clock.ticked', now: 0 });
    expect(next).toEqual(state);
    expect(effects).toEqual([]);
  });
});
