import { judgeRollout } from '#core/rollouts/judge-rollout.ts';
import type { RecordedVerdict, VerdictEvidence } from '#core/rollouts/replay/recorded-verdict.ts';
import { Manifest } from '#core/service/manifest.ts';

/** Ten minutes at 10 % of 600 requests a minute, of which the canary fails as many as the test says. */
export function evidenceWith(errors: number): VerdictEvidence {
  const { rollout: plan } = Manifest.parse({
    name: 'shop',
    language: 'typescript',
    commands: { test: 'npm test', start: 'npm start' },
  });
  const counts = (requests: number, failed: number) => ({
    requests,
    errors: failed,
    slower: [requests / 2, requests / 10, requests / 100] as const,
    aboveQuartile: (3 * requests) / 4,
  });
  const endpoint = 'GET /prices';
  return {
    plan,
    endpoint,
    steps: [
      {
        comparison: 'concurrent',
        weight: 10,
        seconds: 600,
        endpoints: [{ endpoint, canary: counts(600, errors), baseline: counts(5_400, 54) }],
      },
    ],
  };
}

/** The verdict on that evidence, as a rollout records it. */
export function recordedVerdict(errors: number): RecordedVerdict {
  const evidence = evidenceWith(errors);
  return {
    format: 'ironclaw-verdict-1',
    improvement: 'shop-get-prices-1',
    at: Date.UTC(2026, 5, 1, 9),
    evidence,
    judgment: judgeRollout(evidence),
  };
}
