import { describe, expect, test } from 'vitest';
import { driveKnown } from '../../known.ts';
import { driveProd, isAsked, lines, prepared, prod, record, resource, sent, zone } from './previewed.ts';

const aRecord = {
  id: record,
  type: 'A',
  name: 'www.example.com',
  content: '198.51.100.4',
  ttl: 3600,
  proxied: true,
  created_on: '2025-01-01T00:00:00Z',
};

const names = [
  [zone, 'example.com'],
  [record, 'www.example.com'],
] as const;

const ssl = { id: 'ssl', value: 'flexible', editable: true, modified_on: '2025-01-01T00:00:00Z' };

function has(shown: readonly string[], text: string): boolean {
  return shown.some((line) => line.includes(text));
}

describe('a change', () => {
  test('is shown with names beside ids, and goes with enter once it is read', () => {
    const user = driveProd();
    user.type(`PATCH /zones/${zone}/settings/ssl value=strict`);
    user.press('enter');
    expect(isAsked(user)).toBe(true);
    user.press('enter');
    expect(user.state().notice?.text).toContain('still being read');
    // The first enter asked; nothing was sent by the second.
    prepared({ ...user, effects: once(user.effects()) }, resource(ssl), names);
    const shown = lines(user);
    expect(has(shown, 'PATCH setting ssl · example.com')).toBe(true);
    expect(has(shown, 'prod · api.cloudflare.com')).toBe(true);
    expect(has(shown, `example.com  ${zone}`)).toBe(true);
    expect(has(shown, '~ value  "flexible" → "strict"')).toBe(true);
    expect(has(shown, '3 other members stay as they are')).toBe(true);
    user.press('y');
    expect(user.state().notice?.text).toBe('enter sends it');
    expect(sent(user)).toEqual([]);
    user.press('enter');
    expect(sent(user)).toEqual([`PATCH /zones/${zone}/settings/ssl`]);
    expect(isAsked(user)).toBe(false);
    expect(user.state().history.entries[0]?.line).toBe(`PATCH /zones/${zone}/settings/ssl value=strict`);
  });

  test('by PUT shows what is left out as reset, but not what nobody can set', () => {
    const user = driveProd();
    user.type(`PUT /zones/${zone}/dns_records/${record} type=A name=www content=198.51.100.5 ttl:=3600`);
    user.press('enter');
    prepared(user, resource(aRecord), names);
    const shown = lines(user);
    expect(has(shown, '- proxied  true')).toBe(true);
    expect(has(shown, '~ content  "198.51.100.4" → "198.51.100.5"')).toBe(true);
    expect(has(shown, 'created_on')).toBe(false);
    expect(has(shown, 'PUT replaces all')).toBe(true);
  });

  test('of a rule shows what its PATCH leaves out as reset, and keeps all where the rule is only moved', () => {
    const rule = { id: record, version: '3', action: 'block', expression: 'true', description: 'bots', enabled: true };
    const path = `/zones/${zone}/rulesets/${zone}/rules/${record}`;
    const previewOf = (body: string): readonly string[] => {
      const user = driveProd();
      user.type(`PATCH ${path} ${body}`);
      user.press('enter');
      prepared(user, resource(rule), names);
      return lines(user);
    };
    const changed = previewOf('action=log expression=true');
    expect(has(changed, '~ action  "block" → "log"')).toBe(true);
    expect(has(changed, '- description  "bots"')).toBe(true);
    expect(has(changed, 'version')).toBe(false);
    expect(has(changed, 'This PATCH replaces all')).toBe(true);
    const moved = previewOf('position[index]:=1');
    expect(has(moved, 'description')).toBe(false);
    expect(has(moved, 'replaces all')).toBe(false);
  });

  test('that changes nothing says so', () => {
    const user = driveProd();
    user.type(`PATCH /zones/${zone}/settings/ssl value=flexible`);
    user.press('enter');
    prepared(user, resource(ssl), names);
    expect(has(lines(user), 'Nothing changes: it is like this already')).toBe(true);
  });

  test.each([
    [{ kind: 'absent' } as const, 'It is not there yet (404)'],
    [{ kind: 'unknown', reason: 'the API has no request that reads it' } as const, 'could not be read: the API has no'],
  ])('of what cannot be read says why', (before, words) => {
    const user = driveProd();
    user.type(`PUT /zones/${zone}/settings/ssl value=strict`);
    user.press('enter');
    prepared(user, before);
    expect(has(lines(user), words)).toBe(true);
    expect(has(lines(user), '+   "value": "strict"')).toBe(true);
  });

  test('by a body in parts shows each of them, without its secrets', () => {
    const user = driveProd(120);
    const account = '0123456789abcdef0123456789abcdef';
    const bindings = '[{"type":"secret_text","name":"K","text":"bound-secret"}]';
    user.type(
      `PUT /accounts/${account}/workers/scripts/s metadata:={"main_module":"w.js","bindings":${bindings}} w.js@w.js;type=text/x lib@=some\\ text`,
    );
    user.press('enter');
    prepared(user, resource('export default {}'), []);
    const shown = lines(user);
    expect(has(shown, '- export default {}')).toBe(true);
    expect(has(shown, '+ metadata:={"main_module":"w.js"')).toBe(true);
    expect(has(shown, '+ w.js@w.js;type=text/x')).toBe(true);
    expect(has(shown, '+ lib@=')).toBe(true);
    expect(has(shown, 'bound-secret')).toBe(false);
    expect(has(shown, 'no body')).toBe(false);
  });

  test('shows no secret, and yet that it changes', () => {
    const user = driveProd(120);
    user.type('PUT /accounts/A/workers/scripts/S/secrets name=KEY text=topsecretvalue type=secret_text');
    user.press('enter');
    prepared(user, resource({ name: 'KEY', text: 'oldsecretvalue', type: 'secret_text' }));
    const shown = lines(user).slice(2).join('\n');
    expect(shown).not.toContain('topsecretvalue');
    expect(shown).not.toContain('oldsecretvalue');
    expect(shown).toContain('~ text  ••• → ••• (another value)');
  });

  test('long ones scroll, on a small screen too', () => {
    const user = driveProd(40, 12);
    const rules = Array.from({ length: 60 }, (_, index) => ({ id: String(index), expression: `a${index}` }));
    user.type(`PUT /zones/${zone}/rulesets/R rules:=[]`);
    user.press('enter');
    prepared(user, resource({ id: 'R', rules }));
    expect(lines(user)).toHaveLength(12);
    expect(has(lines(user), 'rows 1–')).toBe(true);
    user.press('G');
    expect(has(lines(user), 'rules[59]')).toBe(true);
  });
});

test('an account that asks for all says so where a record is created, and one that never asks sends a deletion', () => {
  const user = driveProd(60);
  user.dispatch({ type: 'session.changed', session: { ...prod, consent: 'all' }, isAnother: false });
  user.type(`POST /zones/${zone}/dns_records type=A name=www content=198.51.100.4 ttl:=1`);
  user.press('enter');
  prepared(user, undefined, names);
  expect(has(lines(user), 'prod asks before every write')).toBe(true);
  user.press('enter');
  expect(sent(user)).toEqual([`POST /zones/${zone}/dns_records`]);
  user.answer({ result: {}, success: true });
  user.dispatch({ type: 'session.changed', session: { ...prod, consent: 'never' }, isAnother: false });
  user.press(':', 'ctrl+e', 'ctrl+u');
  user.type(`DELETE /zones/${zone}/dns_records/${record}`);
  user.press('enter');
  expect(sent(user)).toEqual([`DELETE /zones/${zone}/dns_records/${record}`]);
});

describe('a deletion', () => {
  test('shows what will be gone and wants y', () => {
    const user = driveProd();
    user.type(`DELETE /zones/${zone}/dns_records/${record}`);
    user.press('enter');
    prepared(user, resource(aRecord), names);
    const shown = lines(user);
    expect(has(shown, 'DELETE dns record www.example.com · example.com')).toBe(true);
    expect(has(shown, 'This will be gone:')).toBe(true);
    expect(has(shown, '-   "content": "198.51.100.4"')).toBe(true);
    user.press('enter');
    expect(sent(user)).toEqual([]);
    expect(user.state().notice?.text).toBe('y sends it');
    user.press('y');
    expect(sent(user)).toEqual([`DELETE /zones/${zone}/dns_records/${record}`]);
  });

  test('of a zone wants its name typed', () => {
    const user = driveProd();
    user.type(`DELETE /zones/${zone}`);
    user.press('enter');
    prepared(user, resource({ id: zone, name: 'example.com' }), names);
    expect(has(lines(user), 'It goes with its records, rules and settings')).toBe(true);
    expect(lines(user)[1]).toContain('To delete it, type example.com');
    user.press('y', 'enter');
    expect(sent(user)).toEqual([]);
    expect(user.state().notice?.text).toContain('Type example.com to delete it');
    user.press('ctrl+u');
    user.type('example.com');
    user.press('enter');
    expect(sent(user)).toEqual([`DELETE /zones/${zone}`]);
  });

  test.each([
    ['/accounts/A/r2/buckets/logs', 'logs'],
    [`/accounts/A/storage/kv/namespaces/${zone}`, zone],
    [`/accounts/A/d1/database/${zone}`, zone],
    [`/accounts/${zone}`, zone],
  ])('of %s wants %s typed', (path, name) => {
    const user = driveProd();
    user.type(`DELETE ${path}`);
    user.press('enter');
    prepared(user, { kind: 'unknown', reason: 'it may not be read' });
    user.press('enter');
    expect(sent(user)).toEqual([]);
    user.type(name);
    user.press('enter');
    expect(sent(user)).toEqual([`DELETE ${path}`]);
  });
});

test('purging everything wants y', () => {
  const user = driveProd();
  user.type(`POST /zones/${zone}/purge_cache purge_everything:=true`);
  user.press('enter');
  prepared(user, undefined, names);
  expect(has(lines(user), 'Everything in the cache is thrown away')).toBe(true);
  user.press('enter');
  expect(sent(user)).toEqual([]);
  user.press('y');
  expect(sent(user)).toEqual([`POST /zones/${zone}/purge_cache`]);
});

test('what creates, and what only reads, goes at once', () => {
  for (const line of [
    'POST /zones name=example.com type=full account:={"id":"A"}',
    'POST /accounts/A/d1/database/D/query sql="select 1"',
    'GET /zones',
  ]) {
    const user = driveProd();
    user.type(line);
    user.press('enter');
    if (user.state().exchange.kind !== 'sending') user.press('enter');
    expect(sent(user), line).toHaveLength(1);
    expect(isAsked(user)).toBe(false);
  }
});

test('esc sends nothing, and nothing that was typed is lost', () => {
  const user = driveProd();
  const line = `PATCH /zones/${zone}/settings/ssl value=strict`;
  user.type(line);
  user.press('enter');
  const { id } = user.effects().find((effect) => effect.type === 'write.prepare') ?? { id: 0 };
  user.press('esc');
  expect(user.effects()).toContainEqual({ type: 'cancel', id });
  expect(isAsked(user)).toBe(false);
  expect(user.state().composer.line.text).toBe(line);
  expect(user.state().focus.pane).toBe('prompt');
  user.press('down');
  expect(user.state().focus.pane).toBe('request');
  user.press('s');
  prepared(user, resource(ssl));
  user.press('esc');
  expect(user.state().focus.pane).toBe('request');
  expect(user.state().composer.line.text).toBe(line);
  expect(sent(user)).toEqual([]);
});

test('neither sorting nor turning a page sends a write again', () => {
  const user = driveProd();
  user.type('POST /accounts/A/things name=x');
  user.press('enter');
  const info = { page: 1, per_page: 1, count: 1, total_count: 5, total_pages: 5 };
  user.answer({ result: [{ id: 'a' }], success: true, result_info: info });
  user.effects();
  user.press('S', ']');
  expect(sent(user)).toEqual([]);
  expect(user.state().notice?.text).toContain('it is not sent again');
});

test('what comes of an earlier preview is dropped', () => {
  const user = driveProd();
  user.type(`PATCH /zones/${zone}/settings/ssl value=strict`);
  user.press('enter', 'esc');
  prepared(user, resource(ssl));
  expect(isAsked(user)).toBe(false);
});

test('the sandbox asks for nothing; an address on this machine asks like any other', () => {
  const user = driveKnown();
  user.type(`PATCH /zones/${zone}/settings/ssl value=strict`);
  user.press('enter');
  expect(sent(user)).toHaveLength(1);
  const local = driveKnown();
  const session = {
    kind: 'environment',
    baseUrl: 'http://127.0.0.1:8080/client/v4',
    credential: '',
    rateLimit: undefined,
  } as const;
  local.dispatch({ type: 'session.changed', session, isAnother: true });
  local.type(`PATCH /zones/${zone}/settings/ssl value=strict`);
  local.press('enter');
  expect(isAsked(local)).toBe(true);
});

test.each([
  ['DELETE /zones//dns_records', '/zones/'],
  [`DELETE /zones/${zone}/dns_records/`, `/zones/${zone}/dns_records/`],
])('%s lacks an id and is not sent', (line, place) => {
  const user = driveProd();
  user.type(line);
  user.press('enter');
  expect(isAsked(user)).toBe(false);
  expect(user.effects().filter(({ type }) => type === 'send')).toEqual([]);
  expect(user.state().notice?.text).toContain(`empty after ${place}`);
});

function once<T>(values: readonly T[]): () => readonly T[] {
  return () => values;
}
