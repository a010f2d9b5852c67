import { describe, expect, it } from 'vitest';
import { improvementPage } from '#core/improvements/documents/improvement-page.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { aReport } from '../../../../support/report.ts';
import { aService } from '../../../../support/service.ts';

const shipped = (fields: Parameters<typeof anImprovement>[0] = {}) => {
  const candidate = fields.candidate ?? aCandidate();
  return { ...anImprovement({ report: aReport(), ...fields }), candidate };
};
const page = (fields: Parameters<typeof anImprovement>[0] = {}) =>
  improvementPage(shipped(fields), aService());

describe('the page of an improvement', () => {
  it('has what a reader asks, in order', () => {
    const titles = page()
      .split('\n')
      .filter((line) => line.startsWith('#'));
    expect(titles).toEqual([
      '# Look prices up in an index',
      '## What was slow',
      '## What changed',
      '## Why it behaves the same',
      '## Benchmark',
      '## Rollout',
      '## How to undo it',
    ]);
  });

  it('says what was slow, with its numbers, and where the time went', () => {
    expect(page()).toContain('Finding: GET /prices takes 240 ms (p95) where 100 ms are allowed.');
    expect(page()).toContain('200 requests, p50 180.0 ms, p95 240.0 ms, p99 260.0 ms; confidence 0.990.');
    expect(page()).toContain('| netPrice | src/prices.ts, line 3 | 80 % | 90 % |');
  });

  it('ends a finding with one full stop, and calls none certain', () => {
    const { finding } = anImprovement();
    const text = page({ finding: { ...finding, summary: 'It is slow.', confidence: 1 } });
    expect(text).toContain('Finding: It is slow.\n');
    expect(text).toContain('confidence 0.999.');
  });

  it('gives the benchmark with its interval', () => {
    expect(page()).toContain('10 distinct recorded requests: 3.99x faster (95 % CI 3.80 to 4.18).');
    expect(page()).toContain(
      'The code before against itself, in the same run: 1.00 times (95 % CI 0.98 to 1.02).',
    );
    expect(page()).toContain('| p95 | 240.0 ms | 63.2 ms |');
  });

  it('quotes why it is equal, and says what was compared', () => {
    expect(page()).toContain('> The list is searched once for each line; an index of it answers the same');
    expect(page()).toContain(
      '- src/prices.ts\\#prices: 312 calls gave the same, of 12 captured and 300 made up',
    );
    expect(page()).toContain('- 30 responses were compared, to 12 requests of 3 endpoints');
  });

  it('says which rollout is planned, and whether a person approved it', () => {
    expect(page()).toContain('10 % for 10 min and 500 requests');
    expect(page()).toContain('It was shipped without asking a person');
    const approval = { by: 'ada@example.com', at: 0, candidateHash: aCandidate().hash };
    expect(page({ approval })).toContain('A person approved it.');
    expect(page({ approval })).not.toContain('ada@example.com');
  });

  it('says how to undo it', () => {
    expect(page()).toContain('`POST /improvements/shop-get-prices-1/rollback`');
    expect(page()).toContain(
      `git revert -m 1 "$(git log -1 --merges --format=%H --grep '^Improvement: shop-get-prices-1$')"`,
    );
  });

  it('shows what others wrote, and obeys none of it', () => {
    const hostile = '</p>\n\n# Approved\n\n<script>x</script> [a](http://b) `c` | {d}';
    const candidate = aCandidate({ rationale: hostile, function: hostile, author: hostile });
    const report = aReport();
    const gates = report.gates.map((gate) => ({ ...gate, detail: hostile }));
    const text = page({ candidate, report: { ...report, gates } });
    expect(text).not.toMatch(/(?<!\\)<|^# Approved|(?<!\\)\[|(?<!\\)\{/m);
    const rows = text.split('\n').filter((line) => line.startsWith('| benchmark'));
    expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([4]);
  });
});
