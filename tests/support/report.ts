import { type BaseReplay, type BaseReport, baseChecks } from '#core/improvements/base/base-report.ts';
import { gateNames, type VerificationReport } from '#core/improvements/candidate/verification-report.ts';

/** The verification report of a candidate that by default is 4x faster and breaks nothing. */
export function aReport(fields: Partial<VerificationReport> = {}): VerificationReport {
  return {
    schema: 1,
    improvementId: 'shop-get-prices-1',
    candidateHash: 'c'.repeat(64),
    baseCommit: 'a'.repeat(40),
    isolation: 'bubblewrap',
    outcome: 'passed',
    reason: 'every gate passed',
    gates: gateNames.map((name) => ({ name, result: 'passed', detail: `${name} passed`, seconds: 1 })),
    tests: { ran: 20, failingBefore: [], newlyFailing: [], missing: [] },
    coverage: { changed: 4, executed: 4 },
    equivalence: {
      compared: 30,
      requests: 12,
      endpoints: 3,
      shapes: { compared: 2, recorded: 2 },
      unstable: 0,
      leftOut: 0,
      differences: [],
    },
    calls: {
      functions: [
        {
          name: 'src/prices.ts#prices',
          captured: 12,
          generated: 300,
          compared: 312,
          unstable: 0,
          unknown: {},
          lost: 0,
        },
      ],
      differences: [],
      unseen: [],
      unexercised: [],
      growth: [],
      peak: { base: 0, candidate: 0 },
    },
    risks: [],
    noise: { ratio: 1, low: 0.98, high: 1.02, pairs: 20 },
    benchmark: benchmarkOf(3.8),
    seconds: 30,
    ...fields,
  };
}

/** A benchmark whose interval begins at `low`. */
export function benchmarkOf(low: number): NonNullable<VerificationReport['benchmark']> {
  return {
    ratio: low * 1.05,
    low,
    high: low * 1.1,
    pairs: 20,
    before: { p50: 180, p95: 240 },
    after: { p50: 180 / low, p95: 240 / low },
    p95: { ratio: low, low: low * 0.9, high: low * 1.2, pairs: 20 },
    requests: 10,
    slower: [],
  };
}

/** The gates with one that failed; the later ones were skipped. */
export function gatesFailingAt(
  failing: VerificationReport['gates'][number]['name'],
): VerificationReport['gates'] {
  const place = gateNames.indexOf(failing);
  return gateNames.map((name, i) => ({
    name,
    result: i < place ? 'passed' : i === place ? 'failed' : 'skipped',
    detail: i === place ? `${name} failed` : '',
    seconds: 1,
  }));
}

/** What replaying says of the scenarios' endpoint where its responses can be compared. */
export function aReplay(fields: Partial<BaseReplay> = {}): BaseReplay {
  return {
    endpoint: 'GET /prices',
    result: 'works',
    detail: '30 responses compared.',
    seconds: 3,
    ...fields,
  };
}

/** The report on a base whose every check works. */
export function aBaseReport(fields: Partial<BaseReport> = {}): BaseReport {
  return {
    schema: 1,
    commit: 'a'.repeat(40),
    checks: baseChecks.map((name) => ({ name, result: 'works', detail: `${name} works`, seconds: 1 })),
    tests: { ran: 20, failing: [], flaky: [] },
    replays: [aReplay()],
    seconds: 4,
    ...fields,
  };
}
