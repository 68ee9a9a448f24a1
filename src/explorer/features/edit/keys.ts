// Editing what is there: the resource under the cursor, and the body of the request as a text.
import { inGroup } from '../../keys/binding.ts';
import { whyNoForm } from '../compose/form.ts';
import { whyNoFollowing } from '../find/follow.ts';
import { openEditor } from './editor.ts';
import { editResource } from './resource.ts';

export const editKeys = inGroup('Operations', [
  {
    id: 'edit.resource',
    keys: ['m'],
    contexts: ['response'],
    help: 'edit this resource',
    hint: 'edit',
    when: whyNoFollowing,
    do: editResource,
  },
  {
    id: 'edit.editor',
    keys: ['alt+e'],
    contexts: ['request', 'prompt'],
    help: 'edit the body in $EDITOR',
    when: whyNoForm,
    do: openEditor,
  },
]);
