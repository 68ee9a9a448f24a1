// Editing what is there: the resource under the cursor, and the body of the request as a text.
import { inGroup } from '../../keys/binding.ts';
import { whyNoForm } from '../compose/form.ts';
import { whyNoFollowing } from '../find/follow.ts';
import { editMarked } from '../find/for-each.ts';
import { breakBodyLine, completeInBodyText, moveInBodyText, openBodyText } from './body-text.ts';
import { openEditor } from './editor.ts';
import { editResource } from './resource.ts';

export const bodyKeys = inGroup('Operations', [
  {
    id: 'edit.editor',
    keys: ['alt+e'],
    contexts: ['request', 'prompt'],
    help: 'edit the body in $EDITOR',
    when: whyNoForm,
    do: openEditor,
  },
  {
    id: 'edit.json',
    keys: ['r'],
    contexts: ['request'],
    help: 'write the body as JSON',
    hint: 'JSON',
    when: whyNoForm,
    do: openBodyText,
  },
  {
    id: 'body.complete',
    keys: ['tab'],
    contexts: ['body'],
    help: 'complete from the catalog',
    hint: 'complete',
    do: completeInBodyText,
  },
  { id: 'body.newLine', keys: ['enter'], contexts: ['body'], help: 'new line', do: breakBodyLine },
  {
    id: 'body.up',
    keys: ['up', 'ctrl+p'],
    contexts: ['body'],
    help: 'up',
    do: (state) => moveInBodyText(state, -1, 'line'),
  },
  {
    id: 'body.down',
    keys: ['down', 'ctrl+n'],
    contexts: ['body'],
    help: 'down',
    do: (state) => moveInBodyText(state, 1, 'line'),
  },
  {
    id: 'body.pageUp',
    keys: ['pageup'],
    contexts: ['body'],
    help: 'one screen up',
    do: (state) => moveInBodyText(state, -1, 'screen'),
  },
  {
    id: 'body.pageDown',
    keys: ['pagedown'],
    contexts: ['body'],
    help: 'one screen down',
    do: (state) => moveInBodyText(state, 1, 'screen'),
  },
]);

export const editKeys = inGroup('Operations', [
  {
    id: 'edit.resource',
    keys: ['m'],
    contexts: ['response'],
    help: 'edit this resource',
    hint: 'edit',
    when: whyNoFollowing,
    do: (state) => editMarked(state) ?? editResource(state),
  },
]);
