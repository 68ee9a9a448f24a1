// What comes in parts or as a file: Workers, images, zone files, objects. The official SDK is the client.
import { toFile } from 'cloudflare';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, hostSandbox, json, largeAccountId, rejection, zoneIdOf } from './client.ts';

const harness = hostSandbox();

let account_id = '';
beforeAll(async () => {
  account_id = await largeAccountId(harness.sdk());
});

const modules = async () => [
  await toFile(
    Buffer.from('import { greet } from "./greet.mjs"; export default { fetch() { return greet(); } };'),
    'index.mjs',
    {
      type: 'application/javascript+module',
    },
  ),
  await toFile(Buffer.from('export const greet = () => new Response("hi");'), 'greet.mjs', {
    type: 'application/javascript+module',
  }),
];

/** As wrangler sends it: metadata as JSON text, each module under its own name. */
async function parts(metadata: unknown): Promise<FormData> {
  const form = new FormData();
  form.set('metadata', JSON.stringify(metadata));
  for (const file of await modules()) form.set(file.name, file);
  return form;
}

const script = (name: string, rest = '') => `/accounts/${account_id}/workers/scripts/${name}${rest}`;

describe('Workers scripts', () => {
  it("takes the official SDK's upload, and lists, returns and deletes the script", async () => {
    const { scripts } = harness.sdk().workers;
    const metadata = {
      main_module: 'index.mjs',
      compatibility_date: '2026-01-01',
      bindings: [{ type: 'plain_text' as const, name: 'A', text: 'b' }],
    };
    // The SDK calls its own form application/javascript unless it is told not to.
    const headers = { 'Content-Type': null };
    const made = await scripts.update('by-sdk', { account_id, metadata, files: await modules() }, { headers });
    expect(made).toMatchObject({ id: 'by-sdk', entry_point: 'index.mjs', has_modules: true, handlers: ['fetch'] });
    const settings = await scripts.scriptAndVersionSettings.get('by-sdk', { account_id });
    expect(settings).toMatchObject({
      bindings: [{ type: 'plain_text', name: 'A', text: 'b' }],
      compatibility_date: '2026-01-01',
    });
    const content = await harness.request(script('by-sdk', '/content/v2'));
    expect(content.headers.get('cf-entrypoint')).toBe('index.mjs');
    const form = await content.formData();
    expect([...form.keys()]).toEqual(['files[]', 'files[]']);
    await scripts.delete('by-sdk', { account_id });
    expect(codeOf(await rejection(scripts.get('by-sdk', { account_id })))).toBe(10007);
  });

  it('keeps secrets that are listed to be kept, and gives the text of none back', async () => {
    const upload = async (metadata: unknown) =>
      harness.ask(script('secretive'), { method: 'PUT', body: await parts(metadata) });
    const secret = { type: 'secret_text', name: 'KEY', text: 'the-secret-of-the-test' };
    await upload({ main_module: 'index.mjs', bindings: [secret, { type: 'plain_text', name: 'A', text: '1' }] });
    await upload({
      main_module: 'index.mjs',
      keep_bindings: ['secret_text'],
      bindings: [{ type: 'inherit', name: 'A' }],
    });
    const read = async () => (await harness.request(script('secretive', '/settings'))).text();
    expect(JSON.parse(await read()).result.bindings).toEqual([
      { type: 'secret_text', name: 'KEY' },
      { type: 'plain_text', name: 'A', text: '1' },
    ]);
    expect(await read()).not.toContain('the-secret');
    await upload({ main_module: 'index.mjs' });
    expect(JSON.parse(await read()).result.bindings).toEqual([]);
  });

  it('secrets are put, listed without their text, and deleted', async () => {
    await harness.ask(script('held'), { method: 'PUT', body: await parts({ main_module: 'index.mjs' }) });
    const { secrets } = harness.sdk().workers.scripts;
    const put = await secrets.update('held', { account_id, name: 'S', text: 'hidden', type: 'secret_text' });
    expect(put).toEqual({ name: 'S', type: 'secret_text' });
    expect((await harness.ask(script('held', '/secrets'))).envelope.result).toEqual([
      { name: 'S', type: 'secret_text' },
    ]);
    await secrets.delete('S', { account_id, script_name: 'held' });
    expect((await harness.ask(script('held', '/secrets'))).envelope.result).toEqual([]);
  });

  it('the code alone leaves settings and bindings, and settings leave the code', async () => {
    const bindings = [{ type: 'plain_text', name: 'A', text: '1' }];
    await harness.ask(script('parted'), { method: 'PUT', body: await parts({ main_module: 'index.mjs', bindings }) });
    const form = new FormData();
    form.set('metadata', JSON.stringify({ main_module: 'other.mjs' }));
    form.set('other.mjs', new File(['export default {}'], 'other.mjs', { type: 'application/javascript+module' }));
    expect((await harness.ask(script('parted', '/content'), { method: 'PUT', body: form })).status).toBe(200);
    const edit = new FormData();
    edit.set('settings', JSON.stringify({ logpush: true }));
    const edited = await harness.ask(script('parted', '/settings'), { method: 'PATCH', body: edit });
    expect(edited.envelope.result).toMatchObject({ bindings, logpush: true });
    expect((await harness.request(script('parted', '/content/v2'))).headers.get('cf-entrypoint')).toBe('other.mjs');
  });

  it.each([
    ['no metadata', {}, undefined],
    ['a module that is not there', {}, { main_module: 'gone.mjs' }],
    ['a binding without a type', {}, { main_module: 'index.mjs', bindings: [{ name: 'A' }] }],
    ['nothing to inherit', {}, { main_module: 'index.mjs', bindings: [{ name: 'A', type: 'inherit' }] }],
  ])('refuses %s', async (_what, _none, metadata) => {
    const body = await parts(metadata ?? {});
    if (metadata === undefined) body.delete('metadata');
    const refused = await harness.ask(script('refused'), { method: 'PUT', body });
    expect(refused.status).toBe(400);
    expect(refused.envelope.errors[0]?.code).toBe(10021);
    expect((await harness.ask(script('refused', '/settings'))).status).toBe(404);
  });

  it('JSON is no upload; JavaScript in one piece is one', async () => {
    expect((await harness.ask(script('plain'), json('PUT', { metadata: {} }))).status).toBe(415);
    const body = 'addEventListener("fetch", () => {})';
    const headers = { 'content-type': 'application/javascript' };
    expect((await harness.ask(script('plain'), { method: 'PUT', headers, body })).status).toBe(200);
    expect(await (await harness.request(script('plain'))).text()).toBe(body);
  });
});

describe('images', () => {
  it('are uploaded, listed first, read back and deleted', async () => {
    const { v1, v2 } = harness.sdk().images;
    const file = await toFile(Buffer.from('png'), 'dot.png', { type: 'image/png' });
    const made = await v1.create({
      account_id,
      file,
      id: 'dots/one',
      metadata: '{"by":"test"}',
      requireSignedURLs: true,
    });
    expect(made).toMatchObject({ id: 'dots/one', filename: 'dot.png', meta: { by: 'test' }, requireSignedURLs: true });
    expect((await v2.list({ account_id, per_page: 10 })).images?.[0]?.id).toBe('dots/one');
    const blob = await harness.request(`/accounts/${account_id}/images/v1/dots%2Fone/blob`);
    expect(await blob.text()).toBe('png');
    expect(codeOf(await rejection(v1.create({ account_id, file, id: 'dots/one' })))).toBe(5409);
    await v1.delete('dots/one', { account_id });
    expect(codeOf(await rejection(v1.get('dots/one', { account_id })))).toBe(5404);
  });

  it('a direct upload is a form without a file; JSON is refused', async () => {
    const made = await harness.sdk().images.v2.directUploads.create({ account_id, requireSignedURLs: true });
    expect(made.uploadURL).toContain(made.id);
    const refused = await harness.ask(`/accounts/${account_id}/images/v2/direct_upload`, json('POST', {}));
    expect(refused.status).toBe(415);
  });
});

describe('zone files', () => {
  it('an export is imported by another zone, and adds nothing when it comes again', async () => {
    const from = await zoneIdOf(harness.sdk(), 'example.com');
    const exported = await (await harness.request(`/zones/${from}/dns_records/export`)).text();
    const form = () => {
      const data = new FormData();
      data.set('file', new File([exported], 'example.com.txt'));
      data.set('proxied', 'false');
      return data;
    };
    const count = async () =>
      (await harness.ask(`/zones/${from}/dns_records?per_page=1`)).envelope.result_info?.total_count;
    const before = await count();
    const again = await harness.ask(`/zones/${from}/dns_records/import`, { method: 'POST', body: form() });
    expect(again.envelope.result).toEqual({ recs_added: 0, total_records_parsed: before });
    expect(await count()).toBe(before);
  });

  it("reads what people write: origins, TTLs, names left out, parentheses, comments; and takes the SDK's import", async () => {
    const zone_id = await zoneIdOf(harness.sdk(), 'example.com');
    const file = [
      '$TTL 300',
      '$ORIGIN import-test.example.com.',
      '@ IN A 192.0.2.1 ; the front door cf_tags=team:web',
      '  60 IN A 192.0.2.2',
      'www CNAME @',
      'mail 3600 MX 5 mx',
      '_sip._tcp SRV ( 10 20 ; priority and weight',
      '  5060 sip.example.net. )',
      'txt TXT "a; b" "c"',
    ].join('\n');
    const imported = await harness.sdk().dns.records.import({ zone_id, file, proxied: 'false' });
    expect(imported).toEqual({ recs_added: 6, total_records_parsed: 6 });
    const list = await harness.ask(`/zones/${zone_id}/dns_records?name.endswith=import-test.example.com&per_page=50`);
    const records = (list.envelope.result as readonly Record<string, unknown>[]).map(
      ({ name, type, content, ttl, priority }) => [name, type, content, ttl, priority],
    );
    expect(records.toSorted()).toEqual(
      [
        ['import-test.example.com', 'A', '192.0.2.1', 300, undefined],
        ['import-test.example.com', 'A', '192.0.2.2', 60, undefined],
        ['www.import-test.example.com', 'CNAME', 'import-test.example.com', 300, undefined],
        ['mail.import-test.example.com', 'MX', 'mx.import-test.example.com', 3600, 5],
        ['_sip._tcp.import-test.example.com', 'SRV', '10 20 5060 sip.example.net', 300, undefined],
        ['txt.import-test.example.com', 'TXT', '"a; b" "c"', 300, undefined],
      ].toSorted(),
    );
  });

  it('adds nothing where a line is wrong, and says which', async () => {
    const zone_id = await zoneIdOf(harness.sdk(), 'example.com');
    const body = new FormData();
    body.set('file', 'one-ok A 192.0.2.9\nbroken A\n');
    const refused = await harness.ask(`/zones/${zone_id}/dns_records/import`, { method: 'POST', body });
    expect(refused.envelope.errors[0]?.message).toContain('Line 2');
    const list = await harness.ask(`/zones/${zone_id}/dns_records?name=one-ok.example.com`);
    expect(list.envelope.result).toEqual([]);
  });
});

describe('R2 objects', () => {
  it('are put as they are, listed, read back and deleted; keys have slashes', async () => {
    const buckets = await harness.sdk().r2.buckets.list({ account_id, per_page: 1 });
    const bucket = buckets.buckets?.[0]?.name ?? '';
    const { objects } = harness.sdk().r2.buckets;
    const at = { account_id, bucket_name: bucket };
    const made = await objects.upload('a/b.bin', Buffer.from([0, 1, 2]), at);
    expect(made).toMatchObject({ key: 'a/b.bin', size: '3' });
    const read = await harness.request(`/accounts/${account_id}/r2/buckets/${bucket}/objects/a/b.bin`);
    expect(new Uint8Array(await read.arrayBuffer())).toEqual(new Uint8Array([0, 1, 2]));
    const listed = await objects.list(bucket, { account_id, prefix: 'a/' });
    expect(listed.result).toMatchObject([{ key: 'a/b.bin', size: 3 }]);
    await objects.delete('a/b.bin', at);
    expect((await harness.ask(`/accounts/${account_id}/r2/buckets/${bucket}/objects/a%2Fb.bin`)).status).toBe(404);
  });
});
