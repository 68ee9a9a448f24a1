// Editing the resource under the cursor: which request changes it, what of it is shown, and that nothing but what was changed is sent.
import { describe, expect, test } from 'vitest';
import { readResponse } from '../../../src/api/received.ts';
import type { ResourceBefore } from '../../../src/api/resource.ts';
import { formOf } from '../../../src/explorer/features/compose/form.ts';
import { currentField } from '../../../src/explorer/features/compose/form-cursor.ts';
import { type Driver, session } from '../driver.ts';
import { driveKnown, zone } from '../known.ts';

const id = (digit: string): string => digit.repeat(32);
const ok = (result: unknown): unknown => ({ result, success: true, errors: [], messages: [] });

const record = {
  id: id('1'),
  type: 'SRV',
  name: '_sip._tcp.example.com',
  ttl: 3600,
  data: { port: 5060, priority: 10, target: 'sip.example.com', weight: 5 },
  tags: [],
  created_on: '2024-01-01T00:00:00Z',
};

const rule = { id: id('2'), action: 'block', expression: 'true', version: '3', enabled: true };
const ruleset = { id: id('3'), name: 'rules', kind: 'zone', phase: 'http_ratelimit', version: '7', rules: [rule] };

function shown(path: string, result: unknown): Driver {
  const user = driveKnown(120, 40);
  user.type(`GET ${path}\r`);
  user.answer(ok(result));
  user.effects();
  return user;
}

function line(user: Driver): string {
  return user.state().composer.line.text;
}

/** Goes down to the row of a member. */
function goToMember(user: Driver, ...path: readonly string[]): void {
  user.press('0', 'g');
  user.press(...path);
}

function answerRead(user: Driver, before: ResourceBefore | unknown): void {
  const asked = user.effects().find((effect) => effect.type === 'edit.read');
  if (asked?.type !== 'edit.read') throw new Error('nothing was read');
  const isOutcome = typeof before === 'object' && before !== null && 'kind' in before && 'reason' in before;
  user.dispatch({
    type: 'edit.wasRead',
    id: asked.id,
    before: isOutcome ? (before as ResourceBefore) : { kind: 'read', received: received(before) },
  });
}

function received(result: unknown): ReturnType<typeof readResponse> {
  const body = new TextEncoder().encode(JSON.stringify(ok(result)));
  return readResponse(
    { method: 'GET', url: 'http://127.0.0.1:8080/client/v4/x', headers: [], body: undefined },
    {
      status: 200,
      statusText: '',
      headers: [['content-type', 'application/json']],
      body,
      url: 'http://127.0.0.1:8080/client/v4/x',
      encodedBytes: body.length,
      durationMs: 1,
      attempts: 1,
    },
  );
}

function provided(user: Driver, name: string): string | undefined {
  return formOf(user.state())?.fields.find((field) => field.name === name)?.provided;
}

describe('an item of a list', () => {
  test('opens with what the list has, and then with what was read', () => {
    const user = shown(`/zones/${zone}/dns_records`, [record]);
    goToMember(user, 'j', 'j');
    user.press('m');
    expect(line(user)).toBe(`PATCH /zones/${zone}/dns_records/${id('1')}`);
    expect(user.state().focus.pane).toBe('request');
    expect(currentField(user.state())?.in).toBe('body');
    expect(provided(user, 'ttl')).toBe('3600');
    expect(formOf(user.state())?.missing).toEqual([]);
    // What the API alone sets is no field.
    expect(formOf(user.state())?.fields.map(({ name }) => name)).not.toContain('created_on');
    answerRead(user, { ...record, ttl: 60 });
    expect(provided(user, 'ttl')).toBe('60');
  });

  test('sends only what was changed', () => {
    const user = shown(`/zones/${zone}/dns_records`, [record]);
    goToMember(user, 'j', 'j', 'j', 'j', 'j', 'j');
    user.press('m');
    answerRead(user, record);
    expect(currentField(user.state())?.name).toBe('ttl');
    user.press('s');
    expect(user.state().notice?.text).toBe('Nothing is changed yet');
    user.press('enter');
    user.type('300\r');
    expect(line(user)).toBe(`PATCH /zones/${zone}/dns_records/${id('1')} ttl:=300`);
    // Back to what it was: nothing is changed again.
    user.press('enter');
    user.type('3600\r');
    expect(line(user)).toBe(`PATCH /zones/${zone}/dns_records/${id('1')}`);
  });

  test('a member of an object takes the rest of it along', () => {
    const user = shown(`/zones/${zone}/dns_records`, [record]);
    goToMember(user, 'j', 'j');
    user.press('m');
    answerRead(user, record);
    while (currentField(user.state())?.name !== 'data') user.press('j');
    user.press('l');
    while (currentField(user.state())?.name !== 'data[port]') user.press('j');
    user.press('enter');
    user.type('5061\r');
    expect(line(user)).toContain(' data[port]:=5061 data[priority]:=10 data[target]=sip.example.com data[weight]:=5');
    user.press('enter');
    user.type('5060\r');
    expect(line(user)).not.toContain('data');
  });

  test('that cannot be read any more says so', () => {
    const user = shown(`/zones/${zone}/dns_records`, [record]);
    goToMember(user, 'j', 'j');
    user.press('m');
    answerRead(user, { kind: 'unknown', reason: 'not allowed' });
    expect(user.state().notice?.text).toBe(`/zones/${zone}/dns_records/${id('1')} could not be read: not allowed`);
  });
});

describe('what is edited', () => {
  test('a rule in its ruleset is a resource of its own', () => {
    const user = shown(`/zones/${zone}/rulesets/${id('3')}`, ruleset);
    goToMember(user, ...Array.from({ length: 11 }, () => 'j'));
    user.press('m');
    expect(currentField(user.state())?.name).toBe('expression');
    // What the line leaves out of a rule would be reset.
    expect(line(user)).toBe(
      `PATCH /zones/${zone}/rulesets/${id('3')}/rules/${id('2')} id=${id('2')} action=block expression=true enabled:=true`,
    );
    expect(user.effects().some(({ type }) => type === 'edit.read')).toBe(false);
  });

  test('the answer to a request about one thing is that thing', () => {
    const user = shown(`/zones/${zone}/dns_records/${id('1')}`, record);
    user.press('m');
    expect(line(user)).toBe(`PATCH /zones/${zone}/dns_records/${id('1')}`);
    expect(user.effects().some(({ type }) => type === 'edit.read')).toBe(false);
  });

  test('where there is only a PUT, all that can be set stands in the line', () => {
    const user = shown(`/zones/${zone}/rulesets`, [{ ...ruleset, rules: undefined }]);
    goToMember(user, 'j', 'j');
    user.press('m');
    expect(line(user)).toBe(`GET /zones/${zone}/rulesets`);
    answerRead(user, ruleset);
    expect(line(user)).toBe(
      `PUT /zones/${zone}/rulesets/${id('3')} name=rules kind=zone phase=http_ratelimit rules[0][id]=${id('2')} rules[0][action]=block rules[0][expression]=true rules[0][version]=3 rules[0][enabled]:=true`,
    );
    expect(formOf(user.state())?.fields.find(({ name }) => name === 'name')?.values).toEqual(['rules']);
  });

  test('a setting in the list of all', () => {
    const user = shown(`/zones/${zone}/settings`, [{ id: 'ssl', value: 'off', editable: true }]);
    goToMember(user, 'j', 'j');
    user.press('m');
    expect(line(user)).toBe(`PATCH /zones/${zone}/settings/ssl`);
    answerRead(user, { id: 'ssl', value: 'off', editable: true });
    expect(currentField(user.state())?.name).toBe('value');
    expect(provided(user, 'value')).toBe('off');
    // A list to choose from, or a field.
    user.press('enter');
    user.type('strict\r');
    expect(line(user)).toBe(`PATCH /zones/${zone}/settings/ssl value=strict`);
  });

  test('what nothing changes is not opened, and a file is none', () => {
    const user = shown('/user/tokens/verify', { id: id('9'), status: 'active' });
    user.press('m');
    expect(user.state().notice?.text).toContain('nothing here that the API can change');
    expect(line(user)).toBe('GET /user/tokens/verify');
  });

  test('is forgotten once its change was sent, and with the account', () => {
    const user = shown(`/zones/${zone}/dns_records/${id('1')}`, record);
    user.press('m');
    const { session } = user.state();
    user.dispatch({ type: 'session.changed', session, isAnother: true });
    expect(user.state().request.edited).toBeUndefined();
  });
});

test('what is read for editing while the profiles are locked is not shown, and no account that takes over sees it', () => {
  const user = shown(`/zones/${zone}/dns_records`, [record]);
  goToMember(user, 'j', 'j');
  user.dispatch({
    type: 'session.changed',
    session: { ...session, kind: 'profile', profile: 'mine' },
    isAnother: false,
  });
  user.dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
  user.press('m');
  user.dispatch({ type: 'profiles.idled' });
  answerRead(user, { kind: 'unknown', reason: 'no response' });
  expect(user.state().notice?.text ?? '').not.toContain(zone);
  expect(line(user)).toBe('');
  user.dispatch({ type: 'session.changed', session, isAnother: true });
  expect(user.state().request.edited).toBeUndefined();
});

describe('the editor', () => {
  function opened(user: Driver): { readonly name: string; readonly text: string } {
    const effect = user.effects().find(({ type }) => type === 'editor.open');
    if (effect?.type !== 'editor.open') throw new Error('no editor was opened');
    return effect;
  }

  function close(user: Driver, text: string): void {
    user.dispatch({ type: 'editor.closed', outcome: { kind: 'saved', text } });
  }

  test('gets the body laid out, and what it leaves is the body', () => {
    const user = driveKnown();
    user.type(`POST /zones/${zone}/dns_records q==1 type=SRV data[port]:=1`);
    user.press('alt+e');
    expect(opened(user)).toMatchObject({
      name: 'body.json',
      text: '{\n  "type": "SRV",\n  "data": {\n    "port": 1\n  }\n}\n',
    });
    close(user, '{"type": "SRV", "name": "a", "data": {"port": 12345678901234567890}}');
    expect(line(user)).toBe(`POST /zones/${zone}/dns_records q==1 type=SRV data[port]:=12345678901234567890 name=a`);
  });

  test('what is no JSON is kept, and opened again as it was left', () => {
    const user = driveKnown();
    user.type(`POST /zones/${zone}/dns_records type=A`);
    user.press('alt+e');
    opened(user);
    close(user, '{\n  "type": "A",\n  "name" "a"\n}');
    expect(user.state().notice?.text).toBe(
      'Not JSON: line 3, column 10: expected ":" after the key. alt+e opens what you wrote again',
    );
    expect(line(user)).toBe(`POST /zones/${zone}/dns_records type=A`);
    user.press('alt+e');
    expect(opened(user).text).toBe('{\n  "type": "A",\n  "name" "a"\n}');
    close(user, '{"type": "A", "name": "a"}');
    expect(line(user)).toBe(`POST /zones/${zone}/dns_records type=A name=a`);
    user.press('alt+e');
    expect(opened(user).text).toContain('"name": "a"');
  });

  test('warns of names that are not known, and takes them', () => {
    const user = driveKnown();
    user.type(`POST /zones/${zone}/dns_records`);
    user.press('alt+e');
    expect(opened(user).text).toBe('{}\n');
    close(user, '{"type": "A", "nmae": "a", "ttl": "1"}');
    expect(user.state().notice?.text).toBe('ttl must be a number (and 1 more)');
    expect(line(user)).toContain('nmae=a');
  });

  test('of a resource sends what is not as it was', () => {
    const user = shown(`/zones/${zone}/dns_records/${id('1')}`, record);
    user.press('m', 'alt+e');
    const { text } = opened(user);
    expect(JSON.parse(text)).toEqual({
      type: 'SRV',
      name: record.name,
      ttl: 3600,
      data: record.data,
      tags: [],
    });
    close(user, text.replace('5060', '5061').replace('3600', '3.6e3'));
    expect(line(user)).toContain(`/dns_records/${id('1')} ttl:=3.6e3 data[port]:=5061`);
    user.press('alt+e');
    const { text: again } = opened(user);
    close(user, JSON.stringify({ ...JSON.parse(again), data: record.data, ttl: 3600, tags: undefined }));
    expect(line(user)).toBe(`PATCH /zones/${zone}/dns_records/${id('1')}`);
    expect(user.state().notice?.text).toBe('A PATCH leaves what it does not name as it is: tags');
  });

  test('that fails, and a line that has become another, change nothing', () => {
    const user = driveKnown();
    user.type(`POST /zones/${zone}/dns_records type=A`);
    user.press('alt+e');
    user.dispatch({ type: 'editor.closed', outcome: { kind: 'failed', reason: 'vi ended with status 1' } });
    expect(user.state().notice?.text).toBe('vi ended with status 1');
    user.press('alt+e');
    user.type(' name=b');
    close(user, '{"type": "B"}');
    expect(line(user)).toBe(`POST /zones/${zone}/dns_records type=A name=b`);
    user.press('alt+e');
    expect(opened(user).text).not.toBe('');
  });

  describe('that closes when the profiles are locked', () => {
    function lockedMeanwhile(): Driver {
      const user = driveKnown();
      user.dispatch({
        type: 'session.changed',
        session: { ...session, kind: 'profile', profile: 'mine' },
        isAnother: false,
      });
      user.dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
      user.type(`POST /zones/${zone}/dns_records type=A`);
      user.press('alt+e');
      opened(user);
      user.dispatch({ type: 'profiles.idled' });
      return user;
    }

    test('keeps what was written for the line, which comes back with them', () => {
      const user = lockedMeanwhile();
      close(user, '{"type": "A", "name": "MARKED"}');
      expect(line(user)).toBe('');
      user.dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
      user.press('alt+e');
      expect(opened(user).text).toBe('{"type": "A", "name": "MARKED"}');
    });

    test.each([[true], [false]])('leaves nothing of it to another account; closed before that: %s', (isBefore) => {
      const user = lockedMeanwhile();
      if (isBefore) close(user, '{"name": "MARKED"');
      user.dispatch({ type: 'session.changed', session, isAnother: true });
      if (!isBefore) close(user, '{"name": "MARKED"');
      expect(JSON.stringify(user.state().request)).not.toContain('MARKED');
      user.type(`POST /zones/${zone}/dns_records type=A`);
      user.press('alt+e');
      expect(opened(user).text).not.toContain('MARKED');
    });
  });

  test('is not for what has no body', () => {
    const user = driveKnown();
    user.type(`GET /zones/${zone}/dns_records`);
    user.press('alt+e');
    expect(user.state().notice?.text).toBe('GET /zones/{zone_id}/dns_records takes no body');
    expect(user.effects().some(({ type }) => type === 'editor.open')).toBe(false);
  });
});
