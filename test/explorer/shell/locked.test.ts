import { beforeEach, describe, expect, test } from 'vitest';
import { isCovered } from '../../../src/explorer/model/account-in-force.ts';
import type { Session } from '../../../src/explorer/model/accounts.ts';
import { bindings, whyUnavailable } from '../../../src/explorer/shell/bindings.ts';
import { type Driver, drive, listPage } from '../driver.ts';

const session: Session = {
  kind: 'profile',
  profile: 'one',
  baseUrl: 'https://api.cloudflare.com/client/v4',
  credential: 'token ····3f2a',
  rateLimit: undefined,
};

/** What may be done without seeing or touching what is hidden. Whoever adds to it says here that it leaks nothing. */
const allowed = [
  ...[
    'profiles.unlock',
    'profiles.others',
    'profiles.use',
    'profiles.verify',
    'profiles.readOnly',
    'profiles.production',
    'profiles.consent',
    'profiles.account',
  ],
  ...['profiles.default', 'profiles.remove', 'profiles.lock', 'profiles.open'],
  ...['prompt.send', 'question.answer', 'confirm.yes', 'confirm.no'],
  ...['picker.choose', 'picker.down', 'picker.up', 'picker.pageDown', 'picker.pageUp'],
  ...['edit.left', 'edit.right', 'edit.wordLeft', 'edit.wordRight', 'edit.start', 'edit.end', 'edit.backspace'],
  ...['edit.delete', 'edit.killToEnd', 'edit.killToStart', 'edit.killWordBack', 'edit.deleteWordBack'],
  ...['edit.deleteWordForward', 'edit.yank', 'edit.transpose', 'edit.undo', 'edit.redo'],
  ...[
    'focus.prompt',
    'help.down',
    'help.open',
    'help.pageDown',
    'help.pageUp',
    'help.run',
    'help.up',
    'app.redraw',
    'app.back',
    'app.mouse',
    'app.suspend',
    'app.quit',
  ],
];

describe('while the profiles are locked and the panes hidden', () => {
  let user: Driver;

  beforeEach(() => {
    user = drive();
    user.dispatch({ type: 'session.changed', session, isAnother: false });
    user.dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
    user.type('GET /zones\r');
    user.answer(listPage(1, 20, 60));
    user.dispatch({ type: 'profiles.idled' });
    expect(isCovered(user.state())).toBe(true);
  });

  test('these bindings are allowed, and no other', () => {
    const ids = bindings.filter(({ isAllowedWhileLocked }) => isAllowedWhileLocked).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(allowed.toSorted());
  });

  test('a binding that does not say that it is allowed is refused, whatever its name', () => {
    for (const id of ['profiles.export', 'app.dump', 'edit.show']) {
      const binding = {
        id,
        keys: ['z'],
        contexts: ['global'],
        group: 'General',
        help: 'made up',
        do: () => never(),
      } as const;
      expect(whyUnavailable(user.state(), binding)).toBe('The profiles are locked. ctrl+o unlocks them');
      expect(whyUnavailable(drive().state(), binding)).toBeUndefined();
    }
  });

  test('movements move in the help, and in nothing that is hidden', () => {
    const down = bindings.find(({ id }) => id === 'move.down');
    expect(down && whyUnavailable(user.state(), down)).toMatch(/^The profiles are locked/);
    user.press('esc', 'ctrl+u', '?', 'down');
    expect(user.state().focus.overlays).toMatchObject([{ kind: 'help', cursor: 1 }]);
    // What is hidden cannot be acted on from there either.
    user.type('palette');
    user.press('enter');
    expect(user.state().notice?.text).toMatch(/^The profiles are locked/);
  });
});

function never(): never {
  throw new Error('it was refused');
}
