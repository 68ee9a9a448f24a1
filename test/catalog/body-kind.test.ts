// Which body an operation takes, by the catalog's word.
import { expect, test } from 'vitest';
import { settleBody } from '../../src/catalog/body-kind.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';

const account = '/accounts/0123456789abcdef0123456789abcdef';
const zone = '/zones/0123456789abcdef0123456789abcdef';

function settled(line: string): string {
  const parsed = parseLine(line.replace(' A/', ` ${account}/`).replace(' Z/', ` ${zone}/`));
  if (!parsed.ok) throw new Error(parsed.error.message);
  const read = settleBody(loadCatalog(), parsed.request);
  return read.ok ? formatLine(read.request).replace(account, 'A').replace(zone, 'Z') : read.message;
}

const value = 'PUT A/storage/kv/namespaces/n/values/k';

test.each([
  // Fields become parts where the operation takes a form.
  [`${value} value=x metadata:={"a":1}`, `${value} Content-Type:multipart/form-data value=x metadata:={"a":1}`],
  [
    'POST A/images/v2/direct_upload requireSignedURLs:=true',
    'POST A/images/v2/direct_upload Content-Type:multipart/form-data requireSignedURLs:=true',
  ],
  [
    'POST Z/dns_records/import file@zone.txt proxied=false',
    'POST Z/dns_records/import Content-Type:multipart/form-data file@zone.txt proxied=false',
  ],
  // A local API names no account.
  [
    'PUT /storage/kv/namespaces/n/values/k value=x',
    'PUT /storage/kv/namespaces/n/values/k Content-Type:multipart/form-data value=x',
  ],
  // What the request says itself stands.
  [`${value} Content-Type:application/json value=x`, `${value} Content-Type:application/json value=x`],
  [`${value} value@=x`, `${value} value@=x`],
  // A raw body where the operation takes that too.
  [`${value} =text`, `${value} =text`],
  [`${value} @file.bin`, `${value} @file.bin`],
  ['PUT A/workers/scripts/s @worker.js', 'PUT A/workers/scripts/s @worker.js'],
  [
    'POST Z/dns_records/import Content-Type:multipart/form-data;boundary=b @ready',
    'POST Z/dns_records/import Content-Type:multipart/form-data;boundary=b @ready',
  ],
  // The type that the operation takes, whatever the file is called; an object keeps the type that it came with.
  [
    'POST A/dlp/datasets/d/upload/1 @list.csv',
    'POST A/dlp/datasets/d/upload/1 Content-Type:application/octet-stream @list.csv',
  ],
  ['POST A/dlp/datasets/d/upload/1 =a', 'POST A/dlp/datasets/d/upload/1 Content-Type:application/octet-stream =a'],
  ['PUT A/r2/buckets/b/objects/k @cat.png', 'PUT A/r2/buckets/b/objects/k @cat.png'],
  ['POST A/scim/v2/Users :={"a":1}', 'POST A/scim/v2/Users Content-Type:application/scim+json :={"a":1}'],
  ['POST A/scim/v2/Users userName=a', 'POST A/scim/v2/Users Content-Type:application/scim+json userName=a'],
  ['POST A/scim/v2/Users Content-Type:application/json a=b', 'POST A/scim/v2/Users Content-Type:application/json a=b'],
  // What a model looks at may stand in JSON.
  ['POST A/ai/run/@cf/openai/whisper audio:=[1]', 'POST A/ai/run/@cf/openai/whisper audio:=[1]'],
  // Fields as a query writes them.
  [
    'POST A/brand-protection/logos threshold==0.5 image=a&b',
    'POST A/brand-protection/logos Content-Type:application/x-www-form-urlencoded threshold==0.5 =image=a%26b',
  ],
  // JSON stays JSON.
  ['POST Z/dns_records type=A', 'POST Z/dns_records type=A'],
  ['POST /no/such/thing a=b', 'POST /no/such/thing a=b'],
  ['POST /no/such/thing a@b', 'POST /no/such/thing a@b'],
])('%s', (line, request) => {
  expect(settled(line)).toBe(request);
});

test.each([
  [
    'POST Z/dns_records/import :={"file":"x"}',
    /takes a form, not one body\. Write its parts, such as file=text|file@FILE/,
  ],
  ['POST Z/dns_records/import @zone.txt', /takes a form, not one body/],
  ['POST A/images/v1 @logo.png', /takes a form, not one body.*file@FILE/],
  ['POST Z/dns_records type=A file@x', /takes JSON, not a form/],
  ['POST A/brand-protection/logos image[a]=b', /takes texts and numbers as its fields/],
  ['POST A/dlp/datasets/d/upload/1 a=b', /takes a file, not fields\. Write @FILE, or =text/],
  ['POST A/vectorize/v2/indexes/i/insert a=b', /takes lines of JSON, not fields/],
])('%s is refused', (line, message) => {
  expect(settled(line)).toMatch(message);
});

test("a Worker's files are modules of that name, unless the metadata or the line say otherwise", () => {
  const put = 'PUT A/workers/scripts/s';
  expect(
    settled(
      `${put} metadata:={"main_module":"a/index.js"} a/index.js@dist/index.js b.wasm@b.wasm c@d.js;type=text/plain;filename=e`,
    ),
  ).toBe(
    `${put} Content-Type:multipart/form-data metadata:={"main_module":"a/index.js"} a/index.js@dist/index.js;type=application/javascript+module;filename=a/index.js b.wasm@b.wasm;filename=b.wasm c@d.js;type=text/plain;filename=e`,
  );
  expect(settled(`${put} metadata:={"body_part":"script"} script@worker.js`)).toBe(
    `${put} Content-Type:multipart/form-data metadata:={"body_part":"script"} script@worker.js;filename=script`,
  );
});

test('lines of JSON are called so whatever the file is called', () => {
  expect(settled('POST A/vectorize/v2/indexes/i/insert @vectors')).toBe(
    'POST A/vectorize/v2/indexes/i/insert Content-Type:application/x-ndjson @vectors',
  );
});
