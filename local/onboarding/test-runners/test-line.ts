import { expandScript } from '../look/expand-script.ts';
import { findTestRun, runners } from './find-test-run.ts';
import { drivesBrowser, isNoTest } from './other-commands.ts';
import { type ProjectFiles, readTestedPackage, type TestedPackage } from './project-files.ts';

/** How the tests of a package run once and write a report, or why that is not known. */
export type TestLine =
  | { readonly runner: string; readonly line: string; readonly note?: string }
  | { readonly runner: null; readonly why: string };

const scriptNames = ['test', 'test:unit', 'unit', 'test:ci', 'tests'];
const placeholder = /no test specified/;

/** Finds the line in what a package says of itself, which stays as it is. */
export function testLineOf(project: ProjectFiles): TestLine {
  const tested = readTestedPackage(project);
  if (tested === null) return { runner: null, why: 'There is no package.json that can be read.' };
  const commands = commandsIn(tested, project);
  if (commands === null) {
    const why = 'package.json has no script that runs tests, and asks for no test runner that we know.';
    return { runner: null, why: `${why} Name a line in \`commands.test\`.` };
  }
  const inBox = commands.filter((command) => !isNoTest(command) && !drivesBrowser(command));
  const note = commands.some(drivesBrowser) ? 'Tests that drive a browser are left out.' : undefined;
  if (inBox.length === 0) {
    const why = note ?? 'The script that is named for tests only checks the code.';
    return { runner: null, why: `${why} Name a line in \`commands.test\` that runs others.` };
  }
  const found = lineOf(inBox, project, tested);
  const notes = [found.note, note].filter((text) => text !== undefined);
  return { ...found, ...(notes.length > 0 ? { note: notes.join(' ') } : {}) };
}

/** What its script for tests comes down to; else the program of its runner. */
function commandsIn(tested: TestedPackage, project: ProjectFiles): readonly string[] | null {
  const scripts = Object.fromEntries(
    Object.entries(tested.scripts).filter(([, line]) => !placeholder.test(line)),
  );
  for (const name of scriptNames) {
    const commands = expandScript(name, scripts);
    if (commands !== undefined && commands.length > 0) return commands;
  }
  const asked = runners.find(({ programs: [name = ''] }) => name in tested.packages);
  if (asked) return [asked.programs[0] ?? ''];
  const isTest = /(?:\.|-|_|^|\/)test\.[cm]?[jt]s$|(?:^|\/)test\/.*\.[cm]?[jt]s$/;
  const hasNodeTests = project.paths.some(
    (path) => isTest.test(path) && /['"]node:test['"]/.test(project.read(path) ?? ''),
  );
  return hasNodeTests ? ['node --test'] : null;
}

type Found = Extract<TestLine, { runner: string }>;

function lineOf(commands: readonly string[], project: ProjectFiles, tested: TestedPackage): Found {
  const steps = commands.map((command) => ({ command, found: findTestRun(command, project) }));
  const runs = steps.flatMap(({ found }) => (found ? [found] : []));
  if (runs.length === 0) return byExitCode(commands);
  const last = steps.findLastIndex(({ found }) => found !== null);
  const preparations = steps.slice(0, last).flatMap(({ command, found }) => (found ? [] : [command]));
  const lines = runs.map(({ runner, run }) => ({ ...runner, line: runner.withReport(run, tested) }));
  return {
    runner: [...new Set(lines.map(({ name }) => name))].join(' and '),
    line: [...preparations, ...(lines.length > 1 ? oneAfterTheOther(lines) : [lines[0]?.line])].join(' && '),
  };
}

/** Each writes a report of its own into a folder. One that fails must not keep the next one from running. */
function oneAfterTheOther(
  lines: readonly { readonly extension: string; readonly line: string }[],
): readonly string[] {
  const runs = lines.map(
    ({ extension, line }, i) =>
      `(export IRONCLAW_TEST_REPORT="$IRONCLAW_TEST_REPORT/${i + 1}.${extension}"; ${line}) || status=1; `,
  );
  return ['mkdir -p "$IRONCLAW_TEST_REPORT"', `{ status=0; ${runs.join('')}exit $status; }`];
}

/** For what reports nothing of single tests. */
function byExitCode(commands: readonly string[]): Found {
  const line = commands.join(' && ');
  const report = `printf 'TAP version 13\\n1..1\\n%s 1 - all tests\\n' "$result" > "$IRONCLAW_TEST_REPORT"`;
  return {
    runner: 'exit code',
    line: `{ ${line}; } && result=ok || result="not ok"; ${report}; [ "$result" = ok ]`,
    note: 'All tests count as one, which passes if the command does, because it has no report that we know.',
  };
}
