import { expect, test } from 'vitest';
import type { FolderScan } from '#local/scan/scan-for-people.ts';
import { scanLines } from '#local/scan/scan-lines.ts';

const hit = {
  analyzer: 'oxlint',
  rule: 'no-await-in-loop',
  path: 'src/a.ts',
  line: 3,
  function: { name: 'load', from: 1, to: 9 },
  message: 'The waits add up.',
  whyNoFix: 'The order may matter.',
} as const;
const ours = { ...hit, analyzer: 'ironclaw', rule: 'find-to-index', message: 'It searches.' } as const;

const scan: FolderScan = {
  folder: '/srv/shop',
  seconds: 1.23,
  findings: [hit],
  notListed: 0,
  files: 1,
  lines: 40,
  leftOut: [],
  failures: [],
};

test('a rule is explained once, with the places that it points at', () => {
  expect(scanLines({ ...scan, findings: [hit, { ...hit, line: 4, function: null }] }, 5)).toEqual([
    'no-await-in-loop (oxlint), 2 places, 0 with a fix',
    '  The waits add up.',
    '  No fix: The order may matter.',
    '  src/a.ts:3 in load',
    '  src/a.ts:4',
    '',
    expect.stringMatching(/^2 places in 1 file with 40 lines, in 1\.2 s\. Nothing was run/),
    expect.stringContaining('only measurements of your service can tell'),
  ]);
});

test('rules and places that we can fix come first', () => {
  const lines = scanLines({ ...scan, findings: [hit, ours, { ...ours, line: 7, whyNoFix: null }] }, 5);
  expect(lines.slice(0, 4)).toEqual([
    'find-to-index (ironclaw), 2 places, 1 with a fix',
    '  It searches.',
    '  src/a.ts:7 in load: a rule writes the fix',
    '  src/a.ts:3 in load: no fix: The order may matter.',
  ]);
});

test('of many places of a rule the first are printed, and how many more there are', () => {
  const findings = Array.from({ length: 7 }, (_, i) => ({ ...hit, line: i + 1 }));
  const lines = scanLines({ ...scan, findings }, 5);
  expect(lines.filter((line) => line.includes('src/a.ts'))).toHaveLength(5);
  expect(lines).toContain('  … and 2 more; --all prints them.');
});

test('what is not known is said', () => {
  const leftOut = [{ reason: 'too large' as const, count: 4, examples: ['a.js', 'b.js', 'c.js'] }];
  const lines = scanLines({ ...scan, notListed: 8, failures: ['oxlint failed: gone'], leftOut }, 5);
  expect(lines.filter((line) => line.startsWith('?'))).toEqual([
    '? 8 more places are not listed.',
    '? oxlint failed: gone',
    '? left out, too large: 4 (a.js, b.js, c.js, …)',
  ]);
});

test('a name cannot write to the terminal', () => {
  const path = 'a\u001b[2J\n\u202e.js';
  const text = scanLines({ ...scan, findings: [{ ...hit, path }] }, 5).join('');
  expect(text).toContain('a\\u001b[2J\\n\\u{202e}.js:3');
});
