// The check that ends every story of something going wrong: the user can go on as if nothing had happened.
import type { Explorer } from './explorer.ts';

/** The line is still in the prompt; typing goes on where it was left, can be taken back, and the panes and the help work. */
export async function expectKeysToWork(app: Explorer, line: string): Promise<void> {
  if (!app.isTyping()) app.press(':');
  await app.waitFor(() => app.isTyping() && app.line() === line, `the prompt with ${line}`);
  app.press('end');
  app.write(' and==more');
  await app.waitForLine(`${line} and==more`);
  app.press(...Array<string>(' and==more'.length).fill('backspace'));
  await app.waitForLine(line);
  // In a line that is begun Tab completes.
  await app.pressFor('shift+tab', () => !app.isTyping());
  await app.pressFor('?', '─ Keys ─');
  app.press('q');
  await app.waitForGone('─ Keys ─');
}
