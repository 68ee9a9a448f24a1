import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The build puts the version in.
  define: { FLARESCOPE_VERSION: JSON.stringify('0.0.0-test') },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Real servers and real terminals share two cores: fewer workers keep their waits short.
    maxWorkers: 2,
    env: { TZ: 'UTC' },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
