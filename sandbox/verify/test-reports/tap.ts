import { collectTests, type ReportedTest } from './reported-test.ts';
import { openTapLevels } from './tap-levels.ts';
import { readTapLines, type TapLine } from './tap-line.ts';

/**
 * Reads TAP 12 to 14 with nested subtests: a test point with subtests is their suite. A failure that is marked as to do is
 * none. A run that bails out, or has other tests than it planned, counts as a failed test. Several outputs may stand one
 * after the other.
 *
 * @throws Error if it has more than 100,000 tests, or they lie more than 100 deep.
 */
export function readTap(text: string): readonly ReportedTest[] {
  const tests = collectTests();
  let document = openDocument();
  const end = () => {
    for (const test of document.end()) tests.add(test);
  };
  for (const line of readTapLines(text)) {
    if (line.kind === 'version' && line.depth === 0) {
      end();
      document = openDocument();
    } else document.read(line);
  }
  end();
  return tests.all;
}

interface TapDocument {
  read(line: TapLine): void;
  end(): readonly ReportedTest[];
}

function openDocument(): TapDocument {
  const levels = openTapLevels();
  let isEmpty = true;
  let planned: number | null = null;
  let bailOut: string | null = null;
  return {
    read(line) {
      isEmpty = false;
      if (line.kind === 'plan' && line.depth === 0) planned = line.count;
      else if (line.kind === 'bail-out') bailOut ??= line.reason;
      else levels.read(line);
    },
    end() {
      if (isEmpty) return [];
      const { points, tests } = levels.end();
      if (bailOut !== null) return [...tests, failed('Bail out!', bailOut)];
      if (planned === points) return tests;
      const plan = planned === null ? 'It ends without a plan' : `It planned ${planned} tests`;
      return [...tests, failed('(the plan)', `${plan}; ${points} ran.`)];
    },
  };
}

const failed = (name: string, message: string): ReportedTest => ({
  file: '',
  path: [name],
  result: 'failed',
  message,
});
