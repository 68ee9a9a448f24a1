// `POST /graphql`: the analytics API. Its schema is made from the table of datasets, and introspection tells it, as the real one's does.
// Refusals are worded as people report them from the real API; https://developers.cloudflare.com/analytics/graphql-api/errors/
import type { FieldNode, GraphQLResolveInfo, GraphQLSchema, SelectionNode } from 'graphql';
import { accountsOf } from './accounts.ts';
import { DATASETS, type Dataset } from './datasets.ts';
import { namespacesOf } from './kv.ts';
import { isAllowed } from './policies.ts';
import { createQuota } from './rate-limit.ts';
import type { Reply } from './reply.ts';
import { isObject } from './request-body.ts';
import type { Call } from './router.ts';
import { bucketsOf, databasesOf } from './storage.ts';
import { groupsOf, readFilter, type Shares, type TrafficGroup } from './traffic.ts';
import { scriptsOf } from './workers.ts';
import { oncePerWorld } from './world.ts';
import { type Zone, zonesOf } from './zones.ts';

/** 300 questions in five minutes, counted apart from other requests: https://developers.cloudflare.com/analytics/graphql-api/limits/ */
const QUOTA = 300;
const WINDOW_SECONDS = 300;
const MOST_ZONES = 10;
const LARGEST_PAGE = 10_000;

const quotaOf = oncePerWorld('graphql-quota', () => createQuota(QUOTA, WINDOW_SECONDS));

/** An error of the API, told with the place in the question that it is about. */
class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(message: string, code: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const filterName = ({ owner, name }: Dataset): string =>
  `${owner === 'zone' ? 'Zone' : 'Account'}${upper(name)}Filter_InputObject`;
const orderName = ({ owner, name }: Dataset): string => `${owner === 'zone' ? 'Zone' : 'Account'}${upper(name)}OrderBy`;
const typeName = ({ owner, name }: Dataset): string => `${owner === 'zone' ? 'Zone' : 'Account'}${upper(name)}`;
const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** The schema in GraphQL's own language. */
function schemaText(): string {
  const of = (owner: Dataset['owner']): readonly Dataset[] => DATASETS.filter((dataset) => dataset.owner === owner);
  const field = (dataset: Dataset): string =>
    `  ${dataset.name}(limit: uint64!, filter: ${filterName(dataset)}, orderBy: [${orderName(dataset)}!]): [${typeName(dataset)}!]!`;
  const setting = ({ name }: Dataset): string => `  ${name}: Settings`;
  return `
scalar string
scalar uint16
scalar uint64
scalar float64
scalar Time
scalar Date
type Query { viewer: viewer! }
type viewer {
  budget: uint64!
  zones(filter: ZoneFilter_InputObject, limit: uint64): [zone!]!
  accounts(filter: AccountFilter_InputObject, limit: uint64): [account!]!
}
input ZoneFilter_InputObject { zoneTag: string, zoneTag_in: [string!] }
input AccountFilter_InputObject { accountTag: string }
type Settings {
  enabled: Boolean!
  "Seconds that one query may span."
  maxDuration: uint64!
  maxNumberOfFields: uint64!
  maxPageSize: uint64!
  "Seconds that a query may go back."
  notOlderThan: uint64!
  availableFields: [string!]!
}
type zone {
  zoneTag: string!
  settings: ZoneSettings!
${of('zone').map(field).join('\n')}
}
type account {
  accountTag: string!
  settings: AccountSettings!
${of('account').map(field).join('\n')}
}
type ZoneSettings {
${of('zone').map(setting).join('\n')}
}
type AccountSettings {
${of('account').map(setting).join('\n')}
}
${DATASETS.map(typesOf).join('\n')}`;
}

function typesOf(dataset: Dataset): string {
  const name = typeName(dataset);
  const blocks = Object.entries(dataset.metrics);
  const dimensions = Object.entries(dataset.dimensions);
  const metricType = (block: string): string => (block === 'avg' || block === 'quantiles' ? 'float64' : 'uint64');
  const orders = [
    ...dimensions.map(([dimension]) => dimension),
    ...(dataset.count === undefined ? [] : ['count']),
    ...blocks.flatMap(([block, metrics]) => Object.keys(metrics).map((metric) => `${block}_${metric}`)),
  ].flatMap((order) => [`${order}_ASC`, `${order}_DESC`]);
  const filters = dimensions.flatMap(([dimension, { type }]) => [
    `${dimension}: ${type}`,
    ...['geq', 'gt', 'leq', 'lt', 'neq'].map((operator) => `${dimension}_${operator}: ${type}`),
    `${dimension}_in: [${type}!]`,
    `${dimension}_notin: [${type}!]`,
    ...(type === 'string' ? [`${dimension}_like: string`, `${dimension}_notlike: string`] : []),
  ]);
  return `
type ${name} {
${dataset.count === undefined ? '' : '  count: uint64!\n'}  dimensions: ${name}Dimensions
${blocks.map(([block]) => `  ${block}: ${name}${upper(block)}`).join('\n')}
}
type ${name}Dimensions { ${dimensions.map(([dimension, { type }]) => `${dimension}: ${type}!`).join(', ')} }
${blocks
  .map(
    ([block, metrics]) =>
      `type ${name}${upper(block)} { ${Object.keys(metrics)
        .map((metric) => `${metric}: ${metricType(block)}!`)
        .join(', ')} }`,
  )
  .join('\n')}
enum ${orderName(dataset)} { ${orders.join(' ')} }
input ${filterName(dataset)} { ${filters.join(', ')}, AND: [${filterName(dataset)}!] }`;
}

let schema: GraphQLSchema | undefined;

export async function answerGraphql(call: Call): Promise<Reply> {
  const { buildSchema, execute, parse, validate } = await import('graphql');
  const quota = quotaOf(call.world).take(call.now);
  if (quota.isBlocked) return refuse(call, 429, 'rate limiter budget depleted, try again after 5 minutes', 'budget');
  const { query, variables } = call.body;
  if (typeof query !== 'string' || query.trim() === '') return refuse(call, 400, 'query is empty');
  schema ??= buildSchema(schemaText());
  const document = attempt(() => parse(query));
  if (typeof document === 'string') return refuse(call, 400, document);
  if (
    document.definitions.some(
      (definition) => definition.kind === 'OperationDefinition' && definition.operation !== 'query',
    )
  )
    return refuse(call, 400, 'only queries are supported');
  const [mistake] = validate(schema, document);
  if (mistake) {
    const unknown = /^Cannot query field "(\w+)"/.exec(mistake.message);
    return refuse(call, 400, unknown ? `unknown field "${unknown[1]}"` : `error parsing args: ${mistake.message}`);
  }
  const given = isObject(variables) ? variables : {};
  const done = await execute({
    schema,
    document,
    variableValues: given,
    fieldResolver: (source, args, _, info) => resolve(call, quota.remaining, source, args, info),
  });
  const errors = done.errors?.map((error) => {
    const { originalError: cause } = error;
    const code = cause instanceof Refusal ? { code: cause.code } : {};
    const path = error.path?.map(String) ?? null;
    return { message: error.message, path, extensions: { timestamp: new Date(call.now).toISOString(), ...code } };
  });
  const status = done.errors?.map(({ originalError }) =>
    originalError instanceof Refusal ? originalError.status : 400,
  )[0];
  const data = errors === undefined ? done.data : null;
  return json(status ?? 200, { data, errors: errors ?? null });
}

function attempt<T>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function refuse(call: Call, status: number, message: string, code?: string): Reply {
  const extensions = { timestamp: new Date(call.now).toISOString(), ...(code === undefined ? {} : { code }) };
  return json(status, { data: null, errors: [{ message, path: null, extensions }] });
}

function json(status: number, value: unknown): Reply {
  return { kind: 'bytes', status, contentType: 'application/json', bytes: Buffer.from(JSON.stringify(value)) };
}

type Owner =
  | { readonly kind: 'zone'; readonly zone: Zone }
  | { readonly kind: 'account'; readonly id: string; readonly name: string };

function resolve(
  call: Call,
  budget: number,
  source: unknown,
  args: Readonly<Record<string, unknown>>,
  info: GraphQLResolveInfo,
): unknown {
  const { fieldName, parentType } = info;
  switch (parentType.name) {
    case 'Query':
      return {};
    case 'viewer':
      return fieldName === 'budget'
        ? budget
        : fieldName === 'zones'
          ? zonesAsked(call, args)
          : accountsAsked(call, args);
    case 'zone':
    case 'account': {
      const owner = source as Owner;
      if (fieldName === 'zoneTag') return owner.kind === 'zone' ? owner.zone.id : '';
      if (fieldName === 'accountTag') return owner.kind === 'account' ? owner.id : '';
      if (fieldName === 'settings') return owner;
      const dataset = DATASETS.find(({ name, owner: kind }) => name === fieldName && kind === owner.kind);
      return dataset ? ask(call, owner, dataset, args, info) : null;
    }
    case 'ZoneSettings':
    case 'AccountSettings': {
      const dataset = DATASETS.find(({ name }) => name === fieldName);
      return dataset ? settingsOf(source as Owner, dataset) : null;
    }
    default:
      return (source as Readonly<Record<string, unknown>>)[fieldName];
  }
}

function zonesAsked(call: Call, { filter, limit }: Readonly<Record<string, unknown>>): readonly Owner[] {
  const { zoneTag, zoneTag_in: several } = isObject(filter) ? filter : {};
  const wanted = zoneTag === undefined ? (Array.isArray(several) ? several.map(String) : undefined) : [String(zoneTag)];
  const all = [...zonesOf(call.world).values()].filter(({ id, account }) =>
    isAllowed(
      call.caller,
      { scope: 'zone', anyOf: ['Analytics Read', 'Analytics Write'] },
      { kind: 'zone', id, accountId: account.id },
    ),
  );
  const refused = wanted?.filter((id) => !all.some((zone) => zone.id === id)) ?? [];
  if (refused.length > 0) throw new Refusal(`zones [${refused.join(' ')}] are not authorized`, 'authz', 403);
  const found = all
    .filter(({ id }) => wanted === undefined || wanted.includes(id))
    .slice(0, limit === undefined ? undefined : Number(limit));
  if (found.length > MOST_ZONES) throw new Refusal(`cannot query more than ${MOST_ZONES} zones`, 'quota');
  return found.map((zone) => ({ kind: 'zone', zone }));
}

function accountsAsked(call: Call, { filter }: Readonly<Record<string, unknown>>): readonly Owner[] {
  const { accountTag } = isObject(filter) ? filter : {};
  const found = accountsOf(call.world).find(({ id }) => id === accountTag);
  const need = { scope: 'account', anyOf: ['Account Analytics Read'] } as const;
  if (!found || !isAllowed(call.caller, need, { kind: 'account', id: found.id }))
    throw new Refusal('not authorized for that account', 'authz', 403);
  return [{ kind: 'account', id: found.id, name: found.name }];
}

const idOf = (owner: Owner): string => (owner.kind === 'zone' ? owner.zone.id : owner.id);

/** An account has what every plan has. */
function hasDataset(owner: Owner, { plans }: Dataset): boolean {
  return plans === undefined || owner.kind === 'account' || plans.includes(owner.zone.plan.legacy_id);
}

function settingsOf(owner: Owner, dataset: Dataset): unknown {
  const { maxDuration, notOlderThan, dimensions, metrics } = dataset;
  const fields = Object.entries(metrics).flatMap(([block, names]) =>
    Object.keys(names).map((name) => `${block}.${name}`),
  );
  return {
    enabled: hasDataset(owner, dataset),
    maxDuration,
    notOlderThan,
    maxNumberOfFields: 35,
    maxPageSize: LARGEST_PAGE,
    availableFields: [...Object.keys(dimensions).map((name) => `dimensions.${name}`), ...fields],
  };
}

function ask(
  call: Call,
  owner: Owner,
  dataset: Dataset,
  args: Readonly<Record<string, unknown>>,
  info: GraphQLResolveInfo,
): readonly TrafficGroup[] {
  const whose = `${owner.kind} "${idOf(owner)}"`;
  if (!hasDataset(owner, dataset)) {
    const page = 'https://developers.cloudflare.com/analytics/graphql-api/errors/';
    throw new Refusal(
      `${whose} does not have access to the path. Refer to this page for more details: ${page}`,
      'authz',
      403,
    );
  }
  const limit = Number(args.limit);
  if (!(limit >= 1 && limit <= LARGEST_PAGE))
    throw new Refusal(`limit must be positive number and not greater than ${LARGEST_PAGE}`, 'quota');
  const filter = readFilter(args.filter, Object.keys(dataset.dimensions));
  const to = Math.min(filter.to ?? call.now, call.now);
  const from = filter.from ?? to - Math.min(dataset.maxDuration, 86_400) * 1000;
  if (Number.isNaN(from) || Number.isNaN(to)) throw new Refusal('error parsing args: that is no time', 'parse', 400);
  const span = (to - from) / 1000;
  // A day that is asked for by its date is a whole day of whatever length is left of it.
  if (span > dataset.maxDuration + 1)
    throw new Refusal(
      `${whose} cannot request a time range wider than ${spanText(dataset.maxDuration)}, but your query time range spans ${spanText(span)}`,
      'quota',
    );
  const age = (call.now - from) / 1000;
  if (age > dataset.notOlderThan + 86_400)
    throw new Refusal(
      `${whose} cannot request data older than ${spanText(dataset.notOlderThan)}, but your query requests data from ${spanText(age)} ago`,
      'quota',
    );
  const { dimensions, metrics } = fieldsAsked(dataset, info);
  const groups =
    to <= from
      ? []
      : groupsOf({
          dataset,
          ownerId: idOf(owner),
          sharesOf: (name) => sharesOf(call, owner, dataset, name),
          from,
          to,
          dimensions,
          accepts: filter.accepts,
          metrics,
        });
  if (!groups) throw new Refusal('limit reached, please try reduced time period', 'quota');
  const orders = Array.isArray(args.orderBy) ? args.orderBy.map(String) : [];
  return ordered(groups, orders).slice(0, limit);
}

/** `1w2d3h`, as the API writes lengths of time. */
function spanText(seconds: number): string {
  let left = Math.floor(seconds);
  let text = '';
  for (const [unit, size] of [
    ['w', 604_800],
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text === '' ? '0s' : text;
}

function sharesOf(call: Call, owner: Owner, { dimensions }: Dataset, name: string): Shares {
  const values = dimensions[name]?.values ?? [];
  if (typeof values !== 'string') return values;
  const names = ownNames(call, owner, values);
  const weights = names.map((_, index) => 1 / (index + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return names.map((own, index) => [own, (weights[index] ?? 0) / sum]);
}

function ownNames(
  call: Call,
  owner: Owner,
  what: 'hosts' | 'scripts' | 'databases' | 'buckets' | 'namespaces',
): readonly string[] {
  if (owner.kind === 'zone')
    return ['www', '', 'api', 'static'].map((name) => (name === '' ? owner.zone.name : `${name}.${owner.zone.name}`));
  const account = accountsOf(call.world).find(({ id }) => id === owner.id);
  if (!account || what === 'hosts') return [];
  const most = 8;
  switch (what) {
    case 'scripts':
      return [...scriptsOf(call.world, account).keys()].slice(0, most);
    case 'databases':
      return databasesOf(call.world, account)
        .map(({ uuid }) => uuid)
        .slice(0, most);
    case 'buckets':
      return bucketsOf(call.world, account)
        .map(({ name }) => name)
        .slice(0, most);
    case 'namespaces':
      return [...namespacesOf(call.world, account).keys()].slice(0, most);
  }
}

/** What is selected below a dataset: dimensions, and metrics by block. */
function fieldsAsked(
  dataset: Dataset,
  info: GraphQLResolveInfo,
): {
  readonly dimensions: readonly string[];
  readonly metrics: Readonly<Record<string, readonly string[]>>;
} {
  const blocks: Record<string, Set<string>> = {};
  for (const block of fieldsOf(info, info.fieldNodes)) {
    const names = blocks[block.name.value] ?? new Set();
    blocks[block.name.value] = names;
    for (const field of fieldsOf(info, [block])) names.add(field.name.value);
  }
  const { dimensions = new Set<string>() } = blocks;
  const metrics = Object.entries(blocks).filter(([block]) => Object.hasOwn(dataset.metrics, block));
  return {
    dimensions: [...dimensions].filter((name) => Object.hasOwn(dataset.dimensions, name)),
    metrics: Object.fromEntries(metrics.map(([block, names]) => [block, [...names]])),
  };
}

function fieldsOf(
  info: GraphQLResolveInfo,
  nodes: readonly { readonly selectionSet?: FieldNode['selectionSet'] }[],
): readonly FieldNode[] {
  const found = (selection: SelectionNode): readonly FieldNode[] => {
    if (selection.kind === 'Field') return [selection];
    const { selectionSet } =
      selection.kind === 'InlineFragment' ? selection : (info.fragments[selection.name.value] ?? {});
    return selectionSet?.selections.flatMap(found) ?? [];
  };
  return nodes.flatMap(({ selectionSet }) => selectionSet?.selections.flatMap(found) ?? []);
}

function ordered(groups: readonly TrafficGroup[], orders: readonly string[]): readonly TrafficGroup[] {
  const sortValue = (group: TrafficGroup, name: string): unknown => {
    if (name === 'count') return group.count;
    const [block = '', metric = ''] = name.split(/_(.*)/s);
    const inside = group[block];
    return group.dimensions[name] ?? (isObject(inside) ? inside[metric] : undefined);
  };
  return groups.toSorted((a, b) => {
    for (const order of orders) {
      const name = order.replace(/_(ASC|DESC)$/, '');
      const [left, right] = [sortValue(a, name), sortValue(b, name)];
      const less =
        typeof left === 'number' && typeof right === 'number'
          ? left - right
          : String(left) < String(right)
            ? -1
            : String(left) > String(right)
              ? 1
              : 0;
      if (less !== 0) return order.endsWith('_DESC') ? -less : less;
    }
    return 0;
  });
}
