// What the runtime needs of the world, as arguments: commands give the real ones, tests give others.

export interface Files {
  readonly read: (path: string) => Promise<Uint8Array>;
}

/** The terminal, or what stands for it; the UI gives it. */
export interface Terminal {
  /** Hands the terminal back to the shell until the user resumes the program. */
  readonly suspend: () => Promise<void>;
  /** Draws the whole screen anew, whatever stands on it. */
  readonly redraw: () => Promise<void>;
  readonly quit: () => void;
  /** Writes a control sequence between two frames. */
  readonly write: (sequence: string) => void;
}
