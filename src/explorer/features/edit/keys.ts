// Editing what is there: the resource under the cursor.
import { inGroup } from '../../keys/binding.ts';
import { whyNoFollowing } from '../find/follow.ts';
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
]);
