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
  /** Each service gets its own schedule, so that a failing analysis does not delay another service. */
  readonly services: readonly string[];
  readonly every: Duration;
  readonly failures: IQueue;
}

/** Analyzes every service periodically. */
export class AnalysisSchedule extends Construct {
  readonly alarms: readonly Alarm[];
  readonly #analyze: HandlerFunction;

  constructor(scope: Construct, id: string, { analyze, services, every, failures }: AnalysisScheduleProps) {
    super(scope, id);
    this.#analyze = analyze;
    const role = schedulerRole(this, 'Role', analyze, failures);
    for (const service of services)
      new Schedule(this, service, {
        description: `Analyzes ${service}`,
        schedule: ScheduleExpression.rate(every),
        target: new LambdaInvoke(analyze.lambda, {
          // A role that the CDK creates would also allow every version of the function.
          role: role.withoutPolicyUpdates() as IRole,
          input: ScheduleTargetInput.fromObject({ service }),
          deadLetterQueue: failures,
          retryAttempts: 2,
          // By then the next analysis is due.
          maxEventAge: every,
        }),
      });
    this.alarms = services.length === 0 ? [] : [this.#notRunning(every)];
  }

  metricFailed(): Metric {
    return this.#analyze.metricErrors();
  }

  /** If no analysis starts, none can fail either, and nobody would notice that findings stopped. */
  #notRunning(every: Duration): Alarm {
    return new Alarm(this, 'NotRunning', {
      alarmDescription:
        'No service was analyzed for three intervals, so no new findings appear. First check in EventBridge Scheduler ' +
        'that the schedules are enabled, then the throttles and the log of functions/schedule/analyze.ts.',
      metric: this.#analyze.lambda.metricInvocations({ period: every, statistic: 'Sum' }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}
