// How often a property is tried, a crash provoked, a byte changed: what every run of the suite can afford, or many times
// that for a long search: `FLARESCOPE_RUNS=50 npx vitest run --config test/vitest.config.ts test/json`.

const times = Number(process.env.FLARESCOPE_RUNS ?? 1);
if (!(times > 0)) throw new Error('FLARESCOPE_RUNS is a number greater than 0');

export function scaled(usual: number): number {
  return Math.ceil(usual * times);
}

/** Parameters of a fast-check property. */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: scaled(usual) };
}
