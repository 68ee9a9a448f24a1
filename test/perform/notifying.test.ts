// What a terminal is told where something long has ended.
import { expect, test } from 'vitest';
import { desktopSequence, notify } from '../../src/perform/notifying.ts';

const written = (how: 'bell' | 'desktop', text: string, env: Readonly<Record<string, string | undefined>>): string => {
  const all: string[] = [];
  notify({ how, text }, env, { write: (sequence) => all.push(sequence) });
  return all.join('');
};

test.each([
  [{}, '\u001b]9;flarescope: done\u0007'],
  [{ TERM: 'xterm-kitty' }, '\u001b]9;flarescope: done\u0007'],
  [{ TERM: 'rxvt-unicode-256color' }, '\u001b]777;notify;flarescope;done\u0007'],
  [{ TERM: 'foot' }, '\u001b]777;notify;flarescope;done\u0007'],
  [{ TERM: 'xterm-256color', VTE_VERSION: '7600' }, '\u001b]777;notify;flarescope;done\u0007'],
  [{ STY: '1.pts' }, '\u0007'],
])('with %j', (env, sequence) => {
  expect(written('desktop', 'done', env)).toBe(sequence);
  expect(written('bell', 'done', env)).toBe('\u0007');
});

test('tmux gets it wrapped where it hands it on, and else the bell', () => {
  const env = { TMUX: '/tmp/tmux-1/default,1,0' };
  expect(desktopSequence('done', env, () => true)).toBe('\u001bPtmux;\u001b\u001b]9;flarescope: done\u0007\u001b\\');
  expect(desktopSequence('done', env, () => false)).toBe('\u0007');
});

test('what is in the text is text: no sequence ends early, and no field begins', () => {
  const hostile = 'a\u0007b\u001b]52;c;AAAA\u001b\\c;d\u009c\n';
  for (const env of [{}, { TERM: 'foot' }]) {
    const sequence = written('desktop', hostile, env);
    expect(sequence.slice(2, -1)).not.toMatch(/\p{Cc}/u);
    expect(sequence.split(';').length).toBe('VTE' in env || 'TERM' in env ? 4 : 2);
  }
  expect(written('desktop', 'x'.repeat(1000), {}).length).toBeLessThan(200);
});
