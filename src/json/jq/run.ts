// Programs of jq over the index: a program is made into functions once, and they give its outputs one after the other, each at once.
// Where jq would fail, or where what it would do is not certain, they throw, and jq is asked.
import { firstChild, isContainer, type JsonDocument, kindOf, type NodeId, nextOf } from '../document.ts';
import { collect, type Emit, identity, type JqCode, type JqScene, several, single, stepTo } from './code.ts';
import { functionOf } from './functions.ts';
import { computed, elementOf, isInOrder, sliceOf } from './operators.ts';
import { type Expression, readProgram } from './program.ts';
import { formatted, plainText } from './texts.ts';
import {
  compareJq,
  isNode,
  isTruthy,
  itemsIn,
  JqFailure,
  JqUnsure,
  type JqValue,
  knownKey,
  memberAt,
  membersIn,
  numeric,
  textOf,
  typeOfValue,
} from './values.ts';

export interface JqProgram {
  /**
   * The outputs for a value of a document, null where that is undefined.
   *
   * @param steps how many values may be gone through
   * @throws JqFailure where jq fails, JqUnsure where it has to be asked
   */
  readonly run: (doc: JsonDocument, node: NodeId | undefined, steps: number, emit: Emit) => void;
}

/** A program that is run here; undefined for what is jq's. */
export function createJqProgram(text: string): JqProgram | undefined {
  const expression = readProgram(text);
  if (expression === undefined) return undefined;
  const scene: JqScene = { doc: nothing, steps: 0, variables: [] };
  const code = compile(expression, scene);
  return (
    code && {
      run: (doc, node, steps, emit) => {
        scene.doc = doc;
        scene.steps = steps;
        code.each(node ?? null, emit);
      },
    }
  );
}

const nothing: JsonDocument = {
  bytes: new Uint8Array(0),
  nodes: new Int32Array(0),
  nodeCount: 0,
  maxDepth: 0,
  isSequence: false,
  isComplete: true,
  broken: { count: 0, first: 0 },
  levels: undefined,
  memo: { levels: undefined, prefixes: new Map(), depths: new Map(), gaps: new Map(), broken: new Map(), lines: [] },
};

/** Undefined where a part calls a function that is jq's. */
function compile(expression: Expression, scene: JqScene): JqCode | undefined {
  const parts = partsOf(expression).map((part) => compile(part, scene));
  const codes = parts.filter((part) => part !== undefined);
  return codes.length === parts.length ? compileWith(expression, codes, scene) : undefined;
}

/** The parts of an expression, in the order in which `compileWith` takes them. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
    case 'element':
    case 'slice':
    case 'each':
      return [expression.of];
    case 'try':
      return [expression.body];
    case 'text':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'array':
      return expression.body ? [expression.body] : [];
    case 'object':
      return expression.members.flat();
    case 'pipe':
    case 'comma':
    case 'alternative':
    case 'and':
    case 'or':
    case 'compare':
    case 'compute':
      return [expression.left, expression.right];
    case 'if':
      return [expression.condition, expression.then, expression.otherwise];
    case 'bind':
      return [expression.value, expression.body];
    case 'call':
      return expression.args;
    default:
      return [];
  }
}

function compileWith(expression: Expression, codes: readonly JqCode[], scene: JqScene): JqCode | undefined {
  const [first = identity, second = identity, third = identity] = codes;
  switch (expression.kind) {
    case 'identity':
      return identity;
    case 'member':
      return after(first, step(expression.isOptional, memberStep(expression.key, scene)));
    case 'element':
      return after(
        first,
        step(expression.isOptional, (input) => elementOf(scene.doc, input, expression.index)),
      );
    case 'slice': {
      const { from, to } = expression;
      return after(
        first,
        step(expression.isOptional, (input) => sliceOf(scene.doc, input, from, to)),
      );
    }
    case 'each':
      return after(first, eachCode(expression.isOptional, scene));
    case 'try':
      return tried(first);
    case 'number': {
      const { text, isNegative } = expression;
      const value = isNegative ? numeric(-Number(text)) : { value: Number(text), text };
      return single(() => value);
    }
    case 'text':
      return textCode(expression.parts, codes, scene);
    case 'format':
      return single((input) => formatted(scene.doc, input, expression.format));
    case 'array':
      return expression.body ? single((input) => collect(first, input)) : single(() => []);
    case 'object':
      return objectCode(codes, scene);
    case 'pipe':
      return after(first, second);
    case 'comma':
      return several((input, emit) => {
        first.each(input, emit);
        second.each(input, emit);
      });
    case 'alternative':
      return alternative(first, second, scene);
    case 'and':
    case 'or':
      return logical(expression.kind, first, second, scene);
    case 'compare': {
      const { operator } = expression;
      return paired(first, second, (a, b) => isInOrder(operator, compareJq(scene.doc, a, b)));
    }
    case 'compute': {
      const { operator } = expression;
      return paired(first, second, (a, b) => computed(scene.doc, operator, a, b));
    }
    case 'if':
      return choice(first, second, third, scene);
    case 'bind':
      return binding(expression.place, first, second, scene);
    case 'variable':
      return single(() => scene.variables[expression.place] ?? null);
    case 'call':
      return functionOf(expression.name, codes, scene);
  }
}

/** What the second makes of each output of the first. */
function after(first: JqCode, second: JqCode): JqCode {
  if (first === identity) return second;
  if (first.one && second.one) {
    const [inner, outer] = [first.one, second.one];
    return single((input) => outer(inner(input)));
  }
  if (first.one) {
    const inner = first.one;
    return several((input, emit) => second.each(inner(input), emit));
  }
  return several((input, emit) => first.each(input, (value) => second.each(value, emit)));
}

/** With `?` a value of another kind gives nothing. */
function step(isOptional: boolean, one: (input: JqValue) => JqValue): JqCode {
  return isOptional ? tried(single(one)) : single(one);
}

/** What comes before an error of its own; an error further on is none of it. */
function tried(body: JqCode): JqCode {
  return several((input, emit) => {
    const values: JqValue[] = [];
    try {
      body.each(input, (value) => values.push(value));
    } catch (error) {
      if (!(error instanceof JqFailure)) throw error;
    }
    for (const value of values) emit(value);
  });
}

function memberStep(key: string, scene: JqScene): (input: JqValue) => JqValue {
  const known = knownKey(key);
  return (input) => {
    if (input === null) return null;
    if (isNode(input)) {
      const kind = kindOf(scene.doc, input);
      if (kind === 'object') return memberAt(scene.doc, input, known) ?? null;
      if (kind === 'null') return null;
      throw kind === 'broken' ? new JqUnsure() : new JqFailure();
    }
    if (input instanceof Map) return membersIn(scene.doc, input).get(key) ?? null;
    throw new JqFailure();
  };
}

function eachCode(isOptional: boolean, scene: JqScene): JqCode {
  return several((input, emit) => {
    if (isNode(input) && isContainer(scene.doc, input)) {
      eachChild(input, emit, scene);
      return;
    }
    const type = typeOfValue(scene.doc, input);
    if (type === 'array') for (const item of itemsIn(scene.doc, input)) stepTo(item, emit, scene);
    else if (type === 'object') for (const item of membersIn(scene.doc, input).values()) stepTo(item, emit, scene);
    else if (!isOptional) throw new JqFailure();
  });
}

function eachChild(node: NodeId, emit: Emit, scene: JqScene): void {
  const { doc } = scene;
  // Keys that come twice are one.
  if (kindOf(doc, node) === 'object') {
    for (const member of membersIn(doc, node).values()) stepTo(member, emit, scene);
    return;
  }
  const limit = nextOf(doc, node);
  for (let child = firstChild(doc, node) ?? limit; child < limit; child = nextOf(doc, child)) {
    stepTo(child, emit, scene);
  }
}

/** With several outputs in a text the first changes fastest, as jq has it. */
function textCode(parts: readonly (string | Expression)[], codes: readonly JqCode[], scene: JqScene): JqCode {
  const [only] = parts;
  if (typeof only === 'string' && parts.length === 1) return single(() => only);
  const texts = parts.filter((part) => typeof part === 'string');
  const fill = (input: JqValue, index: number, rest: string, emit: Emit): void => {
    const code = codes[index];
    if (code === undefined) emit(rest);
    else
      code.each(input, (value) =>
        fill(input, index - 1, (texts[index] ?? '') + plainText(scene.doc, value) + rest, emit),
      );
  };
  const end = texts.at(-1) ?? '';
  if (codes.every(({ one }) => one !== undefined)) {
    return single((input) => {
      let text = texts[0] ?? '';
      codes.forEach(({ one }, index) => {
        text += plainText(scene.doc, one?.(input) ?? null) + (texts[index + 1] ?? '');
      });
      return text;
    });
  }
  return several((input, emit) => fill(input, codes.length - 1, end, emit));
}

/** Codes of keys and values in turns. With several outputs the last changes fastest, as jq has it. */
function objectCode(codes: readonly JqCode[], scene: JqScene): JqCode {
  const keyText = (key: JqValue): string => {
    if (typeOfValue(scene.doc, key) !== 'string') throw new JqFailure();
    return textOf(scene.doc, key);
  };
  const ones = codes.flatMap(({ one }) => one ?? []);
  if (ones.length === codes.length) {
    return single((input) => {
      const members = new Map<string, JqValue>();
      for (let index = 0; index < ones.length; index += 2) {
        const key = ones[index]!(input);
        members.set(typeof key === 'string' ? key : keyText(key), ones[index + 1]!(input));
      }
      return members;
    });
  }
  const fill = (input: JqValue, index: number, members: ReadonlyMap<string, JqValue>, emit: Emit): void => {
    const [key, value] = [codes[index], codes[index + 1]];
    if (!key || !value) {
      emit(members);
      return;
    }
    key.each(input, (name) =>
      value.each(input, (item) => {
        fill(input, index + 2, new Map(members).set(keyText(name), item), emit);
      }),
    );
  };
  return several((input, emit) => fill(input, 0, new Map(), emit));
}

function alternative(left: JqCode, right: JqCode, scene: JqScene): JqCode {
  if (left.one && right.one) {
    const [preferred, other] = [left.one, right.one];
    return single((input) => {
      const value = preferred(input);
      return isTruthy(scene.doc, value) ? value : other(input);
    });
  }
  return several((input, emit) => {
    let isThere = false;
    left.each(input, (value) => {
      if (!isTruthy(scene.doc, value)) return;
      isThere = true;
      emit(value);
    });
    if (!isThere) right.each(input, emit);
  });
}

function logical(kind: 'and' | 'or', left: JqCode, right: JqCode, scene: JqScene): JqCode {
  const decides = kind === 'or';
  if (left.one && right.one) {
    const [first, second] = [left.one, right.one];
    return single((input) =>
      isTruthy(scene.doc, first(input)) === decides ? decides : isTruthy(scene.doc, second(input)),
    );
  }
  return several((input, emit) =>
    left.each(input, (value) => {
      if (isTruthy(scene.doc, value) === decides) emit(decides);
      else right.each(input, (other) => emit(isTruthy(scene.doc, other)));
    }),
  );
}

/** Of two that give several outputs the left one changes fastest. */
function paired(left: JqCode, right: JqCode, join: (a: JqValue, b: JqValue) => JqValue): JqCode {
  if (left.one && right.one) {
    const [first, second] = [left.one, right.one];
    return single((input) => {
      const b = second(input);
      return join(first(input), b);
    });
  }
  return several((input, emit) => right.each(input, (b) => left.each(input, (a) => emit(join(a, b)))));
}

function choice(condition: JqCode, then: JqCode, otherwise: JqCode, scene: JqScene): JqCode {
  if (condition.one && then.one && otherwise.one) {
    const [asked, yes, no] = [condition.one, then.one, otherwise.one];
    return single((input) => (isTruthy(scene.doc, asked(input)) ? yes(input) : no(input)));
  }
  return several((input, emit) =>
    condition.each(input, (value) => (isTruthy(scene.doc, value) ? then : otherwise).each(input, emit)),
  );
}

/** No part of a program runs inside itself, so a place holds until the body has run. */
function binding(place: number, value: JqCode, body: JqCode, { variables }: JqScene): JqCode {
  return several((input, emit) =>
    value.each(input, (bound) => {
      variables[place] = bound;
      body.each(input, emit);
    }),
  );
}
