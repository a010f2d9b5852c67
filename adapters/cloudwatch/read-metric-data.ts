import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { asUnavailable } from './client.ts';

/** The result of a query. */
export interface MetricDataValues {
  /** Why the values may be incomplete, or `null` if they are complete. */
  readonly missing: string | null;
  /** Finite values by the start of their minute in milliseconds since 1970. */
  readonly values: ReadonlyMap<number, number>;
}

/** Calls stay below the data points of one page, so none has this many: it stops an endless chain of tokens. */
const mostPages = 20;

/**
 * The results of one call's queries by id, at or after `from` and before `to` (milliseconds since 1970).
 * @throws Unavailable as the port says.
 */
export async function readMetricData(
  client: CloudWatchClient,
  queries: readonly MetricDataQuery[],
  from: number,
  to: number,
): Promise<ReadonlyMap<string, MetricDataValues>> {
  const answers = new Map<string, MetricDataValues>();
  let NextToken: string | undefined;
  for (let page = 0; page === 0 || NextToken !== undefined; page += 1) {
    if (page === mostPages) return unfinished(answers);
    const command = new GetMetricDataCommand({
      MetricDataQueries: [...queries],
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      NextToken,
    });
    const answer = await client.send(command).catch((error: unknown) => {
      throw asUnavailable(error);
    });
    for (const result of answer.MetricDataResults ?? []) {
      const id = result.Id ?? '';
      answers.set(id, withResult(answers.get(id), result));
    }
    NextToken = answer.NextToken || undefined;
  }
  return answers;
}

/** Data may be partial on every page except the last. A later page does not fix an internal error. */
function withResult(before: MetricDataValues | undefined, result: MetricDataResult): MetricDataValues {
  const values = new Map(before?.values);
  for (const [i, at] of (result.Timestamps ?? []).entries()) {
    const value = result.Values?.[i];
    if (value !== undefined && Number.isFinite(value)) values.set(at.getTime(), value);
  }
  const hasFailed = before !== undefined && before.missing !== null && before.missing !== partial;
  return { values, missing: hasFailed ? before.missing : lackingOf(result) };
}

const partial = 'CloudWatch has sent only part of the data';

function lackingOf({ StatusCode, Messages }: MetricDataResult): string | null {
  if (StatusCode === 'Complete') return null;
  if (StatusCode === 'PartialData') return partial;
  const [message] = Messages ?? [];
  return `CloudWatch could not read the metric: ${message?.Value ?? StatusCode ?? 'no status'}`;
}

function unfinished(answers: ReadonlyMap<string, MetricDataValues>): ReadonlyMap<string, MetricDataValues> {
  return new Map([...answers].map(([id, answer]) => [id, { ...answer, missing: answer.missing ?? partial }]));
}
