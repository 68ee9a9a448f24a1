// What an operation of the SDK answers with: a list and where it is, or one resource; and the members that it has.
import type { TSType } from 'oxc-parser';
import type { Field } from '../types.ts';
import type { AnswerFacts } from './facts.ts';
import type { SdkCall } from './sdk-calls.ts';
import { dottedName, type Scope } from './sdk-scopes.ts';
import type { Member, ShapeReader } from './sdk-shapes.ts';
import { mergeVariants } from './variants.ts';

/** Members that hold the list where `result` is an object around it. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  V4PagePagination: ['items'],
  ContainersInstancesV1Pagination: ['instances'],
};

/** Undefined where the answer is no JSON object or list, or says nothing of its members. */
export function readAnswer(returns: TSType, call: SdkCall, scope: Scope, shapes: ShapeReader): AnswerFacts | undefined {
  if (returns.type !== 'TSTypeReference') return undefined;
  const name = dottedName(returns.typeName)?.at(-1);
  const [first, second] = returns.typeArguments?.params ?? [];
  if (name === 'PagePromise' && second && call.pageClass) {
    const wrapper = WRAPPERS[call.pageClass];
    // The SDK reads `result.items`, and here and there declares the whole page as the item.
    const inner = wrapper && answerOf(second, scope, shapes);
    if (inner?.isList && inner.at.length > 0) return inner;
    return { at: wrapper ?? [], isList: true, fields: fieldsOf(second, scope, shapes) };
  }
  if (name !== 'APIPromise' || !first) return undefined;
  const whole = withoutNull(first, scope, shapes);
  if (call.isUnwrapped) return answerOf(whole.type, whole.scope, shapes);
  // The whole body was declared: what is in its `result` is what counts.
  const result = membersOf(whole.type, whole.scope, shapes).find((member) => member.name === 'result');
  return result?.type ? answerOf(result.type, result.scope, shapes) : answerOf(whole.type, whole.scope, shapes);
}

function answerOf(type: TSType, scope: Scope, shapes: ShapeReader): AnswerFacts | undefined {
  const at = withoutNull(type, scope, shapes);
  const items = elementOf(at.type);
  if (items) return { at: [], isList: true, fields: fieldsOf(items, at.scope, shapes) };
  const members = membersOf(at.type, at.scope, shapes);
  if (members.length === 0) return undefined;
  const lists = members.flatMap((member) => {
    const inner = member.type && withoutNull(member.type, member.scope, shapes);
    const element = inner && elementOf(inner.type);
    return inner && element ? [{ name: member.name, element, scope: inner.scope }] : [];
  });
  const [list, another] = lists;
  // An object that holds one list, and beside it no name or id of its own, is that list: `{ buckets: […] }`.
  const isWrapper = list && !another && !members.some(({ name }) => /^(?:id|uuid|uid|name)$/.test(name));
  if (list && isWrapper) {
    const fields = fieldsOf(list.element, list.scope, shapes);
    if (fields && fields.length > 0) return { at: [list.name], isList: true, fields };
  }
  return { at: [], isList: false, fields: fieldsOf(at.type, at.scope, shapes) };
}

function withoutNull(
  type: TSType,
  scope: Scope,
  shapes: ShapeReader,
): { readonly type: TSType; readonly scope: Scope } {
  const at = shapes.behind(type, scope);
  if (at.type.type !== 'TSUnionType') return at;
  const others = at.type.types.filter((part) => part.type !== 'TSNullKeyword' && part.type !== 'TSUndefinedKeyword');
  const [only] = others;
  return only && others.length === 1 ? shapes.behind(only, at.scope) : at;
}

/** The type of an array's entries; undefined for what is no array. */
function elementOf(type: TSType): TSType | undefined {
  if (type.type === 'TSArrayType') return type.elementType;
  if (type.type !== 'TSTypeReference' || dottedName(type.typeName)?.join('.') !== 'Array') return undefined;
  return type.typeArguments?.params[0];
}

function membersOf(type: TSType, scope: Scope, shapes: ShapeReader): readonly Member[] {
  const forms = shapes.formsOf(type, scope);
  const [first = []] = forms;
  return forms.length < 2 ? first : [...new Map(forms.flat().map((member) => [member.name, member])).values()];
}

function fieldsOf(type: TSType, scope: Scope, shapes: ShapeReader): readonly Field[] | undefined {
  if (shapes.shapeOf(type, scope, 0).kinds.includes('any')) return undefined;
  return mergeVariants(
    shapes.formsOf(type, scope).map((members) => members.map((member) => shapes.fieldOf(member, 1))),
  );
}
