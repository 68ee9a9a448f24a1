import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSecretHeader } from '../../src/api/redaction.ts';
import { parseLine } from '../../src/request/parse.ts';
import { isSecretName, redactLine } from '../../src/request/secrets.ts';

const redact = (line: string): string => redactLine(line, isSecretHeader).line;

describe('a line that is written down', () => {
  test.each([
    ['GET /zones name==example.com', 'GET /zones name==example.com'],
    ['GET /x token==abc', 'GET /x token==•••'],
    ['/x?token=abc', '/x token==•••'],
    ['GET /x page_token==abc cursor==d', 'GET /x page_token==abc cursor==d'],
    ['GET /x X-My-Key:abc Accept:text/plain', 'GET /x X-My-Key:••• Accept:text/plain'],
    ['PUT /x ="a=1 token=abc"', 'PUT /x ="a=1 token=•••"'],
    ['POST /x password="two words" name=y', 'POST /x password=••• name=y'],
    ['POST /x api_key:=17 ttl:=9007199254740993', 'POST /x api_key:="•••" ttl:=9007199254740993'],
    ['POST /x key=cache_me', 'POST /x key=cache_me'],
    [
      'PUT /accounts/a/workers/scripts/s/secrets name=N text=abc type=secret_text',
      'PUT /accounts/a/workers/scripts/s/secrets name=N text=••• type=secret_text',
    ],
    ['POST /x text=abc', 'POST /x text=abc'],
    [
      'POST /x :={"name":"n","client_secret":"abc","n":[{"tokens":["a",{"b":1}],"ttl":1.0}],"last":"token"}',
      'POST /x :={"name":"n","client_secret":"•••","n":[{"tokens":["•••",{"b":"•••"}],"ttl":1.0}],"last":"token"}',
    ],
    [String.raw`POST /x :={"a":"\"token\": \"x\"","b":2}`, String.raw`POST /x :={"a":"\"token\": \"x\"","b":2}`],
    ['POST /x tags:=["token","b"]', 'POST /x tags:=["token","b"]'],
  ])('%s becomes %s', (line, written) => {
    expect(parseLine(line).ok).toBe(true);
    expect(redact(line)).toBe(written);
    expect(redactLine(line, isSecretHeader).isChanged).toBe(line !== written);
    expect(redact(written)).toBe(written);
  });

  test.each([
    ['POST /x password=abc name:=', 'POST /x password=••• name:='],
    ['POST /x password="ab c', 'POST /x password=•••'],
    ['POST /x :={"secret":"abc', 'POST /x :={"secret":•••'],
    ["FETCH /x token=='a b' c", 'FETCH /x token==••• c'],
    ['GET /x authorization:Bearer', 'GET /x authorization:•••'],
    ['half a li', 'half a li'],
  ])('even where it is not complete: %s becomes %s', (line, written) => {
    expect(parseLine(line).ok).toBe(false);
    expect(redact(line)).toBe(written);
  });

  test('has no secret value left in it, whatever stands around it', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const marked = 'MARKED0123456789';
    const secret = fc.constantFrom(
      `token=${marked}`,
      `client_secret==${marked}`,
      `my_password:="${marked}"`,
      `X-Auth-Token:${marked}`,
      `data:={"deep":[{"api_key":"${marked}"}]}`,
    );
    const other = fc.tuple(word, word).map(([name, value]) => `${name}=${value}`);
    fc.assert(
      fc.property(secret, fc.array(other), fc.array(other), (middle, before, after) => {
        expect(redact(['POST /x', ...before, middle, ...after].join(' '))).not.toContain(marked);
      }),
    );
  });
});

test.each(['token', 'api_token', 'CF-Access-Client-Secret', 'private_key', 'apiKey', 'password', 'session_jwt'])(
  '%s is the name of a secret',
  (name) => {
    expect(isSecretName(name)).toBe(true);
  },
);
