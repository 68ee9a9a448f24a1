// What a body's fields mean for what has been given: the forms of a union, told apart by a field or not at all.
import { describe, expect, test } from 'vitest';
import type { Field, Shape } from '../../src/catalog/operation.ts';
import { eachName, fieldsFor, joinShapes } from '../../src/catalog/variants.ts';
import { catalog, operationOf } from './loaded.ts';

function inForce(
  operation: string,
  body: Readonly<Record<string, string>>,
  path: Readonly<Record<string, string>> = {},
): readonly Field[] {
  const { fields } = catalog.details(operationOf(operation)).body!;
  return fieldsFor(fields, { body: (name) => body[name], path: (name) => path[name] });
}

function named(fields: readonly Field[] | undefined, name: string): Field | undefined {
  return fields?.find((field) => field.name === name);
}

const names = (fields: readonly Field[] | undefined): readonly string[] => (fields ?? []).map(({ name }) => name);

describe('the fields of a DNS record', () => {
  test.each([
    ['SRV', ['port', 'priority', 'target', 'weight'], /SRV record/],
    ['CAA', ['flags', 'tag', 'value'], /CAA record/],
    ['LOC', ['altitude', 'lat_degrees'], /LOC record/],
    ['SSHFP', ['algorithm', 'fingerprint', 'type'], /SSHFP record/],
  ])('of type %s have the data of that type', (type, members, description) => {
    const data = named(inForce('POST Z/dns_records', { type }), 'data');
    expect(names(data?.shape.fields)).toEqual(expect.arrayContaining(members));
    expect(data?.description).toMatch(description);
  });

  test('of type SRV have no members of other types', () => {
    const data = named(inForce('POST Z/dns_records', { type: 'SRV' }), 'data');
    expect(names(data?.shape.fields).toSorted()).toEqual(['port', 'priority', 'target', 'weight']);
  });

  test('that stand for one type come with it, and not without', () => {
    expect(named(inForce('POST Z/dns_records', { type: 'MX' }), 'priority')).toBeDefined();
    expect(named(inForce('POST Z/dns_records', { type: 'A' }), 'priority')).toBeUndefined();
    expect(named(inForce('POST Z/dns_records', {}), 'priority')).toBeUndefined();
    expect(named(inForce('POST Z/dns_records', { type: 'A' }), 'data')).toBeUndefined();
    expect(named(inForce('POST Z/dns_records', { type: 'AAAA' }), 'content')?.description).toMatch(/IPv6/);
  });

  test('come once each, whatever has been given', () => {
    const { fields } = catalog.details(operationOf('POST Z/dns_records')).body!;
    for (const type of ['', 'A', 'SRV', 'odd']) {
      const given = names(inForce('POST Z/dns_records', { type }));
      expect(given).toEqual([...new Set(given)]);
    }
    expect(names(eachName(fields))).toEqual([...new Set(names(fields))]);
    expect(named(eachName(fields), 'data')?.description).toBe('Depends on type.');
  });
});

describe('members of members', () => {
  test('of a rule follow its action', () => {
    const rules = named(inForce('PUT Z/rulesets/{ruleset_id}', {}), 'rules');
    const members = rules?.shape.items?.fields ?? [];
    const parameters = (action: string): readonly string[] =>
      names(
        named(
          fieldsFor(members, { body: (name) => (name === 'action' ? action : undefined), path: () => undefined }),
          'action_parameters',
        )?.shape.fields,
      );
    expect(parameters('redirect')).toEqual(expect.arrayContaining(['from_value', 'from_list']));
    expect(parameters('redirect')).not.toContain('ruleset');
    expect(parameters('execute')).toEqual(expect.arrayContaining(['id', 'overrides']));
    expect(parameters('set_config')).toContain('security_level');
  });
});

describe('a setting of a zone', () => {
  const value = (setting_id: string): Field | undefined =>
    named(inForce('PATCH Z/settings/{setting_id}', {}, { setting_id }), 'value');

  test.each([
    ['ssl', ['off', 'flexible', 'full', 'strict']],
    ['min_tls_version', ['1.0', '1.1', '1.2', '1.3']],
    ['tls_1_3', ['on', 'off', 'zrt']],
    ['always_use_https', ['on', 'off']],
    ['pseudo_ipv4', ['off', 'add_header', 'overwrite_header']],
  ])('%s has its own values', (setting, values) => {
    expect(value(setting)?.shape.choices).toEqual(values);
    expect(value(setting)?.required).toBe(true);
  });

  test('is explained by its own description, and marked where it is deprecated', () => {
    expect(value('always_use_https')?.description).toMatch(/http/i);
    expect(value('ssl')?.description).not.toBe(value('always_use_https')?.description);
    expect(value('mirage')?.deprecated).toBe(true);
    expect(value('ssl')?.deprecated).toBe(false);
  });

  test('has members where it is an object, and another field where it has one', () => {
    const header = value('security_header')?.shape.fields;
    expect(names(named(header, 'strict_transport_security')?.shape.fields)).toContain('max_age');
    expect(names(inForce('PATCH Z/settings/{setting_id}', {}, { setting_id: 'ssl_recommender' }))).toEqual(['enabled']);
  });

  test('of no known name, or not chosen yet, may be anything', () => {
    for (const setting of ['', 'brand_new']) {
      expect(value(setting)?.required, setting).toBe(true);
      expect(value(setting)?.shape.choices, setting).toBeUndefined();
    }
  });
});

describe('the configuration', () => {
  test.each([
    ['POST A/access/identity_providers', 'azureAD', 'config', 'directory_id'],
    ['POST A/access/identity_providers', 'github', 'config', 'client_id'],
    ['POST A/devices/posture', 'os_version', 'input', 'version'],
    ['POST A/devices/posture/integration', 'kolide', 'config', 'client_secret'],
    ['POST A/access/apps', 'saas', 'saas_app', 'consumer_service_url'],
  ])('of %s for %s', (operation, type, name, member) => {
    const config = named(inForce(operation, { type }), name);
    expect(names(config?.shape.fields)).toContain(member);
  });

  test('of a bucket to copy from follows its provider', () => {
    const source = named(inForce('PUT A/r2/buckets/{bucket_name}/sippy', {}), 'source')?.shape.fields ?? [];
    const members = (provider: string): readonly string[] =>
      names(fieldsFor(source, { body: (name) => (name === 'provider' ? provider : undefined), path: () => undefined }));
    expect(members('gcs')).toEqual(expect.arrayContaining(['clientEmail', 'privateKey']));
    expect(members('aws')).not.toContain('clientEmail');
  });
});

describe('forms that nothing tells apart', () => {
  test('keep the names of each', () => {
    const { body } = catalog.details(operationOf('POST Z/purge_cache'));
    expect(body?.forms).toEqual([['tags'], ['hosts'], ['prefixes'], ['purge_everything'], ['files']]);
    expect(names(inForce('POST Z/purge_cache', {}))).toEqual(body?.forms?.flat());
  });
});

describe('a joined shape', () => {
  const text: Shape = { kinds: ['string'], choices: ['a'], items: undefined, fields: undefined };
  test.each([
    ['choices, where all are closed', [text, { ...text, choices: ['b'] }], { kinds: ['string'], choices: ['a', 'b'] }],
    ['no choices, where one is open', [text, { ...text, choices: undefined }], { choices: undefined }],
    [
      'null last',
      [{ ...text, kinds: ['null'], choices: undefined }, text],
      { kinds: ['string', 'null'], choices: ['a'] },
    ],
    [
      'the widest bounds, where all have one',
      [
        { ...text, choices: undefined, least: 1, most: 5 },
        { ...text, choices: undefined, least: 3, most: 9 },
      ],
      { least: 1, most: 9 },
    ],
    ['no bound that one of them has not', [{ ...text, choices: undefined, most: 5 }, text], { kinds: ['string'] }],
  ] as const)('has %s', (_, shapes, joined) => {
    expect(joinShapes(shapes)).toMatchObject(joined);
    expect(joinShapes(shapes).most).toBe('most' in joined ? joined.most : undefined);
  });
});
