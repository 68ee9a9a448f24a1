import { expect, test } from 'vitest';
import {
  describeRequest,
  describeUrl,
  type Failure,
  HttpFailure,
  isPassing,
  sentence,
  withAttempts,
} from '../../src/api/failures.ts';

const failure: Failure = {
  kind: 'refused',
  tried: 'GET https://api.example/zones',
  happened: 'api.example refused the connection',
  next: 'check the port',
};

test('a failure is one line that says what was tried, what happened and what to do', () => {
  expect(sentence(failure)).toBe('GET https://api.example/zones: api.example refused the connection. Check the port.');
  expect(new HttpFailure(failure).message).toBe(sentence(failure));
});

test('attempts are told from the second one on', () => {
  expect(withAttempts(failure, 1)).toBe(failure);
  expect(withAttempts(failure, 4).happened).toBe('api.example refused the connection (tried 4 times)');
});

test.each([
  ['https://api.example/zones?name=secret#x', 'https://api.example/zones'],
  ['https://ann:hush@api.example:8443/a/b', 'https://api.example:8443/a/b'],
  ['/relative?token=x', '/relative'],
  ['no url\n?x\ny', 'no url\n'],
])('%j is described as %j', (url, described) => {
  expect(describeUrl(url)).toBe(described);
  expect(describeRequest({ method: 'GET', url })).toBe(`GET ${described}`);
});

test('a connection that was lost or never made, and a response that broke off or came too late, may come yet', () => {
  const kinds = [
    'refused',
    'network',
    'dns',
    'tls',
    'cancelled',
    'truncated',
    'encoding',
    'protocol',
    'unusable',
  ] as const;
  expect(kinds.filter((kind) => isPassing({ ...failure, kind }))).toEqual(['refused', 'network', 'truncated']);
  expect(isPassing({ ...failure, kind: 'timeout', phase: 'body' })).toBe(true);
});
