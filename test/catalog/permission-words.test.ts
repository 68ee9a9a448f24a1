// What a token needs, as the palette and the form say it.
import { describe, expect, test } from 'vitest';
import { neededWords } from '../../src/catalog/permission-words.ts';
import { operationOf } from './loaded.ts';

describe('what is needed', () => {
  test.each([
    ['GET Z/dns_records', 'DNS Read or DNS Write (zone)'],
    ['POST Z/dns_records', 'DNS Write (zone)'],
    ['POST /user/tokens', 'API Tokens Write (user)'],
    [
      'GET A/storage/kv/namespaces/{namespace_id}/keys',
      'probably Workers KV Storage Read or Workers KV Storage Write (account), taken from getWorkersKvNamespaces of @pulumi/cloudflare',
    ],
    // Many names are told by their kind.
    ['GET A/magic/sites', 'Magic Transit Read or Write, or Magic WAN Read or Write (account)'],
    [
      'GET A/alerting/v3/policies',
      'Account Settings Read or Write, Notifications Read or Write, or Zero Trust: PII Read (account)',
    ],
    ['GET Z/rulesets', undefined],
  ])('for %s is %s', (operation, words) => {
    expect(neededWords(operationOf(operation))).toBe(words);
  });

  test('says how many kinds are left out', () => {
    const anyOf = ['A', 'B', 'C', 'D', 'E'].flatMap((kind) => [`${kind} Read`, `${kind} Write`]);
    const permissions = { certainty: 'accepted', anyOf, from: 'x' } as const;
    expect(neededWords({ path: '/radar', permissions })).toBe('A Read or Write, B Read or Write, or 3 more');
  });
});
