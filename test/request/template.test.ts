// Requests for many: what stands in the place of `{field}`.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import { fillTemplate, templateFields } from '../../src/request/template.ts';
import type { RequestLine } from '../../src/request/types.ts';
import { runs } from '../helpers/runs.ts';

const fields: Readonly<Record<string, string>> = {
  id: '"ab/c d"',
  name: '"say \\"{id}\\""',
  ttl: '12345678901234567890',
  proxied: 'true',
  'plan.name': '"Free"',
  tags: '["{id}","{{id}}"]',
  none: 'null',
  up: '".."',
};

function read(line: string): RequestLine {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}

describe('a request for each', () => {
  test.each([
    ['DELETE /zones/{id}', 'DELETE /zones/ab%2Fc%20d'],
    ['/a plan=={plan.name} X-Plan:{plan.name}', '/a plan==Free X-Plan:Free'],
    ['/a comment=of-{name}', `/a 'comment=of-say "{id}"'`],
    ['/a ttl:="{ttl}" proxied:="{proxied}"', '/a ttl:=12345678901234567890 proxied:=true'],
    ['/a :={"n":"is {name}","t":"{tags}"}', '/a :={"n":"is say \\"{id}\\"","t":["{id}","{{id}}"]}'],
    ['/a text={{id}}', '/a text={id}'],
    ['/a text={none}', '/a text='],
  ])('%s', (line, wanted) => {
    const filled = fillTemplate(read(line), (field) => fields[field]);
    expect(filled).toEqual({ ok: true, request: read(wanted) });
  });

  test.each([
    ['/zones/{zone}', 'zone'],
    ['/zones/{up}/x', 'up'],
    ['/zones/{none}', 'none'],
    ['/a b=={zone}', 'zone'],
  ])('%s cannot be filled', (line, missing) => {
    expect(fillTemplate(read(line), (field) => fields[field])).toEqual({ ok: false, missing });
  });

  test('fields are named once, in order', () => {
    expect(templateFields(read('PATCH /zones/{id} a={name} b:="{id}" c={{no}}'))).toEqual(['id', 'name']);
  });

  test('whatever a field holds, JSON stays JSON and a path stays below its segment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
        const jsonOf = (field: string) => (field === 'text' ? JSON.stringify(text) : JSON.stringify(value));
        const filled = fillTemplate(read('/a :={"t":"<{text}>","v":"{value}"}'), jsonOf);
        const [item] = filled.ok ? filled.request.items : [];
        expect(JSON.parse(item && 'value' in item ? item.value : '')).toEqual({
          t: `<${text}>`,
          v: JSON.parse(JSON.stringify(value)),
        });
        const inPath = fillTemplate(read('/a/{text}/b'), jsonOf);
        if (inPath.ok) expect(formatLine(inPath.request).split('/')).toHaveLength(4);
      }),
      runs(200),
    );
  });
});
