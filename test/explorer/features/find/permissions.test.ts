// What a request needs beside what the credential may do: opened with one key, read once a session, told below a refusal and in the
// preview of a write.
import { describe, expect, test } from 'vitest';
import { readGrants } from '../../../../src/api/grants.ts';
import type { CredentialFacts } from '../../../../src/explorer/model/catalog.ts';
import type { Effect } from '../../../../src/explorer/model/effects.ts';
import { topOverlay } from '../../../../src/explorer/model/focus.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, zone } from '../../known.ts';

const account = '9409ca24f2904b058fa64160600b76e0';
const zoneKey = 'com.cloudflare.api.account.zone.';
const records = `/zones/${zone}/dns_records`;

function facts(permissions: readonly string[], resources: object): CredentialFacts {
  const policies = [{ effect: 'allow', permission_groups: permissions.map((name) => ({ id: name, name })), resources }];
  return {
    holding: { kind: 'grants', grants: readGrants(policies) ?? [] },
    facts: ['user API token, active', 'does not expire'],
    accounts: [{ id: account, name: 'Example Books' }],
    isAnswer: true,
  };
}

const readsDns = facts(['DNS Read'], { [`${zoneKey}*`]: '*' });

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((strips) => strips.flatMap(({ row }) => row.map(({ text }) => text)).join(''))
    .join('\n');
}

function asked<Type extends Effect['type']>(user: Driver, type: Type): Extract<Effect, { readonly type: Type }> {
  const found = user.effects().find((effect) => effect.type === type);
  if (!found) throw new Error(`no ${type} was asked for`);
  return found as Extract<Effect, { readonly type: Type }>;
}

/** Tells what the API says of the credential, which is just being asked. */
function tell(user: Driver, told: CredentialFacts = readsDns): void {
  user.dispatch({ type: 'access.told', id: asked(user, 'access.ask').id, told });
}

function refused(line: string, status: number, errors: readonly object[]): Driver {
  const user = driveKnown(100, 30);
  user.type(`${line}\r`);
  user.effects();
  user.answer({ success: false, errors, messages: [], result: null }, { status });
  return user;
}

const no = [{ code: 10000, message: 'Authentication error' }];

describe('the documentation', () => {
  test('is opened for the request that the prompt, the palette or a response has', () => {
    const user = driveKnown();
    user.press('alt+o');
    expect(user.effects().some(({ type }) => type === 'docs.open')).toBe(false);
    user.type(`DELETE ${records}/372e67954025e0ba6aaa6d586b9e0b59`);
    user.press('alt+o');
    expect(asked(user, 'docs.open').request).toMatchObject({ method: 'DELETE' });
    user.press('ctrl+p');
    user.type('purge cache');
    user.press('alt+o');
    expect(asked(user, 'docs.open').request).toMatchObject({ method: 'POST', path: '/zones/{zone_id}/purge_cache' });
    const refusedUser = refused('/zones', 403, no);
    refusedUser.press('O');
    expect(asked(refusedUser, 'docs.open').request).toMatchObject({ path: '/zones' });
  });
});

describe('the panel', () => {
  test('shows what the line in the prompt needs, reads what the credential may do, and is read once a session', () => {
    const user = driveKnown();
    user.type(`DELETE ${records}/372e67954025e0ba6aaa6d586b9e0b59`);
    user.press('alt+a');
    expect(topOverlay(user.state())?.kind).toBe('permissions');
    expect(screen(user)).toContain('needs       DNS Write (zone)');
    expect(screen(user)).toContain('Reading what the credential may do…');
    tell(user);
    expect(screen(user)).toContain('No: it lacks DNS Write');
    expect(screen(user)).toContain('lacks it  DNS Write');
    expect(screen(user)).toContain('user API token, active, does not expire');
    user.press('esc');
    user.press('alt+a');
    expect(user.effects()).toEqual([]);
    expect(screen(user)).toContain('No: it lacks DNS Write');
    user.press('q');
    expect(topOverlay(user.state())).toBeUndefined();
    expect(user.state().composer.line.text).toContain('DELETE');
  });

  test('Esc stops the reading, and what comes late is dropped', () => {
    const user = driveKnown();
    user.type(`GET ${records}`);
    user.press('alt+a');
    const { id } = asked(user, 'access.ask');
    user.press('esc');
    expect(user.effects()).toContainEqual({ type: 'cancel', id });
    user.dispatch({ type: 'access.told', id, told: readsDns });
    user.press('alt+a');
    expect(asked(user, 'access.ask').id).not.toBe(id);
  });

  test('is forgotten with the account', () => {
    const user = driveKnown();
    user.type(`GET ${records}`);
    user.press('alt+a');
    tell(user);
    user.press('esc');
    user.dispatch({ type: 'session.changed', session: { ...user.state().session }, isAnother: true });
    user.effects();
    user.press('alt+a');
    expect(asked(user, 'access.ask')).toBeDefined();
  });

  test('in a text field the letter is typed; where there is no request it says so', () => {
    const user = driveKnown();
    user.press('a');
    expect(user.state().composer.line.text).toBe('a');
    user.press('ctrl+u', 'alt+a');
    expect(user.state().notice?.text).toContain('Type a request first');
    user.type('.result');
    user.press('alt+a');
    expect(topOverlay(user.state())).toBeUndefined();
  });

  test('opens on a row of the operations, for any zone', () => {
    const user = driveKnown(80, 30);
    user.press('ctrl+p');
    user.type('create dns record');
    user.press('alt+a');
    tell(user, facts(['DNS Write'], { [`${zoneKey}${zone}`]: '*' }));
    expect(screen(user)).toContain('POST /zones/{zone_id}/dns_records');
    expect(screen(user)).toMatch(/Unknown: it has DNS Write for zone\s/);
    user.press('esc');
    expect(topOverlay(user.state())?.kind).toBe('picker');
  });

  test('opens on a row of the history and on a response', () => {
    const user = driveKnown();
    user.type(`GET ${records}\r`);
    user.answer({ success: true, errors: [], messages: [], result: [] });
    user.press('a');
    tell(user);
    expect(screen(user)).toContain('Yes: it has DNS Read for all zones');
    user.press('esc', 'ctrl+r', 'a');
    expect(screen(user)).toContain('Yes: it has DNS Read for all zones');
  });

  test('finds ids for names, and the account of a zone where a policy is for the zones of one', () => {
    const user = driveKnown();
    user.type('GET /zones/example.com/dns_records');
    user.press('alt+a');
    const effects = user.effects();
    const place = effects.find((effect) => effect.type === 'access.place');
    const access = effects.find((effect) => effect.type === 'access.ask');
    if (place?.type !== 'access.place' || access?.type !== 'access.ask') throw new Error('it was not asked');
    expect(place.readsAccount).toBe(false);
    user.dispatch({ type: 'names.found', id: place.id, names: [{ kind: 'zone', name: 'example.com', id: zone }] });
    const typed = '/zones/example.com/dns_records';
    user.dispatch({
      type: 'access.placed',
      id: place.id,
      typed,
      place: { path: records, problem: undefined },
      zone: undefined,
    });
    user.dispatch({
      type: 'access.told',
      id: access.id,
      told: facts(['DNS Read'], { [`com.cloudflare.api.account.${account}`]: { [`${zoneKey}*`]: '*' } }),
    });
    const again = asked(user, 'access.place');
    expect(again.readsAccount).toBe(true);
    expect(screen(user)).toContain('Reading what the credential may do…');
    user.dispatch({
      type: 'access.placed',
      id: again.id,
      typed,
      place: { path: records, problem: undefined },
      zone: { id: zone, account },
    });
    expect(screen(user)).toContain('Yes: it has DNS Read for all zones of Example Books');
    expect(user.effects()).toEqual([]);
  });

  test('a name that belongs to nothing is said, and nothing is judged by it', () => {
    const user = driveKnown();
    user.type('GET /zones/nope.example/dns_records');
    user.press('alt+a');
    const effects = user.effects();
    const place = effects.find((effect) => effect.type === 'access.place');
    if (place?.type !== 'access.place') throw new Error('it was not asked');
    user.dispatch({
      type: 'access.placed',
      id: place.id,
      typed: place.request.path,
      place: { path: undefined, problem: 'no zone is named nope.example' },
      zone: undefined,
    });
    expect(screen(user)).toContain('Unknown: no zone is named nope.example');
    expect(user.effects()).toEqual([]);
  });

  test('what the server wrote is shown harmless', () => {
    const user = driveKnown();
    user.type(`GET ${records}`);
    user.press('alt+a');
    tell(user, facts(['DNS\u001b[31m Read\u202e'], { [`${zoneKey}\u0007`]: '*' }));
    expect(screen(user)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe('below a refusal', () => {
  test.each([
    [401, no],
    [403, no],
    [400, no],
    [400, [{ code: 9109, message: 'Unauthorized to access requested resource' }]],
  ])("%i %j: the API's words stand first, then what is missing", (status, errors) => {
    const user = refused(`POST ${records} type=A name=www content=192.0.2.1 ttl:=1`, status, errors);
    expect(screen(user)).toContain('It needs DNS Write (zone). a shows what the credential may do.');
    tell(user);
    const text = screen(user)
      .replaceAll(/\s*│\s*│?\s*/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(text).toContain('The credential lacks DNS Write. a shows what the credential may do.');
    expect(text.indexOf(errors[0]?.message ?? '?')).toBeLessThan(text.indexOf('lacks DNS Write'));
    user.press('a');
    expect(screen(user)).toContain('response');
    expect(screen(user)).toContain(errors[0]?.message);
    expect(screen(user)).toContain('No: it lacks DNS Write');
  });

  test('policies that allow it do not contradict the API', () => {
    const user = refused(`GET ${records}`, 403, no);
    tell(user);
    expect(screen(user)).toContain('The credential has DNS Read for all zones.');
    user.press('a');
    expect(screen(user)).toContain('The API refused it all the same.');
  });

  test('nothing is asked where nobody knows what the request needs, or where another thing was wrong', () => {
    const unknown = refused('GET /zones/x/no/such/path', 403, no);
    expect(unknown.effects()).toEqual([]);
    expect(screen(unknown)).not.toContain('It needs');
    const other = refused(`POST ${records} type=A name=www content=192.0.2.1 ttl:=1`, 400, [
      { code: 10000, message: 'Invalid TTL' },
    ]);
    expect(other.effects()).toEqual([]);
    expect(screen(other)).not.toContain('shows what the credential may do');
  });
});

describe('before a write', () => {
  function previewed(): Driver {
    const user = driveKnown();
    const profile = { kind: 'profile', profile: 'prod', credential: 'token ····3f2a', rateLimit: undefined } as const;
    user.dispatch({
      type: 'session.changed',
      session: { ...profile, baseUrl: 'https://api.cloudflare.com/client/v4' },
      isAnother: true,
    });
    user.effects();
    user.type(`PATCH ${records}/372e67954025e0ba6aaa6d586b9e0b59 content=192.0.2.1\r`);
    const { id, request } = asked(user, 'write.prepare');
    expect(user.effects()).toEqual([]);
    const prepared = { request, before: undefined, body: undefined, notes: [] };
    user.dispatch({ type: 'write.prepared', id, prepared, names: [] });
    return user;
  }

  test('what the credential lacks is a line, which comes when it is known', () => {
    const user = previewed();
    expect(screen(user)).not.toContain('lacks');
    tell(user);
    expect(screen(user)).toContain('The credential lacks DNS Write: the API will refuse this');
    user.press('a');
    expect(screen(user)).toContain('No: it lacks DNS Write');
    user.press('esc');
    expect(topOverlay(user.state())?.kind).toBe('preview');
  });

  test('nothing is said where it has what it needs, or where that may not be read', () => {
    const has = previewed();
    tell(has, facts(['DNS Write'], { [`${zoneKey}*`]: '*' }));
    expect(screen(has)).not.toContain('The credential');
    const hidden = previewed();
    tell(hidden, { ...readsDns, holding: { kind: 'hidden', reason: 'it may not read its own policies' } });
    expect(screen(hidden)).not.toContain('The credential');
  });
});
