// Waiting inside an answer. A client that goes away, or a sandbox that closes, ends the wait at once: no timer outlives its
// response.
import type { ServerResponse } from 'node:http';

/** Resolves after `ms` milliseconds, or as soon as the response is closed; true where the response can still be written. */
export function pause(ms: number, response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    if (response.closed || response.destroyed) return resolve(false);
    const finish = (isOpen: boolean): void => {
      clearTimeout(timer);
      response.off('close', onClose);
      resolve(isOpen);
    };
    const onClose = (): void => finish(false);
    const timer = setTimeout(() => finish(true), ms);
    response.once('close', onClose);
  });
}
