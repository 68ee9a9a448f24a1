// A request with nothing filled in yet.
import type { Values } from '../../src/catalog/fill.ts';

export const noValues: Values = { path: {}, query: {}, headers: {}, body: {}, whole: undefined };
