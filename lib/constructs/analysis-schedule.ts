import type { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';
import { schedulerRole } from './scheduler-role.ts';

export interface AnalysisScheduleProps {
  readonly analyze: HandlerFunction;
  /** Each gets a schedule of its own, so that one that fails does not hold up another. */
  readonly services: readonly string[];
  readonly every: Duration;
  readonly failures: IQueue;
}

/** Has every service looked at, again and again. */
export class AnalysisSchedule extends Construct {
  readonly alarms: readonly Alarm[];
  readonly #analyze: HandlerFunction;

  constructor(scope: Construct, id: string, { analyze, services, every, failures }: AnalysisScheduleProps) {
    super(scope, id);
    this.#analyze = analyze;
    const role = schedulerRole(this, 'Role', analyze, failures);
    for (const service of services)
      new Schedule(this, service, {
        description: `The analysis of ${service}`,
        schedule: ScheduleExpression.rate(every),
        target: new LambdaInvoke(analyze.lambda, {
          // Its own role would name every version of the function too.
          role: role.withoutPolicyUpdates() as IRole,
          input: ScheduleTargetInput.fromObject({ service }),
          deadLetterQueue: failures,
          retryAttempts: 2,
          // The next look is due by then.
          maxEventAge: every,
        }),
      });
    this.alarms = services.length === 0 ? [] : [this.#silence(every)];
  }

  metricFailed(): Metric {
    return this.#analyze.metricErrors();
  }

  /** No look at all is worse than one that failed: nobody would be told of anything. */
  #silence(every: Duration): Alarm {
    return new Alarm(this, 'Silent', {
      alarmDescription: 'No service was looked at for three times as long as it should take',
      metric: this.#analyze.lambda.metricInvocations({ period: every, statistic: 'Sum' }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}
