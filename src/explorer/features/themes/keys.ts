// Choosing a theme.
import { inGroup, panes } from '../../keys/binding.ts';
import { openThemes } from './themes.ts';

export const themeKeys = inGroup('General', [
  {
    id: 'theme.open',
    keys: ['T'],
    contexts: panes,
    help: 'choose the colours',
    do: openThemes,
  },
]);
