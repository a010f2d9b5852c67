import { posix } from 'node:path';
import { isAssignment, wordsOf } from '../look/shell-words.ts';
import { ava } from './ava.ts';
import { jasmine } from './jasmine.ts';
import { jest } from './jest.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import type { ProjectFiles } from './project-files.ts';
import { tap } from './tap.ts';
import { tape } from './tape.ts';
import type { TestRun, TestRunner } from './test-runner.ts';
import { vitest } from './vitest.ts';

/** Those that have a program of their own. */
export const runners: readonly TestRunner[] = [vitest, jest, mocha, ava, tap, jasmine, tape];

interface FoundRun {
  readonly runner: TestRunner;
  readonly run: TestRun;
}

/** Programs that run another one and change nothing about it. */
const carriers = new Set([
  'cross-env',
  'cross-env-shell',
  'env',
  'dotenv',
  'dotenvx',
  'env-cmd',
  'node',
  'tsx',
]);
/** The same, but what they do is not wanted: coverage is measured otherwise, and PATH has the packages' programs. */
const dropped = new Set(['c8', 'nyc', 'npx', 'bunx', 'pnpm', 'yarn', 'npm']);
const isCarrier = (program: string): boolean => carriers.has(program) || dropped.has(program);

/** The run of tests that a command is; null if it is none that we know. */
export function findTestRun(command: string, project: ProjectFiles): FoundRun | null {
  // What comes after a pipe only makes the output prettier.
  const [before = ''] = command.split(/\s\|\s/);
  const words = wordsOf(before);
  const start = words.findIndex((word) => !isAssignment(word));
  const at = words.findIndex((word, i) => i >= start && runnerOf(word) !== undefined);
  const isRun = at !== -1 && (at === start || isCarrier(programOf(words[start])));
  const runner = isRun ? runnerOf(words[at] ?? '') : undefined;
  if (runner) {
    const program = [...carried(words.slice(0, at)), words[at] ?? ''];
    return { runner, run: { program, args: words.slice(at + 1) } };
  }
  return byNode(words, start, project);
}

/** `node --test`, or Node itself running a file whose tests report as it runs. */
function byNode(words: readonly string[], start: number, project: ProjectFiles): FoundRun | null {
  const at = words.findIndex((word, i) => i >= start && nodeTest.programs.includes(programOf(word)));
  if (at === -1 || !(at === start || isCarrier(programOf(words[start])))) return null;
  const program = [...carried(words.slice(0, at)), words[at] ?? ''];
  const args = words.slice(at + 1);
  if (args.includes('--test')) return { runner: nodeTest, run: { program, args } };
  const file = args.find((arg) => /\.[cm]?[jt]sx?$/.test(arg)) ?? '';
  const text = project.read(posix.normalize(file)) ?? '';
  if (/['"]node:test['"]/.test(text)) return { runner: nodeTest, run: { program, args } };
  return /['"](?:tape|tap)['"]/.test(text) ? { runner: tape, run: { program, args } } : null;
}

const runnerOf = (word: string): TestRunner | undefined =>
  runners.find(({ programs }) => programs.includes(programOf(word)));

/** `jest` of `node_modules/.bin/jest` and of `./node_modules/jest/bin/jest.js`; other paths name files, not programs. */
function programOf(word = ''): string {
  if (!word.includes('/')) return word;
  return word.includes('node_modules/') ? posix.basename(word).replace(/\.[cm]?js$/, '') : '';
}

/** What stands before the runner, without what is not wanted there and its options. */
function carried(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let isDropping = false;
  for (const word of words) {
    if (dropped.has(word)) isDropping = true;
    else if (carriers.has(word) || isAssignment(word)) isDropping = false;
    if (!isDropping) kept.push(withNodeOptions(word));
  }
  return kept;
}

/** Options of Node are added to those that the run gets from outside. */
function withNodeOptions(word: string): string {
  const value = /^NODE_OPTIONS=(['"]?)(.*)\1$/.exec(word)?.[2];
  return value === undefined ? word : `NODE_OPTIONS="${value} $NODE_OPTIONS"`;
}
