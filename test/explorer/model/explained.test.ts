// What is said of an error beside its own message.

import { describe, expect, test } from 'vitest';
import { currentField } from '../../../src/explorer/features/compose/form-cursor.ts';
import { banner } from '../../../src/explorer/model/select.ts';
import type { Driver } from '../driver.ts';
import { driveKnown, zone } from '../known.ts';

const refusal = (errors: readonly object[]) => ({ success: false, errors, messages: [], result: null });

function failed(line: string, status: number, errors: readonly object[]): Driver {
  const user = driveKnown(100, 40);
  user.type(`${line}\r`);
  user.answer(refusal(errors), { status });
  return user;
}

function lines(user: Driver): readonly string[] {
  const state = user.state();
  const { response } = state;
  const page = response?.pages[0];
  return response && page ? banner(state, response, page) : [];
}

const said = (user: Driver): string => lines(user).join(' ');

const post = `POST /zones/${zone}/dns_records type=A name=www content=zz ttl:=5`;

describe('an error', () => {
  test('names the part of the request that its pointer means, what it takes and what was sent', () => {
    const user = failed(post, 400, [{ code: 9021, message: 'Invalid TTL', source: { pointer: '/ttl' } }]);
    expect(said(user)).toContain('Invalid TTL (code 9021, at /ttl)');
    expect(said(user)).toContain('ttl, in the body, takes number; you sent 5.');
  });

  test('puts the cursor of the form on that part', () => {
    const user = failed(post, 400, [{ code: 9021, message: 'Invalid TTL', source: { pointer: '/ttl' } }]);
    user.press('shift+tab');
    expect(currentField(user.state())?.name).toBe('ttl');
  });

  test('tells its chain and where to read more', () => {
    const documentation_url = 'https://developers.cloudflare.com/x';
    const chain = [{ code: 7, message: 'the reason behind' }];
    const user = failed('GET /zones/x', 400, [{ code: 1, message: 'No', documentation_url, error_chain: chain }]);
    expect(said(user)).toContain('No (code 1) ← the reason behind (code 7)');
    expect(said(user)).toContain(`Read more: ${documentation_url}`);
  });

  test('takes half of the pane at most', () => {
    const errors = Array.from({ length: 20 }, (_, index) => ({
      code: index,
      message: 'very long '.repeat(30),
      documentation_url: `https://example.com/${index}`,
    }));
    const user = failed(post, 400, errors);
    expect(lines(user).length).toBeLessThanOrEqual(18);
  });
});
