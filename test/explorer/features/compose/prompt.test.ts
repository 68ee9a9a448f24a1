import { describe, expect, test } from 'vitest';
import { drive, listPage } from '../../driver.ts';

describe('the prompt', () => {
  test('has the focus at the start', () => {
    expect(drive().state().focus).toEqual({ pane: 'prompt', overlays: [] });
  });

  test('sends what was typed', () => {
    const user = drive();
    user.type('GET /zones per_page==5\r');
    expect(user.effects()).toEqual([
      {
        type: 'send',
        id: 1,
        request: {
          method: 'GET',
          path: '/zones',
          items: [{ kind: 'query', name: 'per_page', value: '5' }],
          filter: undefined,
        },
      },
    ]);
  });

  test('says what to type where nothing was', () => {
    const user = drive();
    user.press('enter');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toContain('GET /zones');
  });

  test.each([
    ['FETCH /zones', 'FETCH'],
    ['GET /zones Bad Header:x', 'Bad'],
    ['GET https://example.net/zones', 'example.net'],
    ['GET /zones authorization:Bearer', 'authorization'],
  ])('keeps %j and says what is wrong with it', (line, named) => {
    const user = drive();
    user.type(`${line}\r`);
    expect(user.effects()).toEqual([]);
    expect(user.state().composer.line.text).toBe(line);
    expect(user.state().notice).toMatchObject({ kind: 'problem', text: expect.stringContaining(named) });
    expect(user.state().composer.problem).toBeDefined();
  });

  test('goes to a placeholder that is not filled', () => {
    const user = drive();
    user.type('GET /zones/{zone_id}/dns_records\r');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toContain('{zone_id}');
    expect(user.state().composer.line.cursor).toBe('GET /zones/'.length);
  });

  test('a problem is forgotten with the next change of the text, not with a movement', () => {
    const user = drive();
    user.type('FETCH /zones\r');
    user.press('right');
    expect(user.state().composer.problem).toBeDefined();
    user.press('backspace');
    expect(user.state().composer.problem).toBeUndefined();
  });

  test('? opens the help only while nothing is typed', () => {
    const user = drive();
    user.type('?');
    expect(user.state().focus.overlays).toMatchObject([{ kind: 'help' }]);
    user.press('esc');
    user.type('GET /zones?');
    expect(user.state().focus.overlays).toEqual([]);
    expect(user.state().composer.line.text).toBe('GET /zones?');
  });

  test('takes a paste of several lines as one', () => {
    const user = drive();
    user.dispatch({ type: 'text.pasted', text: 'GET\n/zones' });
    expect(user.state().composer.line.text).toBe('GET /zones');
  });

  test('a paste elsewhere says where pasting works', () => {
    const user = drive();
    user.press('tab');
    user.dispatch({ type: 'text.pasted', text: 'x' });
    expect(user.state().notice?.kind).toBe('problem');
  });
});

describe('earlier requests', () => {
  const sent = (): ReturnType<typeof drive> => {
    const user = drive();
    for (const path of ['/zones', '/accounts', '/accounts', '/user']) {
      user.press('ctrl+u');
      user.type(`GET ${path}\r`);
      user.answer(listPage(1, 20, 1));
      user.press(':', 'ctrl+e');
    }
    return user;
  };

  test('come back with up, the one before the line on show first, a repeated one once', () => {
    const user = sent();
    const seen: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      user.press('up');
      seen.push(user.state().composer.line.text);
    }
    expect(seen).toEqual(['GET /accounts', 'GET /zones', 'GET /zones']);
    expect(user.state().notice?.text).toContain('oldest');
  });

  test('give their last word with alt+., again that of the one before', () => {
    const user = sent();
    user.press('ctrl+u');
    const words = [
      'GET /zones/x/dns_records',
      'PATCH /zones/x/settings/ssl value="very strict"',
      'GET /a a==1 | .result',
    ];
    for (const line of words) {
      user.press(':', 'ctrl+u');
      user.type(`${line}\r`);
      user.answer(listPage(1, 20, 1));
    }
    user.press(':', 'ctrl+u');
    user.type('GET ');
    const seen: string[] = [];
    for (let step = 0; step < 7; step += 1) {
      user.press('alt+.');
      seen.push(user.state().composer.line.text);
    }
    expect(seen).toEqual([
      'GET a==1',
      'GET value="very strict"',
      'GET /zones/x/dns_records',
      'GET /user',
      'GET /accounts',
      'GET /zones',
      'GET /zones',
    ]);
    expect(user.state().notice?.text).toContain('oldest');
    user.press('ctrl+_', 'ctrl+_');
    expect(user.state().composer.line.text).toBe('GET /user');
    user.press('ctrl+e', 'space', 'alt+.');
    expect(user.state().composer.line.text).toBe('GET /user a==1');
    user.press('ctrl+a', 'alt+.');
    expect(user.state().composer.line.text).toBe('a==1GET /user a==1');
  });

  test('give the last word of earlier sessions once these are read', () => {
    const user = drive();
    user.dispatch({ type: 'history.begun' });
    user.type('GET ');
    user.press('alt+.');
    expect(user.effects().at(-1)).toEqual({ type: 'history.goBack', before: undefined });
    user.dispatch({
      type: 'history.wentBack',
      lines: [{ line: 'DELETE /zones/y', profile: 'prod', origin: undefined }],
      before: undefined,
    });
    expect(user.state().composer.line.text).toBe('GET /zones/y');
    expect(user.state().composer.recalled?.text).toBe('GET /zones/y');
    user.press('alt+.');
    expect(user.state().notice?.text).toContain('oldest');
  });

  test('the line being written waits while earlier ones are shown', () => {
    const user = sent();
    user.press('ctrl+u');
    user.type('GET /half');
    user.press('up', 'up', 'down', 'down');
    expect(user.state().composer.line.text).toBe('GET /half');
    user.press('down');
    expect(user.state().notice?.text).toContain('newest');
    expect(user.state().composer.line.text).toBe('GET /half');
  });

  test('undo takes a recalled line back', () => {
    const user = sent();
    user.press('ctrl+u');
    user.type('mine');
    user.press('up', 'ctrl+_');
    expect(user.state().composer.line.text).toBe('mine');
  });
});
