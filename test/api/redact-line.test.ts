import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactLine } from '../../src/api/redact-line.ts';
import { isSecretName } from '../../src/api/secret-names.ts';
import { parseLine } from '../../src/request/parse.ts';

const redact = (line: string): string => redactLine(line).line;

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
    // Other spellings of names, and names inside of others.
    ['GET /x to%6ben==abc', 'GET /x to%6ben==•••'],
    [String.raw`POST /x :={"to\u006ben":"abc"}`, String.raw`POST /x :={"to\u006ben":"•••"}`],
    ['POST /x a[key]=v a[api_key]=abc', 'POST /x a[key]=v a[api_key]=•••'],
    ['POST /x secret[x]=abc secret[name]=n', 'POST /x secret[x]=••• secret[name]=n'],
    // What an object says of itself.
    [
      'POST /x a[type]=secret_text a[name]=N a[text]=abc b[text]=ok',
      'POST /x a[type]=secret_text a[name]=N a[text]=••• b[text]=ok',
    ],
    [
      'PUT /x :={"bindings":[{"text":"abc","name":"N","type":"secret_text"},{"type":"plain_text","name":"P","text":"ok"}]}',
      'PUT /x :={"bindings":[{"text":"•••","name":"N","type":"secret_text"},{"type":"plain_text","name":"P","text":"ok"}]}',
    ],
    [
      'PATCH /p :={"deployment_configs":{"production":{"env_vars":{"A":{"type":"secret_text","value":"abc"},"B":{"type":"plain_text","value":"ok"}}}}}',
      'PATCH /p :={"deployment_configs":{"production":{"env_vars":{"A":{"type":"secret_text","value":"•••"},"B":{"type":"plain_text","value":"ok"}}}}}',
    ],
    [
      'PATCH /x :={"environment_variables":{"A":{"is_secret":true,"value":"abc"},"B":{"is_secret":false,"value":"ok"}}}',
      'PATCH /x :={"environment_variables":{"A":{"is_secret":true,"value":"•••"},"B":{"is_secret":false,"value":"ok"}}}',
    ],
    [
      'POST /x :=[{"name":"Authorization","value":"abc"},{"name":"Accept","value":"ok"}]',
      'POST /x :=[{"name":"Authorization","value":"•••"},{"name":"Accept","value":"ok"}]',
    ],
    [
      'POST /x :={"headers":{"X-My-Key":["abc"],"Accept":"ok"},"pair":["Authorization","abc"],"jwk":{"kty":"oct","kid":"1","k":"abc"}}',
      'POST /x :={"headers":{"X-My-Key":["•••"],"Accept":"ok"},"pair":["Authorization","•••"],"jwk":{"kty":"oct","kid":"1","k":"•••"}}',
    ],
    [String.raw`POST /x metadata="{\"api_key\":\"abc\"}"`, `POST /x metadata='{"api_key":"•••"}'`],
    [
      'PATCH /x a[type]:="secret\\u005ftext" a[name]=N a[value]=abc',
      'PATCH /x a[type]:="secret\\u005ftext" a[name]=N a[value]=•••',
    ],
    // The line has taken the quotes out.
    [
      'PUT /x metadata@={"bindings":[{"type":"secret_text","name":"N","text":"a b"}]};type=application/json',
      `PUT /x metadata@='{bindings:[{type:secret_text,name:N,text:"•••"}]};type=application/json'`,
    ],
    [`POST /x v='{n:b token:cc dd, e: f}'`, `POST /x v='{n:b token:"•••", e: f}'`],
    // Parts are files that were typed, and any text may have a name and a value in it.
    ['POST /x env@="A=1\nAPI_TOKEN=abc"', String.raw`POST /x env@="A=1\nAPI_TOKEN=•••"`],
    ['POST /x f@="password: abc"', 'POST /x f@="password: •••"'],
    ['POST /x ="<a><password>abc</password></a>"', 'POST /x =<a><password>•••</password></a>'],
    ['POST /x comment="token=abcdefg1h"', 'POST /x comment=token=•••'],
    ['POST /x comment="the token: used by CI since 2024"', 'POST /x comment="the token: used by CI since 2024"'],
    [
      'POST /x content="google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKS"',
      'POST /x content="google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKS"',
    ],
    ['GET /x | .[] | select(.token == "abcdef")', 'GET /x | .[] | select(.token == "•••")'],
    ['GET /x | .[] | {token: .id, name}', 'GET /x | .[] | {token: .id, name}'],
    // A token alone.
    ['v1X_0aB9cD8eF7gH6iJ5kL4mN3oP2qR1sT0uV-wX', '•••'],
    ['GET 023e105f4ecef8ad9ca31a8372d0c353', 'GET 023e105f4ecef8ad9ca31a8372d0c353'],
    // Bodies that are secret by where they go.
    [
      'POST /accounts/a/secrets_store/stores/s/secrets :=[{"name":"n","value":"abc","scopes":["workers"],"comment":"c"}]',
      'POST /accounts/a/secrets_store/stores/s/secrets :=[{"name":"n","value":"•••","scopes":["workers"],"comment":"c"}]',
    ],
    [
      'PATCH /accounts/a/workers/scripts/s/secrets-bulk :={"secrets":{"A":{"name":"A","type":"secret_text","text":"abc"}}}',
      'PATCH /accounts/a/workers/scripts/s/secrets-bulk :={"secrets":{"A":{"name":"A","type":"secret_text","text":"•••"}}}',
    ],
    ['PUT /accounts/a/workers/scripts/s/secrets ="abc"', 'PUT /accounts/a/workers/scripts/s/secrets =•••'],
    [
      'POST /accounts/a/alerting/v3/destinations/webhooks name=n url=https://h/abc',
      'POST /accounts/a/alerting/v3/destinations/webhooks name=n url=•••',
    ],
    ['POST /a/magic/ipsec_tunnels name=n psk=abc', 'POST /a/magic/ipsec_tunnels name=n psk=•••'],
    ['POST /a/cfd_tunnel name=n tunnel_secret=abc', 'POST /a/cfd_tunnel name=n tunnel_secret=•••'],
    // Where logs are sent.
    [
      'POST /zones/z/logpush/jobs destination_conf=r2://b/p?account-id=a&access-key-id=abc&secret-access-key=abc enabled:=true',
      'POST /zones/z/logpush/jobs destination_conf=r2://b/p?account-id=a&access-key-id=•••&secret-access-key=••• enabled:=true',
    ],
    [
      'POST /zones/z/logpush/jobs :={"destination_conf":"splunk://h:8088/x?channel=c&header_Authorization=Splunk%20abc"}',
      'POST /zones/z/logpush/jobs :={"destination_conf":"splunk://h:8088/x?channel=c&header_Authorization=•••"}',
    ],
    [
      'POST /zones/z/logpush/jobs destination_conf=azure://c/p?sv=2020&st=x&sig=abc',
      'POST /zones/z/logpush/jobs destination_conf=azure://c/p?sv=•••&st=•••&sig=•••',
    ],
    [
      'POST /zones/z/logpush/jobs destination_conf=sumo://h/receiver/v1/http/abc',
      'POST /zones/z/logpush/jobs destination_conf=sumo://h/receiver/v1/http/•••',
    ],
    ['POST /x destination_conf=s3://b/p?region=us-east-1', 'POST /x destination_conf=s3://b/p?region=us-east-1'],
    // And not too much.
    ['POST /ai/run max_tokens:=256 stream:=true', 'POST /ai/run max_tokens:=256 stream:=true'],
    [
      'POST /x :={"include":[{"service_token":{"token_id":"t"}}],"allow_credentials":true,"access_token_lifetime":"5m"}',
      'POST /x :={"include":[{"service_token":{"token_id":"t"}}],"allow_credentials":true,"access_token_lifetime":"5m"}',
    ],
    ['POST /x type=TXT name=_key.example.com content=abc', 'POST /x type=TXT name=_key.example.com content=abc'],
    ['GET /x | .result[].token', 'GET /x | .result[].token'],
  ])('%s becomes %s', (line, written) => {
    expect(parseLine(line).ok).toBe(true);
    expect(redact(line)).toBe(written);
    expect(redactLine(line).isChanged).toBe(line !== written);
    expect(redact(written)).toBe(written);
  });

  test.each([
    ['POST /x password=abc name:=', 'POST /x password=••• name:='],
    ['POST /x password="ab c', 'POST /x password=•••'],
    ['POST /x :={"secret":"abc', 'POST /x :={"secret":"•••"'],
    ["FETCH /x token=='a b' c", "FETCH /x token=='•••' c"],
    ['GET /x authorization:Bearer', 'GET /x authorization:•••'],
    ['half a li', 'half a li'],
    ['GET /zones "Authorization: Bearer T"', 'GET /zones "Authorization: •••"'],
    ['GET /zones "Authorization: Bearer T" X-Auth-Key: abc', 'GET /zones "Authorization: •••" X-Auth-Key: •••'],
    [
      `wget --header="X-Auth-Key: abc" --header 'Cookie: a=b; c=d' https://u:p@h/`,
      `wget --header="X-Auth-Key: •••" --header 'Cookie: •••' https://•••@h/`,
    ],
    ['http -a u:p GET https://h/x name=n', 'http -a ••• GET https://h/x name=n'],
    ['http --auth-type bearer --auth abc https://h/x', 'http --auth-type bearer --auth ••• https://h/x'],
    [`curl -u "me:pw word" https://h/x`, `curl -u "•••" https://h/x`],
    [
      `requests.get(url, headers={'Authorization': f'Bearer abc', "X-Auth-Email": "me@h"})`,
      `requests.get(url, headers={'Authorization': f'•••', "X-Auth-Email": "•••"})`,
    ],
    [`cf = Cloudflare(api_token="abc", timeout=3)`, `cf = Cloudflare(api_token="•••", timeout=3)`],
    [
      `RESP=$(curl -s -H "Authorization: Bearer abc" https://h/zones/023e105f4ecef8ad9ca31a8372d0c353)`,
      `RESP=$(curl -s -H "Authorization: •••" https://h/zones/023e105f4ecef8ad9ca31a8372d0c353)`,
    ],
    [
      String.raw`curl -d "{\"name\":\"N\",\"type\":\"secret_text\",\"text\":\"abc\"}" https://h`,
      String.raw`curl -d "{\"name\":\"N\",\"type\":\"secret_text\",\"text\":\"•••\"}" https://h`,
    ],
    [
      `curl -d '{"name":"N","type":"secret_text","text":"abc"}' https://h`,
      `curl -d '{"name":"N","type":"secret_text","text":"•••"}' https://h`,
    ],
    ['export CLOUDFLARE_API_TOKEN=abc; make', 'export CLOUDFLARE_API_TOKEN=•••; make'],
    ['set -gx CF_TOKEN abc; make', 'set -gx CF_TOKEN •••; make'],
    [
      `$h = @{ Authorization = "Bearer abc"; "X-Auth-Key" = 'k' }`,
      `$h = @{ Authorization = "•••"; "X-Auth-Key" = '•••' }`,
    ],
    // What looks random and has no name: an id is none of it.
    ['run Zx9kQ2vLm4Pw8RtY7uBn now', 'run ••• now'],
    ['see 023e105f4ecef8ad9ca31a8372d0c353 now', 'see 023e105f4ecef8ad9ca31a8372d0c353 now'],
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
