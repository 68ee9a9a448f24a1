// Steps into a value, and what stands between two.
import { childAt, childCount } from '../children.ts';
import type { JsonDocument } from '../document.ts';
import type { ArithmeticSign, ComparisonSign } from './program.ts';
import {
  compareJq,
  isNode,
  itemsIn,
  JqFailure,
  JqUnsure,
  type JqValue,
  membersIn,
  numberOf,
  numeric,
  textOf,
  typeOfValue,
} from './values.ts';

export function elementOf(doc: JsonDocument, input: JqValue, index: number): JqValue {
  const type = typeOfValue(doc, input);
  if (type === 'null') return null;
  if (type !== 'array') throw new JqFailure();
  if (!isNode(input)) return itemsIn(doc, input).at(index) ?? null;
  const place = index < 0 ? childCount(doc, input) + index : index;
  return childAt(doc, input, place) ?? null;
}

export function sliceOf(doc: JsonDocument, input: JqValue, from: number | undefined, to: number | undefined): JqValue {
  const type = typeOfValue(doc, input);
  if (type === 'null') return null;
  if (type === 'string') return [...textOf(doc, input)].slice(from, to).join('');
  if (type === 'array') return itemsIn(doc, input).slice(from, to);
  throw new JqFailure();
}

export function isInOrder(operator: ComparisonSign, sign: number): boolean {
  switch (operator) {
    case '==':
      return sign === 0;
    case '!=':
      return sign !== 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

export function computed(doc: JsonDocument, operator: ArithmeticSign, a: JqValue, b: JqValue): JqValue {
  const type = typeOfValue(doc, a);
  const other = typeOfValue(doc, b);
  if (operator === '+' && type === 'null') return b;
  if (operator === '+' && other === 'null') return a;
  if (type === 'number' && other === 'number') {
    const [left, right] = [numberOf(doc, a), numberOf(doc, b)];
    if (operator === '/' && right === 0) throw new JqFailure();
    return numeric(
      operator === '+'
        ? left + right
        : operator === '-'
          ? left - right
          : operator === '*'
            ? left * right
            : left / right,
    );
  }
  if (operator === '+' && type === other) {
    if (type === 'string') return textOf(doc, a) + textOf(doc, b);
    if (type === 'array') return [...itemsIn(doc, a), ...itemsIn(doc, b)];
    if (type === 'object') return new Map([...membersIn(doc, a), ...membersIn(doc, b)]);
  }
  if (operator === '-' && type === 'array' && other === 'array') {
    const without = itemsIn(doc, b);
    return itemsIn(doc, a).filter((item) => !without.some((gone) => compareJq(doc, item, gone) === 0));
  }
  // Texts and objects are multiplied and divided too.
  throw operator === '+' || operator === '-' ? new JqFailure() : new JqUnsure();
}
