// Locking by itself, with a clock that the test sets.

import { describe, expect, test } from 'vitest';
import { lockWhenIdle } from '../../src/perform/session.ts';
import { drive } from '../explorer/driver.ts';
import { handClock } from '../helpers/hand-clock.ts';

const minute = 60_000;

function unlocked(minutes: number) {
  const user = drive(80, 24, { idleLockMinutes: minutes });
  user.dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
  const clock = handClock();
  const idle = lockWhenIdle(user.store, clock);
  const press = (chord: string): void =>
    idle.store.dispatch({ type: 'key.pressed', key: { chord, text: chord.length === 1 ? chord : undefined } });
  return { ...user, clock, idle, press, vault: () => user.state().profiles.vault.kind };
}

describe('an idle explorer', () => {
  test('is locked once the minutes have passed, and not a moment before', () => {
    const app = unlocked(15);
    app.clock.set(15 * minute - 1);
    app.clock.look();
    expect(app.vault()).toBe('open');
    app.clock.set(15 * minute);
    app.clock.look();
    expect(app.vault()).toBe('locked');
    expect(app.effects()).toContainEqual({ type: 'profiles.lock' });
  });

  test('counts from the last key or paste, and from nothing else', () => {
    const app = unlocked(15);
    app.clock.set(10 * minute);
    app.press('a');
    app.clock.set(20 * minute);
    app.idle.store.dispatch({ type: 'text.pasted', text: 'b' });
    app.clock.set(30 * minute);
    app.idle.store.dispatch({ type: 'clock.ticked', now: 30 * minute });
    app.clock.set(34 * minute);
    app.clock.look();
    expect(app.vault()).toBe('open');
    app.clock.set(35 * minute);
    app.clock.look();
    expect(app.vault()).toBe('locked');
  });

  test('on a machine that slept is locked by the key that wakes it, and that key does nothing else', () => {
    const app = unlocked(15);
    app.press('a');
    app.clock.set(600 * minute);
    app.press('b');
    expect(app.vault()).toBe('locked');
    expect(app.state().composer.line.text).toBe('a');
    app.press('c');
    expect(app.state().composer.line.text).toBe('ac');
  });

  test('once it is locked takes every key again, the first one too', () => {
    const app = unlocked(15);
    app.clock.set(20 * minute);
    app.clock.look();
    expect(app.vault()).toBe('locked');
    app.press('a');
    expect(app.state().composer.line.text).toBe('a');
  });

  test('follows the setting from the moment it is changed', () => {
    const app = unlocked(0);
    app.idle.store.dispatch({ type: 'settings.written', name: 'idleLockMinutes', value: 5 });
    app.clock.set(5 * minute);
    app.clock.look();
    expect(app.vault()).toBe('locked');
    const other = unlocked(5);
    other.idle.store.dispatch({ type: 'settings.written', name: 'idleLockMinutes', value: 0 });
    other.clock.set(60 * minute);
    other.clock.look();
    other.press('a');
    expect(other.vault()).toBe('open');
  });

  test('with 0 minutes is never locked, and nothing looks at the clock', () => {
    const app = unlocked(0);
    expect(app.clock.looks()).toBe(0);
    app.clock.set(6000 * minute);
    app.press('a');
    expect(app.vault()).toBe('open');
  });

  test('looks at the clock only while something is unlocked', () => {
    const { store, dispatch } = drive(80, 24, { idleLockMinutes: 1 });
    const clock = handClock();
    lockWhenIdle(store, clock);
    expect(clock.looks()).toBe(0);
    dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
    expect(clock.looks()).toBe(1);
    clock.set(minute);
    clock.look();
    expect(clock.looks()).toBe(0);
  });

  test('stops looking when it is told to', () => {
    const app = unlocked(1);
    app.idle.stop();
    expect(app.clock.looks()).toBe(0);
  });
});
