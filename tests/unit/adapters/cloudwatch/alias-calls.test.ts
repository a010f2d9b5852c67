import { describe, expect, it, onTestFinished } from 'vitest';
import { cloudWatchAliasCalls } from '#adapters/cloudwatch/alias-calls.ts';
import { minute } from '#core/time.ts';
import { startCloudWatch, type WireAnswer, type WireQuery } from '../../../support/cloudwatch/cloudwatch.ts';

const alias = { kind: 'lambda-alias', functionName: 'shop', alias: 'live' } as const;
const versions = { baseline: 'a'.repeat(40), canary: 'b'.repeat(40) };
const from = Date.UTC(2026, 5, 1, 9);

/** Sums by Lambda's number of the version and the name of the metric; a minute without calls has no value. */
const sums: Readonly<Record<string, readonly (number | null)[]>> = {
  '7 Invocations': [900, 880, null],
  '7 Errors': [9, 8, null],
  '8 Invocations': [100, null, 40],
  '8 Errors': [60, null, 1],
};

function answerOf({ Id, MetricStat }: WireQuery) {
  const { Namespace, MetricName, Dimensions } = MetricStat.Metric;
  const { FunctionName, Resource, ExecutedVersion } = Object.fromEntries(
    Dimensions.map(({ Name, Value }) => [Name, Value]),
  );
  const isOfAlias = Namespace === 'AWS/Lambda' && FunctionName === 'shop' && Resource === 'shop:live';
  const found = isOfAlias ? (sums[`${ExecutedVersion} ${MetricName}`] ?? []) : [];
  const known = found.flatMap((value, i) =>
    value === null ? [] : [{ value, at: (from + i * minute) / 1_000 }],
  );
  return {
    Id,
    StatusCode: 'Complete',
    Timestamps: known.map(({ at }) => at),
    Values: known.map(({ value }) => value),
  };
}

async function open(numbers: readonly (string | null)[], answer?: WireAnswer) {
  const cloudWatch = await startCloudWatch(
    ({ MetricDataQueries }) => answer ?? { MetricDataResults: MetricDataQueries.map(answerOf) },
  );
  onTestFinished(() => cloudWatch.stop());
  const calls = cloudWatchAliasCalls(cloudWatch.client, async () => numbers);
  return {
    cloudWatch,
    read: (until = from + 3 * minute) => calls.byMinute(alias, versions, { from, until }),
  };
}

describe('the calls of an alias', () => {
  it('are told by version and minute, also of minutes without calls', async () => {
    const { cloudWatch, read } = await open(['8', '7']);
    expect(await read()).toEqual([
      { canary: { requests: 100, failures: 60 }, baseline: { requests: 900, failures: 9 } },
      { canary: { requests: 0, failures: 0 }, baseline: { requests: 880, failures: 8 } },
      { canary: { requests: 40, failures: 1 }, baseline: { requests: 0, failures: 0 } },
    ]);
    expect(cloudWatch.requests).toHaveLength(1);
  });

  it('are none in no time, without a request', async () => {
    const { cloudWatch, read } = await open(['8', '7']);
    expect(await read(from)).toEqual([]);
    expect(cloudWatch.requests).toEqual([]);
  });

  it.each<[string, readonly (string | null)[], WireAnswer | undefined]>([
    ['of a version that was never published', [null, '7'], undefined],
    ['while CloudWatch refuses', ['8', '7'], { error: 'AccessDeniedException', status: 400 }],
    ['that CloudWatch leaves out', ['8', '7'], { MetricDataResults: [] }],
    [
      'that CloudWatch could not read',
      ['8', '7'],
      { MetricDataResults: [{ Id: 'canary_requests', StatusCode: 'InternalError' }] },
    ],
  ])('are unknown, not zero: those %s', async (_, numbers, answer) => {
    const { read } = await open(numbers, answer);
    await expect(read()).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
