// What jq makes texts of: `tostring`, interpolation and the formats for tables.
import { type JsonDocument, kindOf } from '../document.ts';
import type { TextFormat } from './program.ts';
import { isTruthy, itemsIn, JqFailure, type JqValue, textOf, typeOfValue } from './values.ts';
import { jsonText } from './writer.ts';

/** A string as it is, anything else as JSON. */
export function plainText(doc: JsonDocument, value: JqValue): string {
  const isText = typeof value === 'string' || (typeof value === 'number' && kindOf(doc, value) === 'string');
  return isText ? textOf(doc, value) : jsonText(doc, value);
}

export function formatted(doc: JsonDocument, value: JqValue, format: TextFormat): string {
  switch (format) {
    case '@text':
      return plainText(doc, value);
    case '@json':
      return jsonText(doc, value);
    case '@csv':
      return rowOf(doc, value, ',', (text) => `"${text.replaceAll('"', '""')}"`);
    case '@tsv':
      return rowOf(doc, value, '\t', (text) => text.replace(/[\0\t\n\r\\]/g, (unit) => escapes[unit] ?? unit));
  }
}

const escapes: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

function rowOf(doc: JsonDocument, value: JqValue, between: string, quote: (text: string) => string): string {
  if (typeOfValue(doc, value) !== 'array') throw new JqFailure();
  const cells = itemsIn(doc, value).map((item) => {
    switch (typeOfValue(doc, item)) {
      case 'string':
        return quote(textOf(doc, item));
      case 'null':
        return '';
      case 'boolean':
        return String(isTruthy(doc, item));
      case 'number':
        return jsonText(doc, item);
      default:
        throw new JqFailure();
    }
  });
  return cells.join(between);
}
