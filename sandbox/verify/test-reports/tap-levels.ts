import type { ReportedTest, TestResult } from './reported-test.ts';
import type { TapLine, TapPoint } from './tap-line.ts';

/** The test points at one indentation, until the point of their parent comes. */
interface Level {
  readonly tests: ReportedTest[];
  /** A parent that was told before its subtests, in the braces of TAP 14. */
  parent: TapPoint | null;
}

interface TapLevels {
  read(line: TapLine): void;
  /** All tests, and how many points stand at the outermost level. */
  end(): { readonly tests: readonly ReportedTest[]; readonly points: number };
}

const deepest = 100;

/** Puts test points under their parents, which most runners tell after their subtests. */
export function openTapLevels(): TapLevels {
  const levels: Level[] = [];
  let points = 0;
  /** tape says only in a comment to which test an assertion belongs. */
  let heading = '';
  let hasSubtests = false;

  function levelAt(depth: number): Level {
    if (depth > deepest) throw new Error(`its tests lie more than ${deepest} deep`);
    while (levels.length <= depth) levels.push({ tests: [], parent: null });
    return levels[depth] as Level;
  }

  function add(depth: number, point: TapPoint): void {
    const { tests } = levelAt(depth);
    const subtests = levels.splice(depth + 1).flatMap((level) => level.tests);
    const isHeaded = depth === 0 && !hasSubtests && heading !== '' && heading !== point.name;
    if (depth === 0) points += 1;
    for (const test of testsOf(point, subtests))
      tests.push(isHeaded ? { ...test, path: [heading, ...test.path] } : test);
  }

  return {
    read(line) {
      if (line.kind === 'comment') {
        hasSubtests ||= line.text.startsWith('Subtest:');
        if (line.depth === 0) heading = line.text;
      } else if (line.kind === 'point') {
        if (line.opensBlock) levelAt(line.depth).parent = line.point;
        else add(line.depth, line.point);
      } else if (line.kind === 'block-end') {
        const level = levels[line.depth];
        if (level?.parent) add(line.depth, level.parent);
        if (level) level.parent = null;
      }
    },
    end: () => ({ tests: levels.flatMap(({ tests }) => tests), points }),
  };
}

function testsOf(point: TapPoint, subtests: readonly ReportedTest[]): readonly ReportedTest[] {
  const { name, message } = point;
  const own: ReportedTest = { file: '', path: [name], result: resultOf(point), message };
  const inside = subtests.map((test) => ({
    ...test,
    path: [name, ...test.path],
    result: point.directive !== null && test.result === 'failed' ? ('skipped' as const) : test.result,
  }));
  const isTold = own.result !== 'failed' || inside.some(({ result }) => result === 'failed');
  return inside.length > 0 && isTold ? inside : [...inside, own];
}

function resultOf({ isOk, directive }: TapPoint): TestResult {
  if (directive !== null) return 'skipped';
  return isOk ? 'passed' : 'failed';
}
