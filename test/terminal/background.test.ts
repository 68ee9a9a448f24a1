// Whether the terminal is dark or light: asked once, answered whenever it likes, or never.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBackgroundQuestion } from '../../src/terminal/background.ts';
import { createDecoder, localPatience } from '../../src/terminal/input/decode.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function begin(hint?: string) {
  const written: string[] = [];
  const question = createBackgroundQuestion((bytes) => written.push(bytes), localPatience, hint);
  const decoder = createDecoder();
  let other = 0;
  return {
    question,
    written,
    answer: (...pieces: string[]) => {
      for (const piece of pieces)
        for (const event of decoder.push(Buffer.from(piece), 0)) if (!question.take(event)) other += 1;
    },
    others: () => other,
  };
}

describe('the background', () => {
  test.each([
    ['\u001b]11;rgb:0000/0000/0000\u0007', 'dark'],
    ['\u001b]11;rgb:1d1d/2020/2121\u001b\\', 'dark'],
    ['\u001b]11;rgb:fa/fa/fa\u0007', 'light'],
    ['\u001b]11;rgb:f/f/f\u0007', 'light'],
    ['\u001b]11;rgba:ffff/ffff/ffff/8000\u0007', 'light'],
  ])('%j is %s', async (bytes, brightness) => {
    const { question, answer, written, others } = begin();
    const asked = question.ask();
    expect(written).toEqual(['\u001b]11;?\u0007\u001b[c']);
    answer(...bytes.match(/.{1,3}/gs)!, '\u001b[?62;22c');
    expect(await asked).toBe(brightness);
    expect(others()).toBe(0);
    // It is asked once.
    expect(await question.ask()).toBe(brightness);
    expect(written).toHaveLength(1);
  });

  test('is unknown at once where the terminal answers the other question alone', async () => {
    const { question, answer } = begin();
    const asked = question.ask();
    answer('\u001b[?1;2c');
    expect(await asked).toBeUndefined();
  });

  test.each([
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;default;7', 'light'],
    ['7;8', 'dark'],
    ['nonsense', undefined],
  ])('is what COLORFGBG=%s says where no answer comes in time', async (hint, brightness) => {
    const { question } = begin(hint);
    const asked = question.ask();
    await vi.advanceTimersByTimeAsync(localPatience.rest);
    expect(await asked).toBe(brightness);
  });

  test('is not waited for at the end but where an answer is still to come', async () => {
    const { question, answer } = begin();
    await question.settled();
    const asked = question.ask();
    let isSettled = false;
    const settled = question.settled().then(() => {
      isSettled = true;
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(isSettled).toBe(false);
    answer('\u001b]11;rgb:0/0/0\u0007', '\u001b[?62c');
    await settled;
    expect(await asked).toBe('dark');
    // A terminal that never answers holds up the end for a moment.
    const other = begin().question;
    void other.ask();
    const waited = other.settled();
    await vi.advanceTimersByTimeAsync(localPatience.escape * 5);
    await waited;
  });

  test('of an answer that comes late nothing is left, in whatever pieces', async () => {
    const { question, answer, others } = begin();
    const asked = question.ask();
    await vi.advanceTimersByTimeAsync(localPatience.rest);
    expect(await asked).toBeUndefined();
    answer('\u001b', ']11;rgb:00', '00/0000/0000', '\u001b', '\\', '\u001b[?6', '4;1c');
    expect(others()).toBe(0);
  });
});
