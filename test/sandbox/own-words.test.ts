// What the sandbox lacks is told as its own, and its audit log shows what this session wrote.
import { expect, test } from 'vitest';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';

test.each([
  ['GET', '/no/such/thing'],
  ['DELETE', '/zones'],
])('%s %s is what the sandbox lacks, not the API', async (method, path) => {
  const ended = await flarescope(['api', '--sandbox', method, path]);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('The sandbox does not have this operation');
  expect(ended.stderr).toContain('the API itself may well have it');
  expect(ended.stderr).not.toMatch(/[Cc]heck the path|[Uu]se another method/);
});

test('the audit logs show the writes of this session, with their times, newest first', async () => {
  const { env } = await servedSandbox();
  const before = Date.now();
  const api = async (...words: readonly string[]) => (await flarescope(['api', ...words], { env })).stdout.trim();
  const zone = JSON.parse(await api('/zones?name=example.com', '| .result[0] | [.id, .account.id]'));
  const [zoneId, accountId] = zone;
  const made = JSON.parse(
    await api(
      'POST',
      `/zones/${zoneId}/dns_records`,
      'type=TXT',
      'name=audited',
      'content="x"',
      'ttl:=300',
      '| .result.id',
    ),
  );
  await api('DELETE', `/zones/${zoneId}/dns_records/${made}`);
  await api('DELETE', `/zones/${zoneId}/dns_records/${made}`);
  const since = new Date(before - 1000).toISOString();
  const log = JSON.parse(await api(`/accounts/${accountId}/audit_logs`, `since==${since}`, '| .result'));
  expect(log).toMatchObject([
    { action: { type: 'delete', result: true }, resource: { id: made, type: 'dns_records' } },
    { action: { type: 'create', result: true }, resource: { id: made, type: 'dns_records' } },
  ]);
  for (const { when } of log) expect(Date.parse(when)).toBeGreaterThanOrEqual(before);
  const events = JSON.parse(
    await api(`/accounts/${accountId}/logs/audit`, `since==${since}`, 'before==2999-01-01', '| .result'),
  );
  expect(events.map((event: { raw: { method: string } }) => event.raw.method)).toEqual(['DELETE', 'POST']);
});
