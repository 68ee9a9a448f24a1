import { expect, test } from 'vitest';
import type { HeaderList } from '../../src/api/messages.ts';
import { readRateLimit } from '../../src/api/rate-limit.ts';

const all = { remaining: 50, resetSeconds: 30, quota: 100, windowSeconds: 60 };
const bare = { remaining: 50, resetSeconds: 30 };

test.each<[string, HeaderList, unknown]>([
  ['nothing', [], undefined],
  [
    'limit and policy of one name',
    [
      ['Ratelimit', '"a";r=50;t=30'],
      ['Ratelimit-Policy', '"a";q=100;w=60'],
    ],
    all,
  ],
  [
    'the only policy, of another name',
    [
      ['ratelimit', '"a";r=50;t=30'],
      ['ratelimit-policy', '"b";q=100;w=60'],
    ],
    all,
  ],
  [
    'the policy of the same name among several',
    [
      ['ratelimit', '"b";r=50;t=30'],
      ['ratelimit-policy', '"a";q=1;w=1, "b";q=100;w=60'],
    ],
    all,
  ],
  [
    'no policy of that name among several',
    [
      ['ratelimit', '"c";r=50;t=30'],
      ['ratelimit-policy', '"a";q=1, "b";q=2'],
    ],
    bare,
  ],
  [
    'the tightest of several limits',
    [
      ['ratelimit', '"a";r=90;t=1, "b";r=50;t=30'],
      ['ratelimit', '"c";r=70;t=2'],
    ],
    bare,
  ],
  ['spaces and other parameters', [['ratelimit', ' "a" ; r=50 ; t=30 ; pk=:YQ==: ']], bare],
  ['a name with separators in it', [['ratelimit', '"a,;r=1;\\"t=2";r=50;t=30']], bare],
  ['nothing left', [['ratelimit', '"a";r=0;t=5']], { remaining: 0, resetSeconds: 5 }],
  ['no reset', [['ratelimit', '"a";r=50']], undefined],
  ['no number', [['ratelimit', '"a";r=many;t=-1']], undefined],
  ['an open quote', [['ratelimit', '"a;r=50;t=30']], undefined],
])('reads %s', (_, headers, limit) => {
  expect(readRateLimit(headers)).toEqual(limit);
});
