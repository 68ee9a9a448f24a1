// From the start of the process to a screen that can be used: the prompt stands there, and a key typed then is echoed.
// The trap: a program with a cache of its own is quicker the second time, so the first start ever is measured apart.
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { bareInkText, cleanEnvironment, type Program, placeholder } from './programs.ts';
import { takeTurns } from './rounds.ts';
import { openSession, type Session } from './session.ts';
import { type Summary, summarise } from './statistics.ts';

/** Milliseconds from the start of the process. */
export interface FirstFrame {
  readonly node: Summary;
  readonly bareInk: Summary;
  readonly programs: readonly ProgramStart[];
}

export interface ProgramStart {
  readonly name: string;
  /** `--version`, until the process has ended. */
  readonly version: Summary;
  readonly firstByte: Summary;
  /** Until the prompt is on the screen. */
  readonly usable: Summary;
  /** Until a character that was typed as soon as the prompt stood there is in it. */
  readonly echoed: Summary;
  /** Until the prompt is on the screen, where nothing was ever cached for this user. */
  readonly firstEver: Summary;
}

type Timing = Readonly<Record<string, number>>;

interface Subject {
  readonly args: readonly string[];
  readonly measure: (session: Session) => Promise<Timing>;
  /** Gets a home of its own in every run. */
  readonly isNewUser?: boolean;
}

const size = { columns: 120, rows: 40 };

export async function measureFirstFrame(
  programs: readonly Program[],
  bareInk: string,
  rounds: number,
  folder: string,
): Promise<FirstFrame> {
  const own: readonly Subject[] = programs.flatMap(({ main }) => [
    { args: [main, '--version'], measure: untilEnd },
    { args: [main], measure: untilEcho },
    { args: [main], measure: untilEcho, isNewUser: true },
  ]);
  const subjects: readonly Subject[] = [
    { args: ['-e', '0'], measure: untilEnd },
    { args: [bareInk], measure: untilBareInk },
    ...own,
  ];
  // Once unmeasured, so that no subject pays for reading files from the disk.
  await takeTurns(subjects, 1, (subject) => run(subject, folder));
  const [node, bare, ...starts] = await takeTurns(subjects, rounds, (subject) => run(subject, folder));
  return {
    node: figures(node, 'end'),
    bareInk: figures(bare, 'frame'),
    programs: programs.map(({ name }, index) => {
      const [version, again, first] = starts.slice(index * 3, index * 3 + 3);
      return {
        name,
        version: figures(version, 'end'),
        firstByte: figures(again, 'firstByte'),
        usable: figures(again, 'usable'),
        echoed: figures(again, 'echoed'),
        firstEver: figures(first, 'usable'),
      };
    }),
  };
}

function figures(runs: readonly Timing[] | undefined, name: string): Summary {
  return summarise((runs ?? []).map((timing) => timing[name] ?? Number.NaN));
}

async function run(subject: Subject, folder: string): Promise<Timing> {
  const home = subject.isNewUser ? await mkdtemp(path.join(folder, 'new-')) : folder;
  const session = openSession({
    ...size,
    file: process.execPath,
    args: subject.args,
    env: cleanEnvironment(home),
    cwd: folder,
  });
  try {
    return await subject.measure(session);
  } finally {
    await session.close();
    if (home !== folder) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function untilEnd(session: Session): Promise<Timing> {
  return { end: (await session.ended()) - session.startedAt };
}

async function untilBareInk(session: Session): Promise<Timing> {
  const at = await session.shown((screen) => screen.text().includes(bareInkText), 'the frame of the bare Ink program');
  await session.ended();
  return { frame: at - session.startedAt };
}

async function untilEcho(session: Session): Promise<Timing> {
  const usable = await session.shown((screen) => screen.row(1).includes(placeholder), 'the prompt');
  session.write('x');
  const echoed = await session.shown((screen) => /❯ x$/.test(screen.row(1)), 'the typed character in the prompt');
  const firstByte = session.chunks[0]?.at ?? Number.NaN;
  // Ended as users end it: a program may write its caches then. What stays in the prompt would be there at the next start.
  session.write('\u0015\u0003');
  await session.ended();
  const { startedAt } = session;
  return { firstByte: firstByte - startedAt, usable: usable - startedAt, echoed: echoed - startedAt };
}
