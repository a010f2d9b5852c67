import { expect, test } from 'vitest';
import { suggest } from '#core/improvements/candidate/suggest.ts';
import type { StaticFinding } from '#core/performance/findings/static-finding.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { memoryArtifacts } from '../../../../support/memory-artifacts.ts';
import { aStaticFinding } from '../../../../support/static-finding.ts';

const place = aStaticFinding();
const base = anImprovement({ attempt: 1 });
const hottest = [
  { name: 'grossPrice', file: 'src/prices.ts', line: 11, self: 0.1, total: 0.9 },
  { name: 'netPrice', file: 'src/prices.ts', line: 5, self: 0.1, total: 0.4 },
];
const improvement = { ...base, finding: { ...base.finding, hottest } };

async function suggestionFrom(findings: readonly StaticFinding[]) {
  const artifacts = memoryArtifacts();
  const counts = { notListed: 0, files: 1, lines: 20, leftOut: [], failures: [] };
  await artifacts.write(
    `jobs/scan/${improvement.id}/1/out/static-findings.json`,
    JSON.stringify({ commit: 'a'.repeat(40), findings, ...counts }),
  );
  return suggest(improvement, artifacts);
}

test('the suspicious place in the hottest function is suggested, with why nobody wrote the fix', async () => {
  const hotter = { ...place, line: 12, function: { name: 'grossPrice', from: 11, to: 14 } };
  expect(await suggestionFrom([place])).toBe(
    'Look at src/prices.ts:7, in a function with 40 % of the time. The waits add up. The order may matter.',
  );
  expect(await suggestionFrom([place, hotter])).toMatch(
    /^Look at src\/prices.ts:12, in a function with 90 %/,
  );
});

test.each([
  ['outside of the profile', { path: 'src/carts.ts' }],
  ['that a rule fixes: it was tried', { whyNoFix: null }],
])('a place %s is not suggested', async (_, fields) => {
  expect(await suggestionFrom([{ ...place, ...fields }])).toBeNull();
});

test('without a scan nothing is suggested', async () => {
  expect(await suggest(improvement, memoryArtifacts())).toBeNull();
});
