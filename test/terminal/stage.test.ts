// The terminal before Ink has come, and as Ink takes it over: what stands there stays, and whatever ends the program gives it back.
import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { mount } from '../../src/terminal/mount.tsx';
import { createStage, type Stage } from '../../src/terminal/stage.ts';
import { createTheme } from '../../src/terminal/theme.ts';
import { drive } from '../explorer/driver.ts';
import { eventually } from '../helpers/eventually.ts';
import { ModelOutput, modelInput } from './model-screen.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function start(kind: 'screen' | 'linear' | 'dumb' = 'screen') {
  const user = drive(100, 20);
  const output = new ModelOutput(100, 20);
  const input = modelInput();
  const killed: (string | number | undefined)[] = [];
  const own = Object.assign(new EventEmitter(), {
    pid: 1,
    kill: (_: number, signal?: string | number) => killed.push(signal) > 0,
  });
  const stage: Stage = createStage({
    store: user.store,
    theme: createTheme(1),
    stdin: input,
    stdout: output as unknown as NodeJS.WriteStream,
    isLinear: kind !== 'screen',
    isDumb: kind === 'dumb',
    onGone: () => undefined,
    // A test may be late.
    patience: { escape: 60_000, rest: 60_000 },
    process: own as unknown as NodeJS.Process,
  });
  const ink = () => {
    const app = mount(stage);
    ends.push(app.unmount);
    return app;
  };
  const shown = async (): Promise<string> => {
    stage.output.flush();
    await new Promise<void>((resolve) => output.terminal.write('', resolve));
    const { active } = output.terminal.buffer;
    return Array.from({ length: 20 }, (_, row) => active.getLine(row)?.translateToString(true) ?? '').join('\n');
  };
  ends.push(() => {
    stage.giveBack();
    stage.close();
    output.terminal.dispose();
  });
  return { user, output, input, stage, own, killed, ink, shown };
}

describe('before Ink', () => {
  test('the first frame stands, and keys count', async () => {
    const { stage, input, shown, user } = start();
    stage.take();
    expect(await shown()).toContain('SANDBOX');
    input.push('GET /zo');
    await eventually(async () => expect(await shown()).toContain('❯ GET /zo'));
    expect(user.state().composer.line.text).toBe('GET /zo');
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'])(
    '%s gives the terminal back, and ends the program by itself',
    async (signal) => {
      const { stage, input, output, own, killed, shown } = start();
      stage.take();
      await shown();
      expect(output.terminal.buffer.active.type).toBe('alternate');
      own.emit(signal, signal);
      await shown();
      expect(killed).toEqual([signal]);
      expect(own.listenerCount(signal)).toBe(0);
      expect(input.isRaw).toBe(false);
      expect(output.terminal.buffer.active.type).toBe('normal');
      const { bracketedPasteMode, wraparoundMode } = output.terminal.modes;
      expect({ bracketedPasteMode, wraparoundMode, hidden: output.hidden }).toEqual({
        bracketedPasteMode: false,
        wraparoundMode: true,
        hidden: false,
      });
      // Whatever else ends it then writes nothing more.
      const { bytes } = output;
      own.emit('exit', 0);
      stage.giveBack();
      expect(output.bytes).toBe(bytes);
    },
  );

  test('an end without a word gives it back too', async () => {
    const { stage, input, output, own, shown } = start();
    stage.take();
    own.emit('exit', 70);
    await shown();
    expect([output.terminal.buffer.active.type, input.isRaw]).toEqual(['normal', false]);
  });
});

describe('as Ink comes', () => {
  test.each(['screen', 'linear', 'dumb'] as const)('nothing is written: %s', async (kind) => {
    const { stage, output, ink, shown, user } = start(kind);
    stage.take();
    const before = await shown();
    const { bytes } = output;
    ink();
    // React has done all that it does by itself.
    await new Promise((resolve) => setImmediate(resolve));
    stage.output.flush();
    expect(output.bytes).toBe(bytes);
    expect(await shown()).toBe(before);
    user.type('x');
    await eventually(async () => expect(await shown()).toContain('x'));
  });

  test('keys before it and after it are one line, a split sequence among them', async () => {
    const { stage, input, ink, user } = start();
    stage.take();
    input.push('ac\u001b[');
    await eventually(() => expect(user.state().composer.line.text).toBe('ac'));
    ink();
    // The rest of the arrow, as it came over a slow line.
    input.push('Db');
    await eventually(() => expect(user.state().composer.line.text).toBe('abc'));
  });

  test('signals are left to it, and it gives the terminal back', async () => {
    const { stage, input, output, own, ink, shown } = start();
    stage.take();
    const app = ink();
    expect(['SIGTERM', 'SIGHUP', 'SIGINT', 'exit'].map((name) => own.listenerCount(name))).toEqual([0, 0, 0, 0]);
    const { bytes } = output;
    await app.handle.suspendTerminal(async () => {
      await shown();
      expect([output.terminal.buffer.active.type, input.isRaw]).toEqual(['normal', false]);
    });
    await eventually(async () => expect(await shown()).toContain('SANDBOX'));
    expect(output.bytes.length).toBeGreaterThan(bytes.length);
    expect(output.terminal.buffer.active.type).toBe('alternate');
    expect(output.terminal.modes.bracketedPasteMode).toBe(true);
    app.unmount();
    await shown();
    expect([output.terminal.buffer.active.type, input.isRaw]).toEqual(['normal', false]);
  });
});
