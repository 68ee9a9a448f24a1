// The names are held to the catalog: what the API takes under a name that says so is secret, and the rest is readable.
import { describe, expect, test } from 'vitest';
import { redactJson } from '../../src/api/redact-json.ts';
import { isDestination, isSecretBody, isSecretName } from '../../src/api/secret-names.ts';
import type { Field, Operation } from '../../src/catalog/operation.ts';
import { catalog } from '../catalog/loaded.ts';

interface Named {
  readonly operation: Operation;
  readonly field: Field;
  readonly at: string;
}

function* fieldsOf(
  operation: Operation,
  fields: readonly Field[] = [],
  above: readonly string[] = [],
): Generator<Named> {
  for (const field of fields) {
    const names = [...above, field.name];
    yield { operation, field, at: `${operation.method} ${operation.path} ${names.join('.')}` };
    yield* fieldsOf(operation, field.shape.fields ?? field.shape.items?.fields, names);
  }
}

const all = catalog.operations.flatMap((operation) => {
  const { parameters, body } = catalog.details(operation);
  return [
    ...fieldsOf(
      operation,
      parameters.filter((parameter) => parameter.in === 'query'),
    ),
    ...fieldsOf(operation, body?.fields),
    ...fieldsOf(operation, body?.whole?.fields ?? body?.whole?.items?.fields),
  ];
});

const isText = ({ field }: Named): boolean => field.shape.kinds.includes('string') && field.shape.choices === undefined;

/** True where the value is left out whatever the field that it depends on says, beside others that are not secret. */
const isHidden = ({ operation, field }: Named): boolean => {
  const { when } = field;
  const beside = when?.in === 'body' ? when.values.map((value) => ({ [when.field]: value })) : [{}];
  const around = { path: operation.path, isSecret: isSecretBody(operation.path), isHeaders: false };
  return beside.every((telling) => {
    const written = { [field.name]: 'x', ...telling, other: 1 };
    return isDestination(field.name) || JSON.parse(redactJson(JSON.stringify(written), around))[field.name] !== 'x';
  });
};

describe('of the catalog', () => {
  test('fields that are described as a secret are hidden', () => {
    const told =
      /\b(?:the (?:client )?secret (?:value|to use|key)|value of the secret|client secret\b(?! version)|(?:the|a) password\b(?! is| used)|private key (?:in|for)|pre-?shared key|access key for|symmetric key material|secret access key|authentication token|MD5 key)/i;
    const names = new Set(
      all.filter((named) => isText(named) && told.test(named.field.description)).map(({ field }) => field.name),
    );
    expect(names.size).toBeGreaterThan(10);
    const open = all.filter((named) => isText(named) && told.test(named.field.description) && !isHidden(named));
    expect(open.map(({ at, field }) => `${at}: ${field.description.slice(0, 90)}`)).toEqual([]);
  });

  test('texts under a name that sounds like one are hidden, but for what only tells of one', () => {
    const sounds = /secret|password|private_?key|credential|_token$|^token$|psk/i;
    const open = all.filter((named) => isText(named) && sounds.test(named.field.name) && !isHidden(named));
    expect([...new Set(open.map(({ field }) => field.name))].toSorted()).toEqual(readable);
  });

  test('what is a number or a switch is not', () => {
    const closed = all
      .filter(({ field }) => field.shape.kinds.every((kind) => kind === 'number'))
      .filter(({ field }) => isSecretName(field.name));
    expect([...new Set(closed.map(({ field }) => field.name))]).toEqual([]);
  });
});

/** Seen and found harmless. */
const readable: readonly string[] = [
  'continuation_token',
  'page_token',
  'password_expression',
  'previous_client_secret_expires_at',
  'secret_id',
  'secret_name',
];
