// A request with nothing filled in yet.
import type { FormValues } from '../../src/catalog/form-request.ts';

export const noValues: FormValues = { path: {}, query: {}, headers: {}, body: {}, whole: undefined };
