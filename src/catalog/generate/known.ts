// What is known of the API and said by neither source, or said wrongly: each entry with its reason. Keys are method and path, with
// `{}` for placeholders. Build time only.
import type { Method } from '../../request/types.ts';
import { makeBody } from '../body-facts.ts';
import type { Field, Kind, Shape } from '../operation.ts';
import type { Facts } from './facts.ts';
import { simple } from './sdk-shapes.ts';

interface Told {
  readonly kind: Kind | Shape;
  readonly description: string;
  readonly required?: boolean;
}

function field(name: string, { kind, description, required = false }: Told): Field {
  const shape = typeof kind === 'string' ? simple(kind) : kind;
  return { name, required, description, shape, deprecated: false, initial: undefined, when: undefined };
}

/** Operations that the official documentation has and no list of the two packages. */
export const KNOWN_OPERATIONS: readonly Facts[] = [
  {
    source: 'docs',
    method: 'POST',
    path: '/graphql',
    words: ['analytics', 'graphql', 'query'],
    operationId: '',
    description:
      'Query analytics with GraphQL: requests, firewall events, Workers invocations, D1, R2, KV, DNS and more.\n' +
      'It only reads. The response has data and errors, not the envelope of the other operations; errors may come with status 200.\n' +
      'A query is about ten zones at the most, or one account.',
    deprecation: undefined,
    parameters: [],
    body: makeBody(
      'application/json',
      [
        field('query', { kind: 'string', description: 'The query, in GraphQL.', required: true }),
        field('variables', { kind: 'object', description: 'Values of the variables that the query declares.' }),
        field('operationName', { kind: 'string', description: 'Which of several queries in the text is run.' }),
      ],
      undefined,
      undefined,
    ),
    accept: undefined,
    call: undefined,
    paging: undefined,
    response: undefined,
  },
];

/** KV once stood below Workers, in the same words; nothing lists it any more, but scripts still say so. */
export function oldKv(facts: readonly Facts[]): readonly Facts[] {
  const now = '/accounts/{account_id}/storage/kv/namespaces';
  return facts
    .filter(({ path }) => path.startsWith(now))
    .map((known) => ({
      ...known,
      source: 'docs',
      path: known.path.replace('/storage/kv/', '/workers/'),
      words: ['workers', ...known.words],
      operationId: '',
      deprecation: '',
      call: undefined,
    }));
}

const files: Field = field('files', {
  kind: { ...simple('array'), items: simple('file') },
  description: 'The modules, a part for each: its name and its file name are the path of the module.',
});

/** Parts of multipart bodies that the sources leave out, or take for texts where the API takes files. */
export const KNOWN_PARTS: ReadonlyMap<string, readonly Field[]> = new Map([
  [
    'POST /accounts/{}/addressing/loa_documents',
    [field('loa_document', { kind: 'file', description: 'LOA document to upload.', required: true })],
  ],
  [
    'PUT /accounts/{}/intel/indicator-feeds/{}/snapshot',
    [
      field('source', {
        kind: 'file',
        description: 'A STIX2 or CRDF file, as it is or compressed with gzip.',
        required: true,
      }),
    ],
  ],
  // The sources have the resumable upload alone, which takes no body.
  [
    'POST /accounts/{}/stream',
    [
      field('file', {
        kind: 'file',
        description:
          'A video of 200 MB at the most. A larger one is sent in pieces with tus, which takes no body here.',
      }),
    ],
  ],
  [
    'POST /accounts/{}/stream/watermarks',
    [field('file', { kind: 'file', description: 'The image, unless a url is given.' })],
  ],
  [
    'PUT /accounts/{}/stream/{}/captions/{}',
    [field('file', { kind: 'file', description: 'The captions, as WebVTT.', required: true })],
  ],
  [
    'POST /zones/{}/dns_records/import',
    [field('file', { kind: 'file', description: 'The records, as a BIND zone file.', required: true })],
  ],
  [
    'PUT /zones/{}/snippets/{}',
    [
      field('metadata', {
        kind: {
          ...simple('object'),
          fields: [
            field('main_module', {
              kind: 'string',
              description: 'The file that the snippet starts with.',
              required: true,
            }),
          ],
        },
        description: 'What the snippet starts with.',
        required: true,
      }),
      files,
    ],
  ],
  [
    'PUT /accounts/{}/workers/services/{}/environments/{}/content',
    [
      field('metadata', {
        kind: {
          ...simple('object'),
          fields: [
            field('main_module', { kind: 'string', description: 'The module that the Worker starts with.' }),
            field('body_part', { kind: 'string', description: 'The part with the script, where it has no modules.' }),
          ],
        },
        description: 'What the Worker starts with.',
        required: true,
      }),
      files,
    ],
  ],
]);

/** Fields that a PATCH needs beside the names of things and an only field: what is to be done is no value that may stay as it is. */
export const NEEDED_BY_PATCH: ReadonlyMap<string, readonly string[]> = new Map([
  ['PATCH /accounts/{}/workflows/{}/instances/{}/status', ['status']],
  ['PATCH /accounts/{}/ai-search/namespaces/{}/instances/{}/items/{}', ['next_action']],
  ['PATCH /accounts/{}/cloudforce-one/v2/threat-signals/articles', ['read']],
]);

interface End {
  readonly path: RegExp;
  readonly methods?: readonly Method[];
  readonly date: string;
  readonly instead: string;
}

/** Announced in Cloudflare's list of API deprecations. */
const ENDS: readonly End[] = [
  {
    path: /^\/zones\/\{\}\/settings$/,
    date: '2026-09-15',
    instead: 'All settings at once are gone: use /zones/{zone_id}/settings/{setting_id} for each.',
  },
  {
    path: /^\/accounts\/\{\}\/workers\/namespaces(?:\/|$)/,
    date: '2026-10-15',
    instead: 'Use the same below /accounts/{account_id}/storage/kv/namespaces.',
  },
  {
    path: /\/dns_analytics\/report(?:\/|$)/,
    date: '2026-12-01',
    instead: 'Use the GraphQL API: POST /graphql.',
  },
];

/** Why an operation with an announced end is deprecated, and from when on; undefined for the others. */
export function announcedEnd(method: Method, path: string): string | undefined {
  const plain = path.replace(/\{[^}]*\}/g, '{}');
  const end = ENDS.find((one) => one.path.test(plain) && (one.methods?.includes(method) ?? true));
  return end && `End of life: ${end.date}. ${end.instead}`;
}

/** What a field of one operation has as an announced end, in the words of its description. */
export const FIELD_ENDS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  ['PUT', 'PATCH'].map((method) => [
    `${method} /zones/{}/dns_records/{}`,
    {
      type: 'Changing the type of a record ended on 2026-06-30: delete it and create another, in one batch if need be.',
    },
  ]),
);

/** Settings of a zone that are deprecated; the SDK's types mark the others. */
export const OLD_SETTINGS: ReadonlySet<string> = new Set([
  'brotli',
  'minify',
  'mobile_redirect',
  'server_side_exclude',
]);

/** What is done, and to what, where the sources' names say something else. */
export const KNOWN_NAMES: ReadonlyMap<string, { readonly verb: string; readonly nouns: readonly string[] }> = new Map(
  (
    [
      ['POST /graphql', 'query', 'analytics', 'with graphql'],
      // Their methods belong to the namespace; what they get, write and delete are its keys and values.
      ['POST /accounts/{}/storage/kv/namespaces/{}/bulk/delete', 'bulk delete', 'kv', 'keys'],
      ['DELETE /accounts/{}/storage/kv/namespaces/{}/bulk', 'bulk delete', 'kv', 'keys (old)'],
      ['PUT /accounts/{}/storage/kv/namespaces/{}/bulk', 'bulk write', 'kv', 'values'],
      ['POST /accounts/{}/storage/kv/namespaces/{}/bulk/get', 'bulk get', 'kv', 'values'],
      ['POST /zones/{}/dns_records/batch', 'change', 'dns', 'records in one batch'],
      ['POST /accounts/{}/workflows/{}/instances/batch', 'bulk create', 'workflows', 'instances'],
      ['POST /accounts/{}/workflows/{}/instances/batch/terminate', 'bulk terminate', 'workflows', 'instances'],
      ['POST /accounts/{}/email-security/investigate/release', 'release', 'email security', 'quarantined messages'],
      ['POST /accounts/{}/email-security/investigate/move', 'move', 'email security', 'messages'],
      [
        'POST /accounts/{}/email-security/settings/allow_policies/batch',
        'bulk change',
        'email security',
        'allow policies',
      ],
      [
        'POST /accounts/{}/email-security/settings/block_senders/batch',
        'bulk change',
        'email security',
        'block senders',
      ],
      [
        'POST /accounts/{}/email-security/settings/content_policies/batch',
        'bulk change',
        'email security',
        'content policies',
      ],
      ['POST /accounts/{}/email-security/settings/domains/batch', 'bulk change', 'email security', 'domains'],
      [
        'POST /accounts/{}/email-security/settings/trusted_domains/batch',
        'bulk change',
        'email security',
        'trusted domains',
      ],
      [
        'POST /accounts/{}/email-security/settings/sending_domain_restrictions/batch',
        'bulk change',
        'email security',
        'sending domain restrictions',
      ],
      ['POST /accounts/{}/brand-protection/queries/bulk', 'bulk create', 'brand protection', 'queries'],
      ['POST /accounts/{}/ai-gateway/billing/topup/status', 'get', 'ai gateway', 'billing topup status'],
      ['POST /accounts/{}/realtime/kit/apps', 'create', 'realtime kit', 'app'],
      ['POST /accounts/{}/d1/database/{}/raw', 'query', 'd1', 'database for rows without names'],
      ['POST /accounts/{}/workers/observability/telemetry/keys', 'list', 'workers', 'observability telemetry keys'],
      ['POST /accounts/{}/workers/observability/telemetry/values', 'list', 'workers', 'observability telemetry values'],
      ['POST /accounts/{}/workers/observability/telemetry/live-tail', 'start', 'workers', 'observability live tail'],
      [
        'POST /accounts/{}/workers/observability/telemetry/live-tail/heartbeat',
        'keep alive',
        'workers',
        'observability live tail',
      ],
      ['POST /billing/address-validation', 'validate', 'billing', 'address'],
      ['POST /organizations/{}/members:batchCreate', 'bulk create', 'organizations', 'members'],
      ['DELETE /system/accounts/{}/stores/{}/secrets', 'bulk delete', 'secrets store', 'system secrets'],
    ] as const
  ).map(([key, verb, ...nouns]) => [key, { verb, nouns }]),
);
