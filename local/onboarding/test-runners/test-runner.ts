import type { TestedPackage } from './project-files.ts';

/** A test runner, and how it is told to run once and to write a report. */
export interface TestRunner {
  readonly name: string;
  /** Names of its program; the first one is also its package's, and runs the tests of a package without a script. */
  readonly programs: readonly string[];
  /** How files of its reports end. */
  readonly extension: 'json' | 'tap';
  /** The same run, once, with a report at the path in `IRONCLAW_TEST_REPORT`. */
  withReport(run: TestRun, tested: TestedPackage): string;
}

/** A command that runs tests, in words of the shell. */
export interface TestRun {
  /** What stands before the arguments: variables, and the runner's program. */
  readonly program: readonly string[];
  readonly args: readonly string[];
}

/** Options that would run the tests again and again, end the run early, measure coverage or report elsewhere. */
interface Unwanted {
  readonly flags: readonly string[];
  /** Those that a value follows. */
  readonly valued: readonly string[];
}

/** The command without some options, in both forms: `--reporter=dot` and `--reporter dot`. */
export function without({ flags, valued }: Unwanted, { program, args }: TestRun): string {
  const wanted = args.filter((arg, i) => {
    const [name = ''] = arg.split('=');
    const isValue = valued.includes(args[i - 1] ?? '') && !arg.startsWith('-');
    return !isValue && !flags.includes(name) && !valued.includes(name);
  });
  return [...program, ...wanted].join(' ');
}

/** The major version that a package asks for; null if it does not say. */
export function majorOf({ packages }: TestedPackage, name: string): number | null {
  const found = /\d+/.exec(packages[name] ?? '')?.[0];
  return found === undefined ? null : Number(found);
}
