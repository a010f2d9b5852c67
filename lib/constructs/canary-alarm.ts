import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';

/**
 * The backstop of a service on a Lambda alias: over 5 % of at least ten calls of the alias fail, two minutes in a row.
 * It looks at the alias as a whole, both versions together: the number of the new one is not known when this is made.
 * Lambda counts what throws, not what answers 500; a service that catches everything needs an alarm of its own.
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
    alarmDescription: `Calls of ${functionName}:${alias} fail; a rollout of ${service} is taken back`,
    metric: new MathExpression({
      expression: 'IF(calls >= 10, 100 * errors / calls, 0)',
      usingMetrics: { calls: metric('Invocations'), errors: metric('Errors') },
      period: Duration.minutes(1),
      label: 'Failed calls, per cent',
    }),
    threshold: 5,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 2,
    // Without calls it says so instead of "OK": a rollout is not begun under an alarm that sees nothing.
    treatMissingData: TreatMissingData.MISSING,
  });
}
