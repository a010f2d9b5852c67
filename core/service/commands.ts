import * as z from 'zod';

/** A line for `/bin/sh -c`, run in the service's `directory` with its `env`, the same on one machine and in the sandbox. */
const ShellLine = z.string().min(1);

/** The commands of a service, in `ironclaw.json`. */
export const Commands = z.strictObject({
  /**
   * Makes from the sources what `start` and `test` need: `tsc -p .`. Runs once per version, after the packages are linked
   * and before anything else.
   */
  build: ShellLine.optional(),
  typecheck: ShellLine.optional(),
  lint: ShellLine.optional(),
  /**
   * Must write a report of each test to the path in `IRONCLAW_TEST_REPORT`: JUnit XML, TAP, or the JSON of jest, vitest or
   * mocha; or a folder of such files there. `IRONCLAW_REPORTERS` is a folder with reporters for node:test, mocha and jasmine.
   */
  test: ShellLine,
  /** Must listen for HTTP on the port in `PORT`, or on the one that `port` names. */
  start: ShellLine,
  /**
   * Deploys a commit when no fleet of ours runs the service's versions. Runs in a fresh checkout of the commit, with
   * its full hash in `IRONCLAW_COMMIT`. A service on Lambda must publish a version whose description is that hash. A
   * second run for the same commit must change nothing.
   */
  deploy: ShellLine.optional(),
});

/** Starts what the service needs beside itself, such as a database, for one run of its tests or of its server. */
export const Setup = z.strictObject({
  /** Ends once everything is ready; what it left running goes on. */
  start: ShellLine,
  /** Ends what `start` started. In the sandbox it is not needed: everything ends with the box. */
  stop: ShellLine.optional(),
  /** The longest time that `start` may take, in seconds. */
  seconds: z.number().positive().max(300).default(60),
});
