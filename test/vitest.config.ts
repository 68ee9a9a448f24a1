import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The build puts the version in.
  define: {
    FLARESCOPE_BUILD: JSON.stringify('test'),
    FLARESCOPE_VERSION: JSON.stringify('0.0.0-test'),
    FLARESCOPE_JQ_WEB: JSON.stringify('0.0.1-test'),
  },
  // As Node finds packages: a development build beside the usual one would be a second copy (graphql has one).
  ssr: { resolve: { conditions: ['module-sync', 'node'], externalConditions: ['module-sync', 'node'] } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Files share a process: loading the program anew for each of them took more than a third of the time. So no test may
    // leave anything behind, a variable of the environment included.
    isolate: false,
    maxWorkers: 2,
    env: { TZ: 'UTC' },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
