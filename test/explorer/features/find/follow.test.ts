import { describe, expect, test } from 'vitest';
import { placeAt } from '../../../../src/explorer/features/find/follow.ts';
import { indexDocument } from '../../../../src/json/parse.ts';
import { nodeAtPath } from '../../../../src/json/paths.ts';
import { placeIn } from '../../../catalog/place-in.ts';

const text =
  '{"result":[{"id":9007199254740993,"name":"a\\u00e9","on":true,"zone":{"id":"z","deep":{"x":1}},"list":[1]}]}';
const indexed = indexDocument(new TextEncoder().encode(text));
if (!indexed.ok) throw new Error('the document is none');
const { document } = indexed;

describe('a place in a document', () => {
  test('tells path, text and what stands around', () => {
    const place = placeAt(document, nodeAtPath(document, ['result', 0, 'zone', 'id'])!);
    expect(place.path).toEqual(['result', 0, 'zone', 'id']);
    expect(place.text).toBe('z');
    expect(place.membersAt(2)).toEqual({ id: '9007199254740993', name: 'aé', zone: { id: 'z' } });
    expect(place.membersAt(1)).toBeUndefined();
    expect(place.membersAt(9)).toBeUndefined();
  });

  test('is the same as in plain values, but for digits that those lose', () => {
    const place = placeAt(document, nodeAtPath(document, ['result', 0, 'name'])!);
    const plain = placeIn(JSON.parse(text), ['result', 0, 'name']);
    expect(plain.text).toBe(place.text);
    expect({ ...plain.membersAt(2), id: '' }).toEqual({ ...place.membersAt(2), id: '' });
  });
});
