import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { Unavailable } from '#core/errors.ts';
import type { AliasCalls } from '#core/improvements/ports.ts';
import type { ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import type { AliasDeployment } from '#core/service/service.ts';
import { minute, second } from '#core/time.ts';
import { type MetricDataValues, readMetricData } from './read-metric-data.ts';

/** Lambda's numbers of a function's versions that were published from the commits; null for one that was not. */
export type NumbersOf = (
  functionName: string,
  commits: readonly string[],
) => Promise<readonly (string | null)[]>;

const quantities = { requests: 'Invocations', failures: 'Errors' } as const;
const roles = ['canary', 'baseline'] as const;

/** Reads Lambda's own metrics. A call fails if it throws or times out, as in the canary alarm. */
export function cloudWatchAliasCalls(client: CloudWatchClient, numbersOf: NumbersOf): AliasCalls {
  return {
    async byMinute(alias, versions, { from, until }) {
      if (until <= from) return [];
      const numbers = await numbersOf(
        alias.functionName,
        roles.map((role) => versions[role]),
      );
      const queries = roles.flatMap((role, i) => queriesOf(alias, role, numbers[i] ?? null, versions[role]));
      const answers = await readMetricData(client, queries, from, until);
      const countsAt = (role: (typeof roles)[number], at: number): ResponseCounts => ({
        requests: valueAt(answers.get(`${role}_requests`), at),
        failures: valueAt(answers.get(`${role}_failures`), at),
      });
      return Array.from({ length: Math.ceil((until - from) / minute) }, (_, i) => {
        const at = from + i * minute;
        return { canary: countsAt('canary', at), baseline: countsAt('baseline', at) };
      });
    },
  };
}

function queriesOf(
  { functionName, alias }: AliasDeployment,
  role: string,
  number: string | null,
  commit: string,
): readonly MetricDataQuery[] {
  if (number === null)
    throw new Unavailable(`function ${functionName} has no version with the description ${commit}.`, {
      code: 'metrics/unknown-version',
    });
  const dimensions = {
    FunctionName: functionName,
    Resource: `${functionName}:${alias}`,
    ExecutedVersion: number,
  };
  return Object.entries(quantities).map(([quantity, MetricName]) => ({
    Id: `${role}_${quantity}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/Lambda',
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: minute / second,
      Stat: 'Sum',
    },
  }));
}

/** A minute without calls has no value. */
function valueAt(answer: MetricDataValues | undefined, at: number): number {
  if (!answer || answer.missing !== null)
    throw new Unavailable(answer?.missing ?? 'CloudWatch did not answer a query.', {
      code: 'metrics/unreachable',
    });
  return answer.values.get(at) ?? 0;
}
