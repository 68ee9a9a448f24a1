// What tokens need for an operation: how the provider's lists are read, and what the build makes of them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProblems } from '../../src/catalog/generate/facts.ts';
import { readProvider } from '../../src/catalog/generate/provider.ts';
import { catalog, operationOf } from './loaded.ts';

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
    ['GET Z/firewall/access_rules/rules', undefined],
    ['GET Z/custom_pages', undefined],
    ['GET Z/custom_certificates', 'SSL and Certificates Read, SSL and Certificates Write'],
    // No name that reads is in the list.
    ['GET A/r2/buckets', undefined],
    // Any token may ask what it is.
    ['GET /user/tokens/verify', undefined],
    // Only revoking takes the permission to revoke.
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

test('no write is known to take a permission that only reads, and every read takes one', () => {
  for (const { method, path: template, permissions } of catalog.operations) {
    if (!permissions) continue;
    const reads = permissions.anyOf.filter((name) => / Read$/.test(name));
    if (method === 'GET' || method === 'HEAD') expect(reads, template).not.toEqual([]);
    else expect(reads, `${method} ${template}`).toEqual([]);
  }
});
