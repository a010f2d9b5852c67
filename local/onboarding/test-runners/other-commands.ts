import { isAssignment, wordsOf } from '../look/shell-words.ts';

const browsers = [
  'playwright',
  'cypress',
  'wdio',
  'testcafe',
  'nightwatch',
  'start-server-and-test',
  'codeceptjs',
];
const checks = [
  'eslint prettier standard xo tslint biome oxlint rome semistandard ts-standard tsd',
  'check-dts attw publint depcheck knip cspell commitlint markdownlint size-limit',
  'lockfile-lint coveralls codecov snyk dependency-cruiser depcruise madge',
].flatMap((line) => line.split(' '));

/** Whether a command drives a browser: nothing of that kind runs in a box. */
export const drivesBrowser = (command: string): boolean => runsOne(command, browsers);

/** Whether a command checks something else than behavior, or only reports on a run of tests. */
export function isNoTest(command: string): boolean {
  if (runsOne(command, checks)) return true;
  return /^(?:npx )?(?:(?:c8|nyc) (?:report|check-coverage)|tsc\b.*--noEmit\b|npm audit)/.test(command);
}

function runsOne(command: string, programs: readonly string[]): boolean {
  const [program = '', next = ''] = wordsOf(command).filter((word) => !isAssignment(word));
  return programs.includes(program === 'npx' || program === 'cross-env' ? next : program);
}
