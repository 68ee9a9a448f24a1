// Keys as other programs have them: each a short table of what differs from the defaults, in the form of `keys.json`.
import type { Settings } from '../../settings/table.ts';
import type { KeyLines } from './key-file.ts';

/** As in vim. The defaults are near to it already. */
const vim: KeyLines = {
  'move.first': ['g g', 'home'],
  'fold.open': ['l', 'right', 'z o'],
  'fold.close': ['h', 'left', 'z c'],
  'fold.toggle': ['enter', 'z a'],
  'fold.openRecursively': ['L', 'z O'],
  'fold.closeRecursively': ['H', 'z C'],
  'fold.openAll': ['e', 'z R'],
  'fold.closeAll': ['E', 'z M'],
  'depth.less': ['-', 'z m'],
  'depth.more': ['+', '=', 'z r'],
  'follow.open': ['o', 'g f'],
  'compare.open': ['l', 'right', 'z o'],
  'compare.close': ['h', 'left', 'z c'],
  'compare.toggle': ['enter', 'z a'],
  'compare.all': ['0', 'e', 'z R'],
  'compare.next': ['n', '] c'],
  'compare.previous': ['N', '[ c'],
  'history.delete': 'd d',
  'focus.next': ['tab', 'ctrl+w w', 'ctrl+w ctrl+w'],
  'focus.previous': ['shift+tab', 'ctrl+w W'],
  'pane.enlarge': ['Z', 'ctrl+w o'],
  'pane.hide': ['alt+z', 'ctrl+w c'],
  'pane.left': ['ctrl+left', 'alt+-', 'ctrl+w <'],
  'pane.right': ['ctrl+right', 'alt+=', 'ctrl+w >'],
  'pane.up': ['ctrl+up', 'ctrl+w -'],
  'pane.down': ['ctrl+down', 'ctrl+w +'],
};

/** As in less: a letter goes forward and back. The history keeps its `d` and `u`. */
const pager = ['response', 'request', 'reader', 'permissions', 'compare'];
const less: KeyLines = {
  'move.pageDown': ['space', 'f', 'pagedown', 'ctrl+f', 'ctrl+v'],
  'move.pageUp': ['b', 'pageup', 'ctrl+b', 'alt+v'],
  'move.halfPageDown': Object.fromEntries(pager.map((context) => [context, ['d', 'ctrl+d']])),
  'move.halfPageUp': Object.fromEntries(pager.map((context) => [context, ['u', 'ctrl+u']])),
  'move.down': ['j', 'down', 'ctrl+n', 'ctrl+e'],
  'move.up': ['k', 'up', 'ctrl+y'],
  'move.first': ['g', 'home', 'alt+<'],
  'move.last': ['G', 'end', 'alt+>'],
  'jq.open': ['&', '|'],
  'history.filter': ['&', '/'],
  'help.open': ['?', 'alt+h'],
};

/** As in Emacs. Letters stay, as they do in its own modes for reading. */
const emacs: KeyLines = {
  'move.down': ['ctrl+n', 'j', 'down'],
  'move.up': ['ctrl+p', 'k', 'up'],
  'move.pageDown': ['ctrl+v', 'space', 'pagedown'],
  'move.pageUp': ['alt+v', 'b', 'pageup'],
  'move.first': ['alt+<', 'g', 'home'],
  'move.last': ['alt+>', 'G', 'end'],
  'scroll.middle': ['ctrl+l', 'z z'],
  'fold.open': ['ctrl+f', 'l', 'right'],
  'fold.close': ['ctrl+b', 'h', 'left'],
  'table.left': ['ctrl+b', 'h', 'left'],
  'table.right': ['ctrl+f', 'l', 'right'],
  'chart.left': ['ctrl+b', 'h', 'left'],
  'chart.right': ['ctrl+f', 'l', 'right'],
  'search.open': ['ctrl+s', '/'],
  'search.reader': ['ctrl+s', '/'],
  'form.search': ['ctrl+s', '/'],
  'history.filter': ['ctrl+s', '/'],
  'copy.open': ['alt+w', 'y'],
  'reader.copy': ['alt+w', 'y'],
  'compare.copy': ['alt+w', 'y'],
  'marks.one': ['ctrl+space', '*'],
  'write.open': ['ctrl+x ctrl+s', 'w'],
  'compare.write': ['ctrl+x ctrl+s', 'w'],
  'history.save': ['ctrl+x ctrl+s', 's'],
  'history.undo': ['ctrl+x u', 'ctrl+_', 'u'],
  'edit.undo': ['ctrl+_', 'alt+u', 'ctrl+x u'],
  'prompt.earlier': ['up', 'ctrl+p', 'alt+p'],
  'prompt.later': ['down', 'ctrl+n', 'alt+n'],
  'page.goTo': 'alt+g g',
  'palette.open': ['alt+x', 'ctrl+x ctrl+f'],
  'focus.next': ['tab', 'ctrl+x o'],
  'focus.history': ['ctrl+x b', 'ctrl+r'],
  'export.openHere': 'ctrl+x e',
  'export.lines': 'alt+l',
  'profiles.remove': 'ctrl+x k',
  'profiles.production': 'alt+p',
  'app.redraw': ['ctrl+x l', 'ctrl+l'],
  'app.back': ['ctrl+g', 'esc'],
  'app.quit': ['ctrl+x ctrl+c', 'q'],
};

export const flavours: Readonly<Record<Settings['keys'], KeyLines>> = { default: {}, vim, less, emacs };
