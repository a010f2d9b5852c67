import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';
import { schedulerRole } from './scheduler-role.ts';

export interface SelfTestScheduleProps {
  readonly handler: HandlerFunction;
  /** Gets the failures: the self-test throws if a rehearsed rollout ends wrongly. */
  readonly failures: IQueue;
}

/** Rehearses rollouts every day, so that a judge or an alarm that no longer works is known before a rollout needs it. */
export class SelfTestSchedule extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { handler, failures }: SelfTestScheduleProps) {
    super(scope, id);
    const role = schedulerRole(this, 'Role', handler, failures);
    new Schedule(this, 'Daily', {
      description: 'Tests itself: rehearses rollouts',
      schedule: ScheduleExpression.rate(Duration.days(1)),
      target: new LambdaInvoke(handler.lambda, {
        role: role.withoutPolicyUpdates() as IRole,
        deadLetterQueue: failures,
        retryAttempts: 2,
        maxEventAge: Duration.hours(12),
      }),
    });
    this.alarms = [
      new Alarm(this, 'NotRunning', {
        alarmDescription:
          'The self-test of rollouts did not run for two days: a judge or an alarm that no longer works would not be noticed. ' +
          'First check in EventBridge Scheduler that its schedule is enabled, then the log of functions/schedule/self-test.ts.',
        metric: handler.lambda.metricInvocations({ period: Duration.days(1), statistic: 'Sum' }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 2,
        treatMissingData: TreatMissingData.BREACHING,
      }),
    ];
  }
}
