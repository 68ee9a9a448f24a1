// Contexts that several tables name together.
import type { Context } from './binding.ts';

export const lists: readonly Context[] = ['response', 'request', 'history', 'help', 'reader'];
export const panes: readonly Context[] = ['response', 'request', 'history'];
export const fields: readonly Context[] = ['prompt', 'question', 'picker', 'filter'];
