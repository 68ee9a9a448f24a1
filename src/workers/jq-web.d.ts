// jq-web has no types of its own.
declare module 'jq-web' {
  /** jq, once its WebAssembly is ready. */
  const jq: Promise<{
    /** What jq prints, without the last line feed; undefined where it prints nothing. Throws with jq's standard error. */
    raw(json: string | Uint8Array, filter: string, flags: readonly string[]): string | undefined;
  }>;
  export default jq;
}
