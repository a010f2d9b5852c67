import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two at a time: some tests start real processes, and a machine with two cores is the smallest we promise.
    maxWorkers: 2,
  },
});
