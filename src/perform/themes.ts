// Finds themes by their names: the user's own, then those that come with the program. Loaded where another than the terminal's is
// wanted.
import { readTheme } from '../explorer/features/themes/read-theme.ts';
import { shippedThemes } from '../explorer/features/themes/shipped.ts';
import type { ThemeDefinition } from '../explorer/model/theme.ts';
import { themeNames } from '../settings/table.ts';
import { listThemes, readThemeFile, themeFile } from '../store/themes.ts';
import { nearestName } from '../text/matching.ts';
import { errorText } from '../text/sentences.ts';
import { visible } from '../text/untrusted.ts';
import type { Performers, Terminal } from './performers.ts';

interface FoundTheme {
  /** Undefined for the terminal's own colours. */
  readonly theme: ThemeDefinition | undefined;
  /** One sentence on all that is wrong with it. */
  readonly problem: string | undefined;
}

/** More would not fit into a notice. */
const mostTold = 3;

export function findTheme(configFolder: string, name: string): FoundTheme {
  const file = themeFile(configFolder, name);
  try {
    const bytes = readThemeFile(configFolder, name);
    if (bytes !== undefined) {
      const { theme, problems } = readTheme(bytes, shippedThemes);
      const more = problems.length > mostTold ? `; and ${problems.length - mostTold} more` : '';
      const told = `${file}: ${problems.slice(0, mostTold).join('; ')}${more}`;
      return { theme, problem: problems.length === 0 ? undefined : told };
    }
  } catch (error) {
    return { theme: undefined, problem: `The theme ${file} could not be read: ${errorText(error)}` };
  }
  if (name === 'terminal' || name === 'auto' || Object.hasOwn(shippedThemes, name)) {
    return { theme: shippedThemes[name], problem: undefined };
  }
  const all = [...themeNames, ...listThemes(configFolder)];
  const nearest = nearestName(name, all);
  const hint = nearest === undefined ? `Themes are ${all.join(', ')}` : `Did you mean ${nearest}?`;
  return { theme: undefined, problem: `There is no theme ${visible(name)}. ${hint}` };
}

export function createThemePerformers(
  configFolder: string,
  terminal: Pick<Terminal, 'paintIn' | 'background'>,
): Performers<'theme.show' | 'theme.list'> {
  let wanted = '';
  return {
    'theme.show': async ({ name }, dispatch) => {
      wanted = name;
      const { theme, problem } = findTheme(configFolder, name);
      if (problem !== undefined) dispatch({ type: 'told', kind: 'problem', text: problem });
      const shown = name === 'auto' && theme === undefined ? shippedThemes[(await terminal.background()) ?? ''] : theme;
      // Another may have been chosen while the terminal was asked.
      if (wanted === name) terminal.paintIn(shown);
    },
    'theme.list': (_, dispatch) => dispatch({ type: 'theme.listed', names: listThemes(configFolder) }),
  };
}
