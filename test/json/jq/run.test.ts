// Programs that run over the index against jq itself: the same outputs, byte for byte, or jq has to be asked.
import { createRequire } from 'node:module';
import fc from 'fast-check';
import type jq from 'jq-web';
import { describe, expect, test } from 'vitest';
import { jqLines } from '../../../src/json/jq/outputs.ts';
import { createJqProgram } from '../../../src/json/jq/run.ts';
import { runs } from '../../helpers/runs.ts';
import { jqProgram, jsonText } from './programs.ts';

const engine = await (createRequire(import.meta.url)('jq-web') as typeof jq);

/** jq's outputs, a line each; undefined where it fails. */
function jqSays(program: string, json: string): string | undefined {
  try {
    return engine.raw(json, ` ${program}`, ['-c']) ?? '';
  } catch (error) {
    if (String(error).includes('compile error')) throw error;
    return undefined;
  } finally {
    // Its loader sets that of the whole process.
    process.exitCode = undefined;
  }
}

function ownLines(program: string, json: string): string | undefined {
  const made = createJqProgram(program);
  return made && jqLines(made, json);
}

test('what is run here is what jq says', () => {
  fc.assert(
    fc.property(jsonText, jqProgram, (json, program) => {
      const made = createJqProgram(program);
      if (!made) return;
      const said = jqSays(program, json);
      const lines = jqLines(made, json);
      if (lines !== undefined) expect(lines).toBe(said);
    }),
    runs(150),
  );
}, 120_000);

const list = `{"success":true,"result":[
  {"id":"1","type":"A","name":"www.example.com","ttl":300,"proxied":true,"tags":["a","b"],"content":"198.51.100.4"},
  {"id":"2","type":"CNAME","name":"a.example.com","ttl":1,"proxied":false,"tags":[],"content":"\\u00e9\\/"},
  {"id":"3","type":"A","name":"b.example.com","ttl":12345678901234567890,"proxied":null,"tags":["c"],"content":"x"}],
  "result_info":{"page":1,"total_count":3}}`;

describe('over a list of records', () => {
  test.each([
    '.',
    '.result[].name',
    '.result[] | select(.type=="A")',
    '.result[] | select(.type == "A" and (.proxied | not)) | .name',
    '.result | length',
    '.result | map({id,name})',
    '.result | group_by(.type)',
    '.result | group_by(.type) | map({type: .[0].type, count: length})',
    '.result | sort_by(.name)',
    '.result | sort_by(.ttl) | reverse | .[0].name',
    '.result[] | {name, content}',
    '[.result[] | select(.ttl > 300)]',
    '.result[0]',
    '.result[-1].tags',
    '.result | map(.type) | unique',
    '.result | unique_by(.type) | length',
    'keys',
    'has("result")',
    '.result[0] | has("ttl", "nothing")',
    '.result[] | select(.name | test("^[ab]\\\\."))',
    '.result[] | select(.name | test("WWW"; "i")) | .id',
    '.result[] | select(.name | contains("www"))',
    '.result[] | select(.name | startswith("a.") or endswith(".org"))',
    '.result_info | to_entries',
    '.result_info | with_entries(select(.value > 1))',
    '.result | map(.ttl) | max, min, add',
    '.result[] | [.id, .type, .ttl] | @tsv',
    '.result[] | [.id, .name] | @csv',
    '.result[] | "\\(.name) is \\(.type): \\(.tags)"',
    '.result | map(.tags[]) | join(", ")',
    '.result[] | .content // "none" | length',
    'first(.result[] | select(.type=="A")).id, (limit(2; .result[]) | .id)',
    '.result_info.total_count as $all | .result[] | "\\(.id)/\\($all)"',
    '.result[] | if .proxied then "on" elif .proxied == null then "?" else "off" end',
    '.result | any(.proxied), all(.ttl > 0), any',
    '.result[] | .tags | map(ascii_upcase) | .[1:]',
    '[["a"], "b", "a", ["b"], {"a": 1}, 1, null, true, "😀", "\uffff"] | sort, unique, group_by(.), max, min_by([.])',
  ])('%s runs here', (program) => {
    expect(ownLines(program, list)).toBe(jqSays(program, list) ?? 'nothing');
  });

  test.each([
    '.result[] | .name | .x',
    '.result.name',
    '.result | keys | .[] | test("a(?=b)")',
    'path(.result)',
    '.result[] |= .name',
    'def f: .name; .result[] | f',
    '[.result[] | .ttl] | limit(-1; .[])',
    '.result[].name | ascii_downcase | explode',
    '[.[][]?, .[][]?, .[][]?] | [.[] as $a | .[] as $b | .[] as $c | .[] as $d | .[] as $e | .[] as $f | 1] | length',
  ])('%s is for jq', (program) => {
    expect(ownLines(program, list)).toBeUndefined();
  });

  test.each([
    '.a | ',
    '.a . b',
    '{a: 1 + 2}',
    '1 == 2 == 3',
    '. as $x',
    '$x',
    '.a as $x | . > 1 >= 2',
    'if . then 1',
    '.["a"',
    '"\\(1"',
  ])('%s is not taken for a program', (program) => {
    expect(createJqProgram(program)).toBeUndefined();
  });
});

test('documents that jq reads in another way are for jq', () => {
  expect(ownLines('.a', '{"a":"\\ud800"}')).toBeUndefined();
  expect(ownLines('.', `${'['.repeat(300)}${']'.repeat(300)}`)).toBeUndefined();
  expect(ownLines('.', '1 2')).toBeUndefined();
});

test('several documents in a row are run over one by one', () => {
  expect(ownLines('.a', '{"a":1}\n{"a":[2, 3]}\n{}')).toBe('1\n[2,3]\nnull');
});
