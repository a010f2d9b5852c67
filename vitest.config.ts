import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Two at a time: many tests start real processes, and a machine with two cores is the smallest we promise.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // The whole, as a user runs it: alone on the machine, since it measures.
          name: 'whole',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
