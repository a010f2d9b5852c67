import { configDefaults, defineConfig } from 'vitest/config';

/** What needs neither a database nor a sandbox nor a network, and draws no thousands of samples. */
const pure = ['tests/unit/core', 'tests/unit/functions', 'tests/structure'].map(
  (folder) => `${folder}/**/!(*.simulation).test.ts`,
);

export default defineConfig({
  test: {
    // Two at a time: many tests start real processes, and a machine with two cores is the smallest we promise.
    maxWorkers: 2,
    projects: [
      {
        test: {
          // What to run after every change: well below half a minute.
          name: 'pure',
          include: pure,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          // Real databases, repositories, sandboxes and proxies, and simulations with thousands of draws.
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'tests/{e2e,fixtures,foreign,makes}/**', ...pure],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // With packages and Node versions of others, which the first run installs from the registry.
          name: 'foreign',
          include: ['tests/foreign/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          // The whole, as a user runs it: alone on the machine, since it measures.
          name: 'whole',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // Services as strangers write them, brought in by `ironclaw init` and taken through the loop; it measures, too.
          name: 'makes',
          include: ['tests/makes/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
