import type { GenerationRequest, SourceFile, TriedChange } from '#core/improvements/candidate/candidate.ts';
import type { Finding } from '#core/performance/findings/finding.ts';
import type { HotFunction } from '#core/performance/windows/metrics-batch.ts';

/** A request about a slow endpoint of the given files. */
export function requestFor(
  files: readonly SourceFile[],
  hottest: readonly HotFunction[],
  earlier: readonly TriedChange[] = [],
  endpoint = 'GET /things',
): GenerationRequest {
  const finding: Finding = {
    kind: 'slow-endpoint',
    service: 'shop',
    endpoint,
    from: 0,
    to: 300_000,
    since: 0,
    confidence: 0.99,
    evidence: [],

    rootCause: null,
    requests: 1_000,
    measured: 240,
    limit: 100,
    p50: 120,
    p95: 240,
    p99: 300,
    errorRate: 0,
    summary: `${endpoint} takes 240 ms at p95 where 100 ms were promised`,
    hottest,
  };
  return {
    finding,
    snapshot: { commit: 'a'.repeat(40), files },
    earlier,
    idea: 0,
    refused: null,
    count: () => undefined,
  };
}

export function hot(name: string, file: string, line: number, self = 0.5): HotFunction {
  return { name, file, line, self, total: 0.9 };
}
