// The component that Ink has, in Ink's own testing library: it neither paints nor reads.
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test } from 'vitest';
import { App, type AppHandle } from '../../src/terminal/App.tsx';

afterEach(cleanup);

test('Ink paints nothing of it and reads no key and no paste, and it gives its handle once', () => {
  const handles: AppHandle[] = [];
  const onHandle = (handle: AppHandle): void => void handles.push(handle);
  const app = render(<App onHandle={onHandle} />);
  app.stdin.write('GET /zones\r');
  app.stdin.write('\u001b[200~pasted\u001b[201~');
  app.rerender(<App onHandle={onHandle} />);
  expect(app.frames.join('').trim()).toBe('');
  expect(handles).toHaveLength(1);
});
