// What the sandbox serves: the whole table. A new endpoint is one line here and a handler in its product's file; what may
// stand for a placeholder is decided by its name (router.ts).
import { getAccount, getMember, listAccounts, listMembers } from './accounts.ts';
import { answerGraphql } from './analytics.ts';
import { accountTokens, userTokens } from './api-tokens.ts';
import { listAuditEvents, listAuditLogs } from './audit-logs.ts';
import {
  batchRecords,
  deleteRecord,
  exportRecords,
  getRecord,
  importRecords,
  listRecords,
  patchRecord,
  postRecord,
  putRecord,
} from './dns-records.ts';
import { FAULTS, listFaults } from './faults.ts';
import { deleteImage, getImage, getImageBlob, listImages, uploadDirectly, uploadImage } from './images.ts';
import {
  createNamespace,
  deleteNamespace,
  deleteValue,
  getMetadata,
  getNamespace,
  getValue,
  listKeys,
  listNamespaces,
  putValue,
  renameNamespace,
} from './kv.ts';
import { deleteValues, getValues, putValues } from './kv-bulk.ts';
import { listOddLists, ODD_LIST_NAMES, oddListHandler } from './odd-lists.ts';
import { PAGED_LISTS } from './paged-lists.ts';
import { getProject, listProjects } from './pages.ts';
import type { Handler, Route } from './router.ts';
import { accountRulesets, zoneRulesets } from './rulesets.ts';
import {
  getCertificatePack,
  getOrganization,
  listAccessRequests,
  listCertificatePacks,
  listInterconnects,
  listJobs,
  listOrganizations,
} from './small-lists.ts';
import {
  deleteObject,
  getBucket,
  getDatabase,
  getObject,
  listBuckets,
  listDatabases,
  listObjects,
  putObject,
} from './storage.ts';
import { createTail, deleteTail, getTail } from './tails.ts';
import { getInvite, getUser, listInvites, respondToInvite } from './user.ts';
import {
  deleteScript,
  deleteSecret,
  editScriptSettings,
  getScript,
  getScriptSettings,
  listScripts,
  listSecrets,
  putContent,
  putScript,
  putSecret,
} from './workers.ts';
import { editSetting, getSetting, listSettings } from './zone-settings.ts';
import { createZone, deleteZone, editZone, getZone, listZones, purgeCache } from './zones.ts';

const get = (path: string, handler: Handler): Route => ({ method: 'GET', path, handler, body: 'none' });
const remove = (path: string, handler: Handler): Route => ({ method: 'DELETE', path, handler, body: 'none' });
const post = (path: string, handler: Handler): Route => ({ method: 'POST', path, handler, body: 'json' });
const put = (path: string, handler: Handler): Route => ({ method: 'PUT', path, handler, body: 'json' });
const patch = (path: string, handler: Handler): Route => ({ method: 'PATCH', path, handler, body: 'json' });
/** A body that the handler takes as it is: in parts, or a file. */
const upload = (method: 'POST' | 'PUT' | 'PATCH', path: string, handler: Handler): Route => {
  return { method, path, handler, body: 'bytes' };
};

const ACCOUNT = '/accounts/{account_id}';
const KV = `${ACCOUNT}/storage/kv/namespaces`;
const ZONE = '/zones/{zone_id}';
const RECORDS = `${ZONE}/dns_records`;
const SCRIPT = `${ACCOUNT}/workers/scripts/{script_name}`;
const OBJECTS = `${ACCOUNT}/r2/buckets/{bucket_name}/objects`;

/** 300 MB: https://developers.cloudflare.com/r2/objects/upload-objects/ */
const largestObject = 300_000_000;

const rulesetRoutes = (owner: string, handlers: typeof zoneRulesets): readonly Route[] => {
  const ruleset = `${owner}/rulesets/{ruleset_id}`;
  return [
    get(`${owner}/rulesets`, handlers.list),
    post(`${owner}/rulesets`, handlers.create),
    get(ruleset, handlers.get),
    put(ruleset, handlers.update),
    remove(ruleset, handlers.remove),
    post(`${ruleset}/rules`, handlers.addRule),
    patch(`${ruleset}/rules/{rule_id}`, handlers.editRule),
    remove(`${ruleset}/rules/{rule_id}`, handlers.removeRule),
  ];
};

const tokenRoutes = (path: string, handlers: typeof userTokens): readonly Route[] => {
  const token = `${path}/{token_id}`;
  return [
    get(path, handlers.list),
    post(path, handlers.create),
    get(`${path}/verify`, handlers.verify),
    get(`${path}/permission_groups`, handlers.permissionGroups),
    get(token, handlers.get),
    put(token, handlers.update),
    remove(token, handlers.remove),
    // The SDK sends no body, and others an empty object.
    upload('PUT', `${token}/value`, handlers.roll),
  ];
};

export const ROUTES: readonly Route[] = [
  get('/user', getUser),
  ...tokenRoutes('/user/tokens', userTokens),
  get('/user/invites', listInvites),
  get('/user/invites/{invite_id}', getInvite),
  patch('/user/invites/{invite_id}', respondToInvite),

  post('/graphql', answerGraphql),
  get('/organizations', listOrganizations),
  get('/organizations/{organization_id}', getOrganization),

  get('/accounts', listAccounts),
  get(ACCOUNT, getAccount),
  ...tokenRoutes(`${ACCOUNT}/tokens`, accountTokens),
  get(`${ACCOUNT}/members`, listMembers),
  get(`${ACCOUNT}/members/{member_id}`, getMember),
  get(`${ACCOUNT}/audit_logs`, listAuditLogs),
  get(`${ACCOUNT}/logs/audit`, listAuditEvents),
  ...rulesetRoutes(ACCOUNT, accountRulesets),
  get(`${ACCOUNT}/workers/scripts`, listScripts),
  get(SCRIPT, getScript),
  upload('PUT', SCRIPT, putScript),
  remove(SCRIPT, deleteScript),
  // The SDK sends no body.
  upload('POST', `${SCRIPT}/tails`, createTail),
  get(`${SCRIPT}/tails`, getTail),
  remove(`${SCRIPT}/tails/{tail_id}`, deleteTail),
  get(`${SCRIPT}/content/v2`, getScript),
  upload('PUT', `${SCRIPT}/content`, putContent),
  get(`${SCRIPT}/settings`, getScriptSettings),
  upload('PATCH', `${SCRIPT}/settings`, editScriptSettings),
  get(`${SCRIPT}/secrets`, listSecrets),
  put(`${SCRIPT}/secrets`, putSecret),
  remove(`${SCRIPT}/secrets/{secret_name}`, deleteSecret),
  get(`${ACCOUNT}/d1/database`, listDatabases),
  get(`${ACCOUNT}/d1/database/{database_id}`, getDatabase),
  get(`${ACCOUNT}/r2/buckets`, listBuckets),
  get(`${ACCOUNT}/r2/buckets/{bucket_name}`, getBucket),
  get(OBJECTS, listObjects),
  get(`${OBJECTS}/{object_key}`, getObject),
  { ...upload('PUT', `${OBJECTS}/{object_key}`, putObject), largestBody: largestObject },
  remove(`${OBJECTS}/{object_key}`, deleteObject),
  get(`${ACCOUNT}/images/v2`, listImages),
  upload('POST', `${ACCOUNT}/images/v2/direct_upload`, uploadDirectly),
  upload('POST', `${ACCOUNT}/images/v1`, uploadImage),
  get(`${ACCOUNT}/images/v1/{image_id}`, getImage),
  remove(`${ACCOUNT}/images/v1/{image_id}`, deleteImage),
  get(`${ACCOUNT}/images/v1/{image_id}/blob`, getImageBlob),
  get(`${ACCOUNT}/slurper/jobs`, listJobs),
  get(`${ACCOUNT}/access/logs/access_requests`, listAccessRequests),
  get(`${ACCOUNT}/cni/interconnects`, listInterconnects),
  get(`${ACCOUNT}/pages/projects`, listProjects),
  get(`${ACCOUNT}/pages/projects/{project_name}`, getProject),

  ...Object.entries(PAGED_LISTS).map(([path, handler]) => get(path, handler)),

  get(KV, listNamespaces),
  post(KV, createNamespace),
  get(`${KV}/{namespace_id}`, getNamespace),
  put(`${KV}/{namespace_id}`, renameNamespace),
  remove(`${KV}/{namespace_id}`, deleteNamespace),
  get(`${KV}/{namespace_id}/keys`, listKeys),
  get(`${KV}/{namespace_id}/metadata/{key}`, getMetadata),
  get(`${KV}/{namespace_id}/values/{key}`, getValue),
  upload('PUT', `${KV}/{namespace_id}/values/{key}`, putValue),
  remove(`${KV}/{namespace_id}/values/{key}`, deleteValue),
  { method: 'PUT', path: `${KV}/{namespace_id}/bulk`, handler: putValues, body: 'bytes' },
  { method: 'DELETE', path: `${KV}/{namespace_id}/bulk`, handler: deleteValues, body: 'bytes' },
  { method: 'POST', path: `${KV}/{namespace_id}/bulk/delete`, handler: deleteValues, body: 'bytes' },
  post(`${KV}/{namespace_id}/bulk/get`, getValues),

  get('/zones', listZones),
  post('/zones', createZone),
  get(ZONE, getZone),
  patch(ZONE, editZone),
  remove(ZONE, deleteZone),
  post(`${ZONE}/purge_cache`, purgeCache),
  get(`${ZONE}/ssl/certificate_packs`, listCertificatePacks),
  get(`${ZONE}/ssl/certificate_packs/{certificate_pack_id}`, getCertificatePack),
  get(`${ZONE}/settings`, listSettings),
  get(`${ZONE}/settings/{setting}`, getSetting),
  patch(`${ZONE}/settings/{setting}`, editSetting),
  ...rulesetRoutes(ZONE, zoneRulesets),

  get(RECORDS, listRecords),
  post(RECORDS, postRecord),
  post(`${RECORDS}/batch`, batchRecords),
  get(`${RECORDS}/export`, exportRecords),
  upload('POST', `${RECORDS}/import`, importRecords),
  get(`${RECORDS}/{dns_record_id}`, getRecord),
  put(`${RECORDS}/{dns_record_id}`, putRecord),
  patch(`${RECORDS}/{dns_record_id}`, patchRecord),
  remove(`${RECORDS}/{dns_record_id}`, deleteRecord),

  // From here on the paths are the sandbox's own.
  get(`${ACCOUNT}/sandbox`, listOddLists),
  ...ODD_LIST_NAMES.map((name) => get(`${ACCOUNT}/sandbox/${name}`, oddListHandler(name))),
  { method: 'GET', path: '/sandbox/fault', handler: listFaults, body: 'none', open: true },
  ...FAULTS.map((fault): Route => {
    return { method: 'ANY', path: `/sandbox/fault/${fault.path}`, handler: fault.handler, body: 'bytes', open: true };
  }),
];
