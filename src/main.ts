#!/usr/bin/env node
// The bin: checks the Node version, picks the command, loads only what that command needs. The only process.exit.
// It imports nothing statically and uses only old syntax, so that an old Node can still read it far enough to say what is missing.
const required = 24;

if (Number(process.versions.node.split('.')[0]) < required) {
  process.stderr.write(`flarescope needs Node ${required} or newer; this is Node ${process.versions.node}.\n`);
  process.exit(2);
}

// Node would open a debugger on this signal, and with it every credential in memory.
process.on('SIGUSR1', () => undefined);

// Node makes a stream when it is first asked for, which takes a while, and many commands need none.
const made: NodeJS.WriteStream[] = [];
const whenMade = (name: 'stdout' | 'stderr', onError: (error: NodeJS.ErrnoException) => void): void => {
  const { get } = Object.getOwnPropertyDescriptor(process, name) ?? {};
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      const stream: NodeJS.WriteStream = get?.call(process);
      if (!made.includes(stream)) {
        made.push(stream);
        stream.on('error', onError);
      }
      return stream;
    },
  });
};

// A reader that has seen enough, as in `| head`, is no error. A terminal that is gone is a hangup, whose signal may come later.
whenMade('stdout', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  if (error.code === 'EIO' && process.stdout.isTTY) process.exit(129);
  process.stderr.write(`flarescope: the output could not be written whole: ${error.message}\n`, () => process.exit(6));
});
// Where nothing can be told, the work goes on.
whenMade('stderr', () => undefined);

const crash = (error: unknown): Promise<number> =>
  import('./cli/crash.ts').then(({ tellCrash }) => {
    tellCrash(error);
    return 70;
  });

// The explorer has its own, which puts the terminal back first. Node's would print what the error holds.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') === 1) crash(error).then(process.exit, () => process.exit(70));
});

import('./cli/route.ts')
  .then((route) => route.run(process.argv.slice(2)))
  .catch(crash)
  .then((code) => {
    if (made.length === 0) process.exit(code);
    // What was written to a pipe may still be on its way.
    process.stdout.write('', () => process.exit(code));
  });
