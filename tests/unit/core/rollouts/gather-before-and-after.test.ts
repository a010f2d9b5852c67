import { describe, expect, it } from 'vitest';
import { evidenceSince, gatherEvidence } from '#core/rollouts/gather-evidence.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { noRequests } from '#core/rollouts/step-evidence.ts';
import { measured, partsWith } from '../performance/batches.ts';

const endpoint = 'GET /prices';
const minute = 60_000;

describe('the evidence before and after', () => {
  const begun = Date.UTC(2026, 5, 1, 9, 30);
  const now = begun + 10 * minute;
  const rollout: Rollout = {
    baseline: 'old',
    version: 'new',
    comparison: 'before-after',
    mirror: null,
    stages: [{ weight: 100, since: begun, until: null }],
    thresholds: { [endpoint]: { quartile: 55, tolerated: [100, 200, 400] } },
    judgment: null,
    badRequests: 0,
  };
  let sequence = 0;
  const part = (version: string, at: number, durations: readonly number[], status = 200) => {
    sequence += 1;
    return partsWith({ version, sequence, measurements: measured(endpoint, at, durations, status) });
  };
  const gather = (...parts: ReturnType<typeof part>[]) => gatherEvidence(rollout, parts.flat(), now);

  it('spans the same time before the merge as since the new version was first seen', () => {
    const [evidence] = gather(
      part('new', begun + 6 * minute, [50, 60]),
      part('old', begun - 5 * minute, [300, 300]),
      part('old', begun - 3 * minute, [150, 150, 150]),
    );
    expect(evidence).toMatchObject({
      comparison: 'before-after',
      seconds: 4 * 60,
      endpoints: [
        { canary: { requests: 2, aboveQuartile: 1 }, baseline: { requests: 3, slower: [3, 0, 0] } },
      ],
    });
  });

  it("omits the old version's requests while it was being replaced", () => {
    const [evidence] = gather(part('new', begun + 6 * minute, [50]), part('old', begun + minute, [900], 500));
    expect(evidence?.endpoints[0]?.baseline).toEqual(noRequests);
  });

  it('is empty, with no time, until the new version was seen', () => {
    expect(gather(part('old', begun - minute, [50]))).toMatchObject([{ seconds: 0, endpoints: [] }]);
  });

  it('reaches as far back as it may need', () => {
    expect(evidenceSince(rollout, now)).toBe(begun - 10 * minute);
    expect(evidenceSince({ ...rollout, comparison: 'concurrent' }, now)).toBe(begun);
  });
});
