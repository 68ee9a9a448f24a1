// Keeps a setting that was changed in the explorer. Loaded with the first change.

import { locate } from '../store/locations.ts';
import { writeSetting } from '../store/settings-writer.ts';
import { errorText } from '../text/sentences.ts';
import type { Performers } from './performers.ts';

export function createSettingsPerformers(
  env: Readonly<Record<string, string | undefined>>,
): Performers<'settings.write'> {
  return {
    'settings.write': ({ name, value }, dispatch) => {
      writeSetting(locate(env).config, name, value).then(
        () => dispatch({ type: 'settings.written', name, value }),
        (error: unknown) => dispatch({ type: 'told', kind: 'problem', text: errorText(error) }),
      );
    },
  };
}
