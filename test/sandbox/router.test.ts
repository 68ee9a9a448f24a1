import { describe, expect, it } from 'vitest';
import { success } from '../../src/sandbox/reply.ts';
import { findRoute, type Route } from '../../src/sandbox/router.ts';
import { ROUTES } from '../../src/sandbox/routes.ts';

const ID = '0123456789abcdef0123456789abcdef';
const UUID = '01234567-89ab-4def-8123-456789abcdef';

function found(method: string, path: string): unknown {
  const routing = findRoute(ROUTES, method, path, '/client/v4');
  if (routing.kind === 'route') return routing.route.path;
  if (routing.reply.kind !== 'envelope') throw new Error('a refusal is an envelope');
  return [routing.reply.status, ...routing.reply.envelope.errors.map((error) => error.code)];
}

describe('finding a route', () => {
  it.each([
    ['GET', `/zones/${ID}/dns_records/${ID}`, '/zones/{zone_id}/dns_records/{dns_record_id}'],
    ['GET', `/zones/${ID}/dns_records/export`, '/zones/{zone_id}/dns_records/export'],
    ['HEAD', `/zones/${ID}`, '/zones/{zone_id}'],
    ['GET', '/zones/', '/zones'],
    ['GET', `/accounts/${ID}/d1/database/${UUID}`, '/accounts/{account_id}/d1/database/{database_id}'],
    ['DELETE', '/sandbox/fault/echo', '/sandbox/fault/echo'],
    ['GET', `/accounts/${ID}/d1/database/${ID}`, [404, 7003]],
    ['GET', '/zones/example.com', [404, 7003]],
    ['GET', `/zones/${ID.toUpperCase()}`, [404, 7003]],
    ['GET', `/zones/${ID}/dns_records/%zz`, [404, 7003]],
    ['GET', '/zone', [404, 7000]],
    ['GET', '', [404, 7000]],
    ['GET', `/zones/${ID}/dns_records/batch`, [405, 10405]],
    ['DELETE', '/zones', [405, 10405]],
    ['BREW', '/user', [405, 10405]],
  ])('%s %s', (method, path, expected) => {
    expect(found(method, path)).toEqual(expected);
  });

  it('a placeholder that is no id takes any text, percent-decoded', () => {
    const route: Route = { method: 'GET', path: '/values/{key}', handler: () => success(null), body: 'none' };
    const routing = findRoute([route], 'GET', '/values/a%2Fb%20%C3%BC', '');
    expect(routing).toMatchObject({ kind: 'route', params: { key: 'a/b ü' } });
  });

  it('no two lines of the table answer the same request', () => {
    const keys = ROUTES.map((route) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
