// Stopping and going on as a job of the shell: by ctrl+z, by SIGTSTP from outside, and by SIGSTOP, which no program can prepare for.

export interface JobControl {
  /** Hands the terminal to the shell until the user resumes the program. */
  readonly suspend: () => Promise<void>;
  /** Lends the terminal to a program that this one starts, which gets the signals of its keys as well. Ctrl+c aborts the signal. */
  readonly lend: <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  readonly end: () => void;
}

interface StoppableTerminal {
  /** Gives the terminal back as it was, runs `stop`, and takes the terminal again. */
  readonly suspend: (stop: () => Promise<void>) => Promise<void>;
  /** Takes the terminal again which was left as it stood. */
  readonly retake: () => void;
}

/** How long a continued program may take to get its signal; also how long a terminal without job control waits. */
const grace = 200;

export function createJobControl(terminal: StoppableTerminal): JobControl {
  let isSuspended = false;
  const suspend = async (): Promise<void> => {
    // Windows has no job control.
    if (isSuspended || process.platform === 'win32') return;
    isSuspended = true;
    try {
      await terminal.suspend(stopUntilContinued);
    } finally {
      isSuspended = false;
    }
    takeNewSize();
  };
  const lend = async <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    let result: { readonly value: Result } | undefined;
    const interrupted = new AbortController();
    const interrupt = (): void => interrupted.abort();
    isSuspended = true;
    process.on('SIGINT', interrupt);
    // Ctrl+z stops both.
    process.off('SIGTSTP', stopFromOutside);
    try {
      await terminal.suspend(async () => {
        result = { value: await work(interrupted.signal) };
      });
    } finally {
      process.on('SIGTSTP', stopFromOutside);
      // The key's signal goes to both, and this process may be told of it after the other one has ended: without a listener
      // it would end by it.
      setTimeout(() => process.off('SIGINT', interrupt), grace).unref();
      isSuspended = false;
    }
    takeNewSize();
    if (!result) throw new Error('the terminal could not be lent');
    return result.value;
  };
  const stopFromOutside = (): void => void suspend();
  const goOn = (): void => {
    if (isSuspended) return;
    terminal.retake();
    takeNewSize();
  };

  /**
   * Stops this process and its group, `npm` included where that started it, until SIGCONT.
   *
   * Where no shell could continue it (an orphaned process group) the kernel drops the signal: then this returns after a moment.
   */
  async function stopUntilContinued(): Promise<void> {
    // While somebody listens, the signal stops nobody.
    process.off('SIGTSTP', stopFromOutside);
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
    process.on('SIGTSTP', stopFromOutside);
  }

  process.on('SIGTSTP', stopFromOutside);
  process.on('SIGCONT', goOn);
  return {
    suspend,
    lend,
    end: () => {
      process.off('SIGTSTP', stopFromOutside);
      process.off('SIGCONT', goOn);
    },
  };
}

/** Only the job in the foreground is told of a new size. */
function takeNewSize(): void {
  process.kill(process.pid, 'SIGWINCH');
}
