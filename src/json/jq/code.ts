// The parts that a program of jq is made of once it can run.
import type { JsonDocument } from '../document.ts';
import { JqUnsure, type JqValue } from './values.ts';

export type Emit = (value: JqValue) => void;

/** What a program works with; one for all of its parts. */
export interface JqScene {
  doc: JsonDocument;
  /** Values that may still be gone through: a program of a few words can take for ever. */
  steps: number;
  readonly variables: JqValue[];
}

/** A part of a program. `one` is there where it gives exactly one output for every input. */
export interface JqCode {
  readonly one: ((input: JqValue) => JqValue) | undefined;
  readonly each: (input: JqValue, emit: Emit) => void;
}

export function single(one: (input: JqValue) => JqValue): JqCode {
  return { one, each: (input, emit) => emit(one(input)) };
}

export function several(each: JqCode['each']): JqCode {
  return { one: undefined, each };
}

export const identity: JqCode = single((input) => input);

export function collect(code: JqCode, input: JqValue): readonly JqValue[] {
  const values: JqValue[] = [];
  code.each(input, (value) => values.push(value));
  return values;
}

export function stepTo(value: JqValue, emit: Emit, scene: JqScene): void {
  if (--scene.steps < 0) throw new JqUnsure();
  emit(value);
}
