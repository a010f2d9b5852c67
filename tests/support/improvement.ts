import type { Candidate } from '#core/improvements/candidate/candidate.ts';
import { nothingSpent } from '#core/improvements/candidate/spending.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import type { Finding } from '#core/performance/findings/finding.ts';

const begun = Date.UTC(2026, 5, 1, 9);

const finding: Finding = {
  kind: 'slow-endpoint',
  service: 'shop',
  endpoint: 'GET /prices',
  from: begun - 60_000,
  to: begun,
  since: 0,
  confidence: 0.99,
  evidence: [],

  rootCause: null,
  requests: 200,
  measured: 240,
  limit: 100,
  p50: 180,
  p95: 240,
  p99: 260,
  errorRate: 0,
  summary: 'GET /prices takes 240 ms (p95) where 100 ms are allowed',
  hottest: [{ name: 'netPrice', file: 'src/prices.ts', line: 3, self: 0.8, total: 0.9 }],
};

/** An improvement as the analysis proposes it, with the test's own fields. */
export function anImprovement(fields: Partial<Improvement> = {}): Improvement {
  return {
    id: 'shop-get-prices-1',
    service: 'shop',
    endpoint: 'GET /prices',
    episode: 1,
    finding,
    status: 'opportunity',
    goal: 'applied',
    createdAt: begun,
    updatedAt: begun,
    revision: 1,
    execution: null,
    resumes: 0,
    attempt: 0,
    excused: 0,
    moves: 0,
    runs: 0,
    testingSince: null,
    baseReport: null,
    candidate: null,
    rivals: [],
    spending: nothingSpent,
    earlier: [],
    report: null,
    confidence: null,
    approval: null,
    earlierApprovals: [],
    backup: null,
    release: null,
    rollout: null,
    verdict: null,
    production: null,
    revert: null,
    restored: null,
    snoozedUntil: null,
    reason: finding.summary,
    lastEvent: null,
    ...fields,
  };
}

/** The first event of an improvement's record. */
export function proposed({ id, reason }: Improvement) {
  return {
    actor: 'system:analysis',
    type: 'improvement.opportunity',
    subject: `improvement:${id}`,
    before: null,
    after: { status: 'opportunity' },
    impact: 0.1,
    reason,
  };
}

export function aCandidate(fields: Partial<Candidate> = {}): Candidate {
  return {
    source: 'rule',
    author: 'find-to-index',
    title: 'Look prices up in an index',
    rationale: 'The list is searched once for each line; an index of it answers the same in one step.',
    path: 'src/prices.ts',
    function: 'netPrice',
    attempt: 1,
    baseCommit: 'a'.repeat(40),
    hash: 'c'.repeat(64),
    linesChanged: 4,
    ...fields,
  };
}
