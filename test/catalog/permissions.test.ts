// What tokens need for an operation: how the provider's lists are read, and what the build makes of them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProblems } from '../../src/catalog/generate/facts.ts';
import { readProvider } from '../../src/catalog/generate/provider.ts';
import { catalog, operationOf } from './loaded.ts';
import { neededByHand } from './needed-by-hand.ts';
import { sdkRequests } from './sdk-requests.ts';

describe('the lists of the provider', () => {
  async function read(declaration: string): Promise<Record<string, readonly string[]>> {
    const folder = await mkdtemp(path.join(tmpdir(), 'flarescope-provider-'));
    try {
      await writeFile(path.join(folder, 'things.d.ts'), `import * as pulumi from "@pulumi/pulumi";\n${declaration}`);
      const problems = createProblems();
      const found = readProvider(folder, problems);
      problems.throwIfAny();
      return Object.fromEntries(found);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  const list =
    '/**\n * Accepted Permissions\n *\n * - `Shop Read`\n * - `Shop Write`\n *\n * ## Example\n *\n * - `no`\n */\n';

  test('are those of classes and functions, once each', async () => {
    expect(
      await read(`${list}export declare class Thing extends pulumi.CustomResource {}
        ${list}export declare function getThing(): Promise<string>;
        ${list}export declare function getThingOutput(): string;
        export declare class Other {}`),
    ).toEqual({ Thing: ['Shop Read', 'Shop Write'], getThing: ['Shop Read', 'Shop Write'] });
  });

  test('end where the text goes on, whatever it lists', async () => {
    const doc = '/**\n * Accepted Permissions\n *\n * - `Shop Read`\n *\n * Where:\n * - `kind` is one\n */\n';
    expect(await read(`${doc}export declare class Thing {}`)).toEqual({ Thing: ['Shop Read'] });
  });

  test('that are written otherwise fail the build', async () => {
    const doc = '/**\n * Accepted Permissions: Shop Read\n */\n';
    await expect(read(`${doc}export declare class Thing {}`)).rejects.toThrow(/Thing: its accepted permissions/);
    await expect(read('export declare class Thing {}')).rejects.toThrow(/nothing in it says/);
  });
});

describe('an operation', () => {
  test.each([
    ['GET Z/dns_records', 'DNS Read, DNS Write'],
    ['POST Z/dns_records', 'DNS Write'],
    ['PATCH Z/dns_records/{dns_record_id}', 'DNS Write'],
    // Renamed.
    ['GET A/storage/kv/namespaces', 'Workers KV Storage Read, Workers KV Storage Write'],
    ['PUT A/storage/kv/namespaces/{namespace_id}/values/{key_name}', 'Workers KV Storage Write'],
    ['DELETE A/rules/lists/{list_id}', 'Account Filter Lists Edit'],
    // A permission that writes without saying so.
    ['POST Z/api_gateway/operations', 'Domain API Gateway'],
    // A list of nearly everything is cut to the product's own.
    ['GET Z', 'Zone Read, Zone Write'],
    ['POST Z/pagerules', 'Page Rules Write, Zone Write'],
    // A permission for accounts opens nothing of a zone.
    ['GET A/firewall/access_rules/rules', 'Account Firewall Access Rules Read, Account Firewall Access Rules Write'],
    ['GET Z/custom_csrs', undefined],
    ['GET Z/access/organizations', undefined],
    // What the API documents where the provider has another scope only.
    ['GET Z/firewall/access_rules/rules', 'Firewall Services Read, Firewall Services Write'],
    ['POST Z/purge_cache', 'Cache Purge'],
    ['GET Z/custom_certificates', 'SSL and Certificates Read, SSL and Certificates Write'],
    // No name that reads is in the list.
    ['GET A/r2/buckets', undefined],
    // Any token may ask what it is.
    ['GET /user/tokens/verify', undefined],
    // Read by no function: what only writes is not enough to read, and the other way round.
    ['GET A/dls/regional_services/prefix_bindings', 'DLS: Read, DLS: Write'],
    ['PATCH A/addressing/prefixes/{prefix_id}', 'Magic Transit Write'],
    // The documentation names none.
    ['POST /accounts', undefined],
    // The permission to revoke is one to read beside that.
    [
      'GET A/access/organizations',
      ['Read', 'Revoke', 'Write']
        .map((what) => `Access: Organizations, Identity Providers, and Groups ${what}`)
        .join(', '),
    ],
    ['POST A/access/organizations/revoke_user', 'Access: Organizations, Identity Providers, and Groups Write'],
    ['PUT A/access/organizations', 'Access: Organizations, Identity Providers, and Groups Write'],
  ])('%s needs %s', (operation, names) => {
    const { permissions } = operationOf(operation);
    expect(permissions?.certainty === 'accepted' ? permissions.anyOf.join(', ') : undefined).toBe(names);
  });

  test('tells where that is taken from', () => {
    expect(operationOf('GET Z/dns_records').permissions?.from).toMatch(/^getDnsRecords? of @pulumi\/cloudflare$/);
    expect(operationOf('POST Z/dns_records').permissions?.from).toBe('DnsRecord of @pulumi/cloudflare');
  });
});

describe('what is probable', () => {
  test.each([
    // Below a resource.
    ['GET A/storage/kv/namespaces/{namespace_id}/keys', 'getWorkersKvNamespaces'],
    ['POST A/pages/projects/{project_name}/deployments', 'PagesProject'],
    // At the same place, where the resource itself has no list.
    ['POST A/magic/gre_tunnels', 'getMagicWanGreTunnel'],
    // Of a product with one kind of permission.
    ['GET A/r2/buckets', 'getR2BucketEventNotification'],
    ['GET A/email-security/investigate', 'getEmailSecurity'],
  ])('of %s is told as that, with the resource that it is taken from', (operation, from) => {
    expect(operationOf(operation).permissions).toMatchObject({
      certainty: 'probable',
      from: expect.stringMatching(`^${from}.* of @pulumi/cloudflare$`),
    });
  });

  test('of a tail is to make one, which only reads', () => {
    expect(operationOf('POST A/workers/scripts/{script_name}/tails').permissions?.anyOf).toEqual([
      'Workers Scripts Write',
      'Workers Tail Read',
    ]);
  });

  test.each([
    // Its product has several kinds.
    'GET Z/rulesets',
    'GET A/access/users',
    // Its own list is for zones only.
    'GET A/load_balancers',
    'GET Z/access/groups',
    // Below an account or a zone is everything.
    'GET Z/available_plans',
    'GET /organizations/{organization_id}/logs/audit',
  ])('is nothing of %s', (operation) => {
    expect(operationOf(operation).permissions).toBeUndefined();
  });
});

describe('all operations', () => {
  test('write with a permission to write and read with one that reads', () => {
    for (const { method, path: template, permissions } of catalog.operations) {
      if (!permissions) continue;
      const reading = permissions.anyOf.filter((name) => / Read$| Report$/.test(name));
      if (method === 'GET' || method === 'HEAD') expect(reading, template).not.toEqual([]);
      else if (!/\/tails\b|\/ai\/run\/|\/vectorize\/|\/bulk\/get$/.test(template))
        expect(reading, `${method} ${template}`).toEqual([]);
    }
  });

  test('of accounts take no permission for zones, and the other way round', () => {
    const zones =
      /^(?:Zone|DNS (?!Firewall|View)|Cache|SSL|Firewall|Waiting Rooms|Domain|Page Rules|Workers Routes|Zaraz)/;
    for (const { path: template, permissions } of catalog.operations) {
      const names = permissions?.anyOf ?? [];
      const wrong = template.startsWith('/accounts/{account_id}/')
        ? names.filter((name) => zones.test(name))
        : template.startsWith('/zones/')
          ? names.filter((name) => /^(?:Account|Billing|Zero Trust|Page Shield|Workers (?!Routes))/.test(name))
          : [];
      expect(wrong, template).toEqual([]);
    }
  });

  test('are known for a third at least, and for near a half with those that are probable', () => {
    const of = (certainty?: string): number =>
      catalog.operations.filter(({ permissions }) => permissions && (!certainty || permissions.certainty === certainty))
        .length / catalog.operations.length;
    expect(of('accepted')).toBeGreaterThan(0.36);
    expect(of()).toBeGreaterThan(0.53);
  });

  test('that people use most are known, where their product tells anything', () => {
    const told = new Set(catalog.operations.flatMap(({ group, permissions }) => (permissions ? [group] : [])));
    const silent = [...new Set(sdkRequests.map((request) => request.operation))]
      .map(operationOf)
      .filter(({ group, permissions }) => !permissions && told.has(group));
    expect(silent.map(({ method, path: template }) => `${method} ${template}`)).toEqual([
      // The documentation names none for an identity provider of a zone, for rules of the Gateway, and for queries of the log explorer.
      'POST /zones/{zone_id}/access/identity_providers',
      'POST /accounts/{account_id}/gateway/rules',
      'POST /accounts/{account_id}/logs/explorer/query/sql',
    ]);
  });
});

describe('of a hundred operations, checked by hand,', () => {
  const rows = neededByHand
    .trim()
    .split('\n')
    .map((row) => row.split(' | '));

  test('none is said to accept what it does not, nor less', () => {
    expect(rows.length).toBeGreaterThanOrEqual(100);
    for (const [operation = '', names] of rows) {
      const { permissions } = operationOf(operation);
      expect([operation, permissions?.certainty, permissions?.anyOf.join(', ')]).toEqual([
        operation,
        'accepted',
        names,
      ]);
    }
  });
});
