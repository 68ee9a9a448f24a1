// Job control: stops the program as ctrl+z does in a shell, and comes back when the shell continues it.

/** How long a continued program may take to get its signal; also how long a terminal without job control waits. */
const grace = 200;

/**
 * Stops this process and its group, `npm` included where that started it, until SIGCONT.
 *
 * Where no shell could continue it (an orphaned process group) the kernel drops the signal: then this returns after a moment.
 */
export async function stopUntilContinued(): Promise<void> {
  // Windows has no job control.
  if (process.platform === 'win32') return;
  await new Promise<void>((resolve) => {
    const resume = (): void => {
      clearTimeout(timer);
      process.off('SIGCONT', resume);
      resolve();
    };
    const timer = setTimeout(resume, grace);
    process.once('SIGCONT', resume);
    process.kill(0, 'SIGTSTP');
  });
  // Only the job in the foreground is told of a new size.
  process.kill(process.pid, 'SIGWINCH');
}
