// What the build makes of the two packages: every operation of either, with what the official SDK says of it.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Field, OperationDetails } from '../../src/catalog/operation.ts';
import { catalog, operationOf } from './loaded.ts';

const modules = path.resolve(import.meta.dirname, '../../node_modules');

/** Method and path, whatever the placeholders are called. */
const shapeOf = (method: string, template: string): string => `${method} ${template.replace(/\{[^}]*\}/g, '{}')}`;
const shapes = new Set(catalog.operations.map((operation) => shapeOf(operation.method, operation.path)));

describe('the catalog', () => {
  test('has every operation of the command line', () => {
    const text = readFileSync(path.join(modules, 'cf/cf-dist/_meta/schemas.json'), 'utf8');
    const schemas: readonly { readonly httpMethod: string; readonly path: string }[] = Object.values(
      JSON.parse(text).schemas,
    );
    expect(schemas.length).toBeGreaterThan(2500);
    expect(
      schemas.map((schema) => shapeOf(schema.httpMethod, schema.path)).filter((shape) => !shapes.has(shape)),
    ).toEqual([]);
  });

  test('has every path that the SDK has in its code', () => {
    const folder = path.join(modules, 'cloudflare/resources');
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.mjs'))
      .flatMap((file) => [
        ...readFileSync(path.join(folder, file), 'utf8').matchAll(/this\._client\.\w+\((?:path )?[`'](\/[^`']*)[`']/g),
      ])
      .map(([, template = '']) => template.replace(/\$\{[^}]*\}/g, '{}'))
      .flatMap((template) =>
        template.startsWith('/{}/{}') ? ['accounts', 'zones'].map((scope) => template.replace('{}', scope)) : template,
      );
    expect(paths.length).toBeGreaterThan(2800);
    const known = new Set([...shapes].map((shape) => shape.split(' ')[1]));
    expect(paths.filter((template) => !known.has(template))).toEqual([]);
  });

  test('has each once, with a title, a product and its placeholders as parameters', () => {
    expect(shapes.size).toBe(catalog.operations.length);
    for (const operation of catalog.operations) {
      expect(operation.title, operation.path).toMatch(/^[A-Z]\S* \S/);
      expect(operation.group, operation.path).not.toBe('');
      const placeholders = [...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
      const parameters = catalog.details(operation).parameters.filter((parameter) => parameter.in === 'path');
      expect(
        parameters.map((parameter) => parameter.name),
        operation.path,
      ).toEqual(placeholders);
    }
  });

  test('holds no markup and no comment signs in its texts', () => {
    const texts = catalog.operations.flatMap((operation) => {
      const { description, parameters } = catalog.details(operation);
      return [description, ...parameters.map((parameter) => parameter.description)];
    });
    expect(texts.filter((text) => /\*\/|^\s*\*|^@(?:example|deprecated|param)\b|<\/\w+>|\]\(http/m.test(text))).toEqual(
      [],
    );
    expect(texts.filter((text) => text.length > 40).length).toBeGreaterThan(5000);
  });
});

/** A field as a row of the table below writes it: `name*` is required, `(a|b)` are all its choices, `?type` is for some types only. */
function spell(field: Field): string {
  const { kinds, choices, items } = field.shape;
  const kind = kinds.map((one) => (one === 'array' ? `${items?.kinds.join('/') ?? ''}[]` : one)).join('/');
  const told = choices && choices.length <= 5 ? `(${choices.join('|')})` : choices ? `(${choices.length})` : '';
  return `${field.name}${field.required ? '*' : ''} ${kind}${told}${field.when ? `?${field.when.field}` : ''}`;
}

/** Each name where it comes first. */
function namedOnce(fields: readonly Field[] = []): readonly Field[] {
  return fields.filter((field, index) => fields.findIndex(({ name }) => name === field.name) === index);
}

function parametersIn(details: OperationDetails, where: string): string {
  return details.parameters
    .filter((parameter) => parameter.in === where)
    .map(spell)
    .join(', ');
}

/** Read by hand in the SDK's declarations and code; all kinds of paging are among them. */
const checked: readonly {
  readonly operation: string;
  readonly paging?: string;
  readonly list?: string;
  readonly query?: string;
  readonly headers?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly deprecated?: boolean;
}[] = [
  {
    operation: 'GET /zones',
    paging: 'page',
    list: 'result id name',
    query:
      'page number, per_page number, account.id string, account.name string, direction string(asc|desc), match string(any|all), name string, ' +
      'order string(name|status|account.id|account.name|plan.id), status string(initializing|pending|active|moved), type string[]',
  },
  {
    operation: 'GET /memberships',
    paging: 'page',
    list: 'result id ',
    query:
      'page number, per_page number, account.name string, direction string(asc|desc), name string, order string(id|account.name|status), ' +
      'status string(accepted|pending|rejected)',
  },
  {
    operation: 'GET A/images/v1',
    paging: 'page',
    list: 'result.images id ',
    query: 'page number, per_page number, creator string/null',
    deprecated: true,
  },
  {
    operation: 'GET A/cfd_tunnel',
    paging: 'page',
    list: 'result id name',
    query:
      'page number, per_page number, exclude_prefix string, existed_at string, include_prefix string, is_deleted boolean, name string, ' +
      'status string(inactive|degraded|healthy|down), uuid string, was_active_at string, was_inactive_at string',
  },
  {
    operation: 'GET /certificates',
    paging: 'page',
    list: 'result id ',
    query: 'page number, per_page number, zone_id* string, limit number, offset number',
  },
  {
    operation: 'GET A/d1/database',
    paging: 'page',
    list: 'result uuid name',
    query: 'page number, per_page number, name string',
  },
  {
    operation: 'GET A/storage/kv/namespaces/{namespace_id}/keys',
    paging: 'cursor',
    list: 'result name ',
    query: 'limit number, cursor string, prefix string',
  },
  {
    operation: 'GET A/rules/lists/{list_id}/items',
    paging: 'cursor',
    query: 'cursor string, per_page number, search string',
  },
  { operation: 'GET Z/rulesets', paging: 'cursor', list: 'result id name', query: 'per_page number, cursor string' },
  { operation: 'GET A/rulesets', paging: 'cursor', list: 'result id name', query: 'per_page number, cursor string' },
  {
    operation: 'GET A/r2/buckets/{bucket_name}/objects',
    paging: 'cursor',
    list: 'result key ',
    query: 'per_page number, cursor string, delimiter string, prefix string, start_after string',
    headers: 'cf-r2-jurisdiction string(default|eu|us|fedramp|fedramp-high)',
  },
  {
    operation: 'GET A/containers/applications/{application_id}/instances-v2',
    paging: 'token',
    query: 'per_page number, page_token string, name_prefix string, state string(active|not-active)',
  },
  { operation: 'GET A/workers/scripts', paging: 'whole', list: 'result id ', query: 'tags string' },
  {
    operation: 'GET A/r2/buckets',
    paging: 'cursor',
    list: 'result.buckets name ',
    query:
      'cursor string, direction string(asc|desc), name_contains string, order string(name), per_page number, start_after string',
    headers: 'cf-r2-jurisdiction string(default|eu|us|fedramp|fedramp-high)',
  },
  {
    operation: 'GET Z/pagerules',
    list: 'result id ',
    query:
      'direction string(asc|desc), match string(any|all), order string(status|priority), status string(active|disabled)',
  },
  {
    operation: 'GET /radar/ranking/top',
    query:
      'date string[], domainCategory string[], format string(JSON|CSV), limit number, location string[], name string[], ' +
      'rankingType string(POPULAR|TRENDING_RISE|TRENDING_STEADY)',
  },
  {
    operation: 'GET A/magic/gre_tunnels',
    list: 'result.gre_tunnels id name',
    headers: 'x-magic-new-hc-target boolean',
  },
  {
    operation: 'POST Z/dns_records',
    query: 'include_shadow_metadata boolean',
    contentType: 'application/json',
    body:
      'name* string, ttl* number, type* string(21), comment string, content string?type, private_routing boolean?type, proxied boolean, ' +
      'settings object?type, tags string[], priority number?type, data object?type',
  },
  { operation: 'DELETE Z/dns_records/{dns_record_id}' },
  {
    operation: 'POST Z/purge_cache',
    contentType: 'application/json',
    body: 'tags string[], hosts string[], prefixes string[], purge_everything boolean, files string/object[]',
  },
  {
    operation: 'PUT A/storage/kv/namespaces/{namespace_id}/values/{key_name}',
    query: 'expiration number, expiration_ttl number',
    contentType: 'multipart/form-data',
    body: 'value* string/file, metadata any',
  },
  {
    operation: 'POST A/storage/kv/namespaces/{namespace_id}/bulk/delete',
    contentType: 'application/json',
    body: ': string[]',
  },
  {
    operation: 'PUT A/workers/scripts/{script_name}',
    query: 'bindings_inherit string(strict)',
    contentType: 'multipart/form-data',
    body: 'metadata* object, files file[]',
  },
  {
    operation: 'POST A/vectorize/v2/indexes/{index_name}/insert',
    query: 'unparsable-behavior string(error|discard)',
    contentType: 'application/x-ndjson',
    body: ': file',
  },
  {
    operation: 'POST A/stream',
    query: 'direct_user boolean',
    headers: 'Tus-Resumable* string(1.0.0), Upload-Length* number, Upload-Creator string, Upload-Metadata string',
    contentType: 'multipart/form-data',
    body: 'file file',
  },
  { operation: 'GET Z/dns_records/export', accept: 'text/plain' },
  { operation: 'GET A/addressing/loa_documents/{loa_document_id}/download', accept: 'application/pdf' },
  { operation: 'GET /user/tokens/verify' },
  { operation: 'GET A/workers/scripts/{script_name}', accept: 'application/javascript' },
  { operation: 'GET Z/dnssec' },
];

describe('the details', () => {
  test.each(checked.map((row) => [row.operation, row] as const))('of %s are those of the SDK', (_, row) => {
    const operation = operationOf(row.operation);
    const details = catalog.details(operation);
    const { list } = operation;
    expect({
      paging: operation.paging,
      deprecated: operation.deprecated,
      query: parametersIn(details, 'query'),
      headers: parametersIn(details, 'header'),
      contentType: details.body?.contentType,
      accept: details.accept,
    }).toEqual({
      paging: row.paging,
      deprecated: row.deprecated ?? false,
      query: row.query ?? '',
      headers: row.headers ?? '',
      contentType: row.contentType,
      accept: row.accept,
    });
    const { body } = details;
    const whole = body?.whole?.items?.kinds.join('/').concat('[]') ?? body?.whole?.kinds.join('/');
    expect(whole === undefined ? namedOnce(body?.fields).map(spell).join(', ') || undefined : `: ${whole}`).toBe(
      row.body,
    );
    if (row.list !== undefined) {
      expect(`${['result', ...(list?.at ?? [])].join('.')} ${list?.id ?? ''} ${list?.name ?? ''}`).toBe(row.list);
    }
  });

  test('tell which fields of a DNS record are for which types', () => {
    const { body } = catalog.details(operationOf('POST Z/dns_records'));
    const priority = body?.fields.find((field) => field.name === 'priority');
    expect(priority?.when).toEqual({ in: 'body', field: 'type', values: ['MX', 'URI'] });
  });

  test.each([
    ['GET Z/settings', '2026-09-15'],
    ['PATCH Z/settings', '2026-09-15'],
    ['GET A/workers/namespaces/{namespace_id}/keys', '2026-10-15'],
    ['GET Z/dns_analytics/report', '2026-12-01'],
  ])('tell when the announced end of %s is', (name, date) => {
    const operation = operationOf(name);
    expect(operation.deprecated).toBe(true);
    expect(catalog.details(operation).deprecation).toContain(`End of life: ${date}.`);
  });

  test.each([
    ['PATCH Z/dns_records/{dns_record_id}', ''],
    ['PATCH Z/waiting_rooms/{waiting_room_id}', ''],
    ['PATCH A/workers/workers/{worker_id}', ''],
    ['PATCH Z/argo/smart_routing', 'value'],
    ['PATCH A/cloudforce-one/events/{event_id}', 'datasetId'],
    ['PATCH A/workflows/{workflow_name}/instances/{instance_id}/status', 'status'],
  ])('of %s need no more than the API does', (operation, needed) => {
    const { body } = catalog.details(operationOf(operation));
    expect(
      body?.fields
        .filter(({ required }) => required)
        .map(({ name }) => name)
        .join(' '),
    ).toBe(needed);
    expect(body?.isRequired).toBe(true);
  });

  test('say what a PUT resets, and that there is a PATCH', () => {
    const said = (operation: string): string => catalog.details(operationOf(operation)).description;
    const reset = 'PUT replaces it all: what is left out is reset.';
    expect(said('PUT Z/dns_records/{dns_record_id}')).toContain(`${reset} PATCH changes only what is sent.`);
    expect(said('PUT A/access/identity_providers/{identity_provider_id}')).toContain(reset);
    expect(said('PUT A/access/identity_providers/{identity_provider_id}')).not.toContain('PATCH');
    // Pairs are added to those that are there.
    expect(said('PUT A/storage/kv/namespaces/{namespace_id}/bulk')).not.toContain('reset');
  });

  test.each([
    ['PATCH A/workers/services/{service_name}/environments/{environment_name}/settings', ['logpush', 'observability']],
    ['PUT Z/smart_shield/healthchecks/{healthcheck_id}', ['address', 'http_config', 'suspended']],
  ])('of %s have no fields of the response', (operation, known) => {
    const names = catalog.details(operationOf(operation)).body?.fields.map(({ name }) => name) ?? [];
    expect(names).toEqual(expect.arrayContaining(known));
    expect(names.filter((name) => /^(?:success|errors|messages|result)/.test(name))).toEqual([]);
  });

  test.each([
    ['POST Z/logs/explorer/query/sql', 'text', 'text/plain'],
    ['POST A/logs/explorer/query/sql', 'text', 'text/plain'],
    ['PUT A/r2/buckets/{bucket_name}/objects/{object_key}', 'binary', 'application/octet-stream'],
    ['POST A/dlp/datasets/{dataset_id}/upload/{version}', 'binary', 'application/octet-stream'],
    ['POST A/vectorize/indexes/{index_name}/insert', 'text', 'application/x-ndjson'],
    ['POST A/ai/run/@cf/openai/whisper', 'binary', 'application/octet-stream'],
    ['PUT Z/snippets/{snippet_name}', 'multipart', 'multipart/form-data'],
    ['POST Z/purge_cache', 'json', 'application/json'],
    ['POST /graphql', 'json', 'application/json'],
  ])('of %s tell a body that is %s', (operation, kind, contentType) => {
    const { body } = catalog.details(operationOf(operation));
    expect({ kind: body?.kind, contentType: body?.contentType }).toEqual({ kind, contentType });
    // A body that is one value has none of the path's and the query's names for fields.
    if (kind === 'binary' || kind === 'text') expect(body).toMatchObject({ fields: [], isRequired: true });
  });

  test('never have a name of the path or the query among the fields of an R2 upload', () => {
    const details = catalog.details(operationOf('PUT A/r2/buckets/{bucket_name}/objects/{object_key}'));
    expect(details.body?.whole?.kinds).toEqual(['string', 'file']);
    expect(parametersIn(details, 'header')).toMatch(/^cf-r2-jurisdiction string/);
  });

  test.each([
    ['POST /graphql', 'Query analytics with GraphQL'],
    ['POST A/storage/kv/namespaces/{namespace_id}/bulk/delete', 'Bulk delete KV keys'],
    ['PUT A/storage/kv/namespaces/{namespace_id}/bulk', 'Bulk write KV values'],
    ['POST Z/dns_records/batch', 'Change DNS records in one batch'],
  ])('of %s say what is done', (operation, title) => {
    expect(operationOf(operation).title).toBe(title);
  });

  test('tell why an operation is deprecated', () => {
    const operation = operationOf('GET Z/rate_limits');
    expect(operation.deprecated).toBe(true);
    expect(catalog.details(operation).deprecation).toContain('Ruleset Engine');
  });

  test('tell the values of placeholders that take a few only', () => {
    expect(catalog.choices.get('/zones/{zone_id}/settings/{setting_id}')).toEqual(
      expect.arrayContaining(['brotli', 'always_use_https']),
    );
    expect(catalog.choices.get('/zones/{zone_id}/rulesets/phases/{ruleset_phase}')).toContain(
      'http_request_firewall_custom',
    );
  });
});
