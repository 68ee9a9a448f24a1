// The keys of the settings. Letters narrow the list, so those in it are chords.
import { inGroup } from '../../keys/binding.ts';
import { chooseItem } from '../../model/pickers.ts';
import { openSettings, resetSetting, settingsPicker } from './settings.ts';

export const settingsKeys = inGroup('Settings', [
  {
    id: 'settings.change',
    keys: ['enter'],
    contexts: ['settings'],
    help: 'change this setting',
    hint: 'change',
    do: (state) => chooseItem(state, settingsPicker),
  },
  {
    id: 'settings.reset',
    keys: ['ctrl+x'],
    contexts: ['settings'],
    help: 'back to the default of this setting',
    hint: 'default',
    do: resetSetting,
  },
  {
    id: 'settings.open',
    keys: ['alt+,'],
    contexts: ['global'],
    help: 'show and change the settings',
    do: openSettings,
  },
]);
