// The request for other tools, and their commands as requests: what the state asks for and what it makes of the response.

import { describe, expect, test } from 'vitest';
import { createSecret } from '../../../../src/api/credential.ts';
import { exportPicker } from '../../../../src/explorer/features/tools/export.ts';
import { importPicker } from '../../../../src/explorer/features/tools/import.ts';
import type { WrittenSnippet } from '../../../../src/explorer/model/tools.ts';
import { drive, listPage } from '../../driver.ts';

type User = ReturnType<typeof drive>;

function answered(line = 'GET /zones per_page==20'): User {
  const user = drive(120, 30);
  user.type(`${line}\r`);
  user.answer(listPage(1, 20, 60));
  user.effects();
  return user;
}

function asked(user: User): unknown {
  const [effect, ...others] = user.effects();
  expect(others).toEqual([]);
  return effect;
}

const snippets: readonly WrittenSnippet[] = [
  {
    id: 'curl',
    label: 'curl for bash',
    oneLine: { ok: true, text: 'curl x', notes: ['Mind the gap.'] },
    multiline: { ok: true, text: 'curl \\\n  x', notes: [] },
  },
  {
    id: 'http',
    label: 'raw HTTP message',
    oneLine: { ok: false, message: 'It cannot be said.' },
    multiline: { ok: false, message: 'It cannot be said.' },
  },
];

function exporting(): User {
  const user = answered();
  user.press('x');
  user.effects();
  const { exporting: open } = user.state();
  user.dispatch({ type: 'snippets.written', id: open?.id ?? 0, written: snippets });
  return user;
}

function preview(user: User, key: string): string {
  const rows = exportPicker.preview?.(user.state(), { key, row: [] }, 40, 40) ?? [];
  return rows.map((row) => row.map(({ text }) => text).join('')).join('\n');
}

describe('x', () => {
  test('writes the request of the page on screen, with the depth in force', () => {
    const user = answered('GET /zones per_page==20 | .result');
    user.press('3', 'x');
    expect(asked(user)).toMatchObject({
      type: 'snippets.write',
      request: { path: '/zones', filter: '.result' },
      depth: 3,
    });
  });

  test('in the history writes the request under the cursor', () => {
    const user = answered();
    user.press('ctrl+r', 'x');
    expect(user.effects().at(-1)).toMatchObject({ type: 'snippets.write', request: { path: '/zones' } });
  });

  test('as ctrl+x writes what is in the prompt, and says what is missing there', () => {
    const user = answered();
    user.press(':', 'ctrl+u');
    user.type('GET /zones/{zone_id}');
    user.press('ctrl+x');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toBe('Replace {zone_id} with a value first');
    user.press('ctrl+u');
    user.type('DELETE /zones/1');
    user.press('ctrl+x');
    expect(asked(user)).toMatchObject({ type: 'snippets.write', request: { method: 'DELETE', path: '/zones/1' } });
  });

  test('shows what each format makes of it, with its notes, or why it cannot', () => {
    const user = exporting();
    expect(preview(user, 'curl')).toBe('curl x\n\nMind the gap.');
    expect(preview(user, 'http')).toBe('It cannot be said.');
  });

  test('ctrl+x breaks it over lines and back, and the next time too', () => {
    const user = exporting();
    user.press('ctrl+x');
    expect(preview(user, 'curl')).toBe('curl \\\n  x');
    user.press('esc', 'x');
    expect(user.state().exporting?.isMultiline).toBe(true);
  });

  test('copies the one chosen as it is, and nothing of one that cannot be written', () => {
    const user = exporting();
    user.press('down', 'enter');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toBe('It cannot be said.');
    user.press('up', 'enter');
    expect(asked(user)).toEqual({ type: 'copy', text: 'curl x', what: 'the request as curl for bash' });
    expect(user.state().focus.overlays).toEqual([]);
  });

  test('narrows to the formats that are typed', () => {
    const user = exporting();
    expect(exportPicker.items(user.state(), 'raw').map(({ key }) => key)).toEqual(['http']);
  });
});

describe('a pasted command', () => {
  const command = "curl 'https://api.cloudflare.com/client/v4/zones' -H 'Authorization: Bearer x'";

  test('is read instead of typed, wherever no other field takes it', () => {
    for (const keys of [[], [':']]) {
      const user = answered();
      user.press(...keys);
      user.dispatch({ type: 'text.pasted', text: command });
      expect(asked(user)).toEqual({ type: 'import.read', text: command });
      expect(user.state().composer.line.text).not.toContain('curl');
    }
    const searching = answered();
    searching.press('/');
    searching.effects();
    searching.dispatch({ type: 'text.pasted', text: command });
    expect(searching.effects().map(({ type }) => type)).not.toContain('import.read');
  });

  test('becomes the line, with what is to be said of it; the line before comes back', () => {
    const user = answered();
    const line = 'POST /zones name=example.com';
    user.dispatch({ type: 'import.done', line, notes: ['-k is not honoured.'], credential: undefined, choices: [] });
    expect(user.state().composer.line.text).toBe(line);
    expect(user.state().focus.pane).toBe('prompt');
    expect(user.state().notice?.text).toBe('Imported. -k is not honoured.');
    user.press('ctrl+_');
    expect(user.state().composer.line.text).toBe('GET /zones per_page==20');
  });

  test('with several requests lets one choose, and the first stands there until then', () => {
    const user = answered();
    const choices = [
      { line: 'GET /ips', notes: ['There are 2 requests.'] },
      { line: 'DELETE /zones/a', notes: ['-k is not honoured.'] },
    ];
    user.dispatch({ type: 'import.done', line: 'GET /ips', notes: [], credential: undefined, choices });
    expect(user.state().composer.line.text).toBe('GET /ips');
    expect(importPicker.items(user.state(), 'zones').map(({ key }) => key)).toEqual(['1']);
    user.press('down', 'enter');
    expect(user.state().composer.line.text).toBe('DELETE /zones/a');
    expect(user.state().notice?.text).toBe('Imported. -k is not honoured.');
    expect(user.state().focus.overlays).toEqual([]);
    expect(user.state().importedRequests).toEqual([]);
  });

  test('that is none leaves the line alone', () => {
    const user = answered();
    user.dispatch({
      type: 'import.done',
      line: undefined,
      notes: ['There is no URL in it.'],
      credential: undefined,
      choices: [],
    });
    expect(user.state().composer.line.text).toBe('GET /zones per_page==20');
    expect(user.state().notice).toEqual({ kind: 'problem', text: 'Not imported. There is no URL in it.' });
  });

  test.each([
    ['y', 'profileName'],
    ['n', undefined],
    ['esc', undefined],
  ])('with a credential offers it to a new profile: %s', (key, question) => {
    const user = answered();
    const credential = { kind: 'token', token: createSecret('secret') } as const;
    user.dispatch({ type: 'import.done', line: 'GET /zones', notes: [], credential, choices: [] });
    expect(user.state().importedCredential).toBe(credential);
    user.press(key);
    const top = user.state().focus.overlays.at(-1);
    expect(top?.kind === 'question' ? top.name : undefined).toBe(question);
    expect(user.state().profiles.draft?.held).toBe(question === undefined ? undefined : credential);
    expect(user.state().importedCredential).toBeUndefined();
  });
});
