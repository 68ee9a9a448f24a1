import Cloudflare from 'cloudflare';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, collect, hostSandbox, json, largeAccountId, rejection, zoneIdOf } from './client.ts';

const harness = hostSandbox();

let zone_id = '';
let account_id = '';
beforeAll(async () => {
  zone_id = await zoneIdOf(harness.sdk(), 'example.com');
  account_id = await largeAccountId(harness.sdk());
});

const rulesets = () => harness.sdk().rulesets;
const block = (expression: string, description = '') =>
  ({ action: 'block', expression, description, enabled: true }) as const;

type Answer = {
  readonly id: string;
  readonly version: string;
  readonly rules: readonly { readonly id: string; readonly ref: string; readonly expression: string }[];
};

// The SDK's calls do not say what they resolve with.
const rulesetOf = async (answered: PromiseLike<unknown>): Promise<Answer> => (await answered) as Answer;
const create = (name: string, rules: ReturnType<typeof block>[] = []) =>
  rulesetOf(rulesets().create({ account_id, name, kind: 'custom', phase: 'http_request_firewall_custom', rules }));
const expressionsOf = ({ rules }: Answer): readonly string[] => rules.map(({ expression }) => expression);

describe('rulesets through the official SDK', () => {
  it('one is created, read, listed without its rules, and deleted', async () => {
    const made = await create('made by a test', [block('true'), block('false')]);
    expect(made).toMatchObject({ version: '1', kind: 'custom' });
    expect(made.rules.map(({ ref }) => ref)).toEqual(made.rules.map(({ id }) => id));
    expect(await rulesets().get(made.id, { account_id })).toEqual(made);
    const listed = (await collect(rulesets().list({ account_id }))).find(({ id }) => id === made.id);
    expect(listed).toMatchObject({ name: 'made by a test' });
    expect(listed).not.toHaveProperty('rules');
    await rulesets().delete(made.id, { account_id });
    expect(codeOf(await rejection(rulesets().get(made.id, { account_id })))).toBe(10005);
  });

  it('a rule that is put back with its id and nothing changed keeps its version, another one gets a new one', async () => {
    const made = await create('versions', [block('true', 'first'), block('false', 'second')]);
    const [first, second] = made.rules;
    const put = await rulesetOf(
      rulesets().update(made.id, {
        account_id,
        rules: [
          { ...block('false', 'second'), id: second!.id },
          { ...block('true', 'changed'), id: first!.id },
        ],
      }),
    );
    expect(put).toMatchObject({ version: '2', name: 'versions' });
    expect(put.rules).toMatchObject([
      { id: second!.id, version: '1' },
      { id: first!.id, version: '2' },
    ]);
  });

  it('rules are added, moved, redefined as a whole and deleted one by one', async () => {
    const made = await create('one by one', [block('1 eq 1')]);
    const first = made.rules[0]!.id;
    const rule = { account_id, ruleset_id: made.id };
    const second = { account_id, ...block('2 eq 2'), position: { before: first } };
    const added = await rulesetOf(rulesets().rules.create(made.id, second));
    expect(expressionsOf(added)).toEqual(['2 eq 2', '1 eq 1']);
    const moved = await rulesetOf(rulesets().rules.edit(first, { ...rule, position: { index: 1 } }));
    expect(expressionsOf(moved)).toEqual(['1 eq 1', '2 eq 2']);
    const redefined = await rulesetOf(rulesets().rules.edit(first, { ...rule, action: 'log', expression: '3 eq 3' }));
    expect(redefined.rules[0]).toMatchObject({ action: 'log', expression: '3 eq 3', ref: first, version: '2' });
    expect(redefined.rules[0]).not.toHaveProperty('description');
    const left = await rulesetOf(rulesets().rules.delete(first, rule));
    expect(expressionsOf(left)).toEqual(['2 eq 2']);
    expect(left.version).toBe('5');
    expect(codeOf(await rejection(rulesets().rules.delete(first, rule)))).toBe(20119);
  });

  it('a phase of a zone has one entry point', async () => {
    const again = { zone_id, name: 'again', kind: 'zone' as const, rules: [] };
    const taken = await rejection(rulesets().create({ ...again, phase: 'http_request_firewall_custom' }));
    expect(taken).toBeInstanceOf(Cloudflare.BadRequestError);
    expect(codeOf(taken)).toBe(20217);
    expect(await rulesets().create({ ...again, phase: 'http_request_origin' })).toMatchObject({ kind: 'zone' });
  });

  it.each([
    ['a kind of the other scope', { name: 'x', kind: 'root', phase: 'http_ratelimit' }, 20005],
    ['no name', { kind: 'zone', phase: 'http_config_settings' }, 20003],
    ['a rule without an expression', { name: 'x', kind: 'custom', phase: 'p', rules: [{ action: 'block' }] }, 20021],
    ['a rule without an action', { name: 'x', kind: 'custom', phase: 'p', rules: [{ expression: 'true' }] }, 20018],
    ['rules that are no list', { name: 'x', kind: 'custom', phase: 'p', rules: {} }, 20008],
  ])('refuses %s', async (_, body, code) => {
    const { status, envelope } = await harness.ask(`/zones/${zone_id}/rulesets`, json('POST', body));
    expect([status, envelope.errors[0]?.code]).toEqual([400, code]);
  });

  it('what is managed stays, and so do kind and phase', async () => {
    const managed = (await collect(rulesets().list({ zone_id }))).find(({ kind }) => kind === 'managed');
    expect(codeOf(await rejection(rulesets().update(managed!.id, { zone_id, rules: [] })))).toBe(20042);
    const made = await create('fixed');
    const moved = { account_id, phase: 'http_ratelimit' as const, rules: [] };
    expect(codeOf(await rejection(rulesets().update(made.id, moved)))).toBe(20006);
  });
});
