// Exit statuses, the same for every command.

export const exitCodes = {
  success: 0,
  /** The API, or the document, said no. */
  refused: 1,
  usage: 2,
  /** No answer came. */
  noAnswer: 3,
  crashed: 70,
  /** As a shell reports a program that SIGINT ended: 128 + 2. */
  cancelled: 130,
} as const;
