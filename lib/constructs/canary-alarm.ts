import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { canaryAlarmOf, intervalsInARow } from '#core/rollouts/canary-alarm.ts';

/**
 * The backstop of a service on a Lambda alias: in each of five consecutive minutes, more than 5 % of at least ten
 * calls fail. It watches the alias as a whole, both versions together, because the canary's version number is not known
 * at deployment; the rollback then asks which version fails. Lambda counts invocations that throw, not responses with
 * status 500: a service that catches every error needs its own alarm.
 */
export function canaryAlarm(
  scope: Construct,
  service: string,
  { functionName, alias }: { readonly functionName: string; readonly alias: string },
): Alarm {
  const metric = (metricName: string) =>
    new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { FunctionName: functionName, Resource: `${functionName}:${alias}` },
      statistic: 'Sum',
      period: Duration.minutes(1),
    });
  return new Alarm(scope, `${service}-canary`, {
    alarmName: canaryAlarmOf(service),
    alarmDescription:
      `More than 5 % of the calls of ${functionName}:${alias} failed in each of five minutes. A rollout of ${service} in ` +
      'progress rolls back automatically if the calls show that the new version is the cause. First check the improvement; ' +
      'if none is rolling out, the service itself fails.',
    metric: new MathExpression({
      expression: 'IF(calls >= 10, 100 * errors / calls, 0)',
      usingMetrics: { calls: metric('Invocations'), errors: metric('Errors') },
      period: Duration.minutes(1),
      label: 'Failed calls, percent',
    }),
    threshold: 5,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: intervalsInARow,
    // Without calls the state is INSUFFICIENT_DATA instead of OK: no rollout starts under an alarm without data.
    treatMissingData: TreatMissingData.MISSING,
  });
}
