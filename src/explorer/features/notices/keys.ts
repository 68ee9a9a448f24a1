// The key that lists what was told.
import { inGroup } from '../../keys/binding.ts';
import { openNotices, whyNoNotices } from './list.ts';

export const noticeKeys = inGroup('General', [
  {
    id: 'notices.open',
    keys: ['alt+m'],
    contexts: ['global'],
    help: 'list the notices of this session',
    when: whyNoNotices,
    do: (state) => [openNotices(state), []],
  },
]);
