import type { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';
import { schedulerRole } from './scheduler-role.ts';

export interface ServiceScheduleProps {
  readonly handler: HandlerFunction;
  /** What it does with a service, `Analyzes`. */
  readonly verb: string;
  /** A sentence for the alarm: what happens if it does not run. */
  readonly otherwise: string;
  /** Each service gets its own schedule, so that a failure does not delay another service. */
  readonly services: readonly string[];
  readonly every: Duration;
  readonly failures: IQueue;
}

/** Runs a function for every service periodically. */
export class ServiceSchedule extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: ServiceScheduleProps) {
    super(scope, id);
    const { handler, verb, services, every, failures } = props;
    const role = schedulerRole(this, 'Role', handler, failures);
    for (const service of services)
      new Schedule(this, service, {
        description: `${verb} ${service}`,
        schedule: ScheduleExpression.rate(every),
        target: new LambdaInvoke(handler.lambda, {
          // A role that the CDK creates would also allow every version of the function.
          role: role.withoutPolicyUpdates() as IRole,
          input: ScheduleTargetInput.fromObject({ service }),
          deadLetterQueue: failures,
          retryAttempts: 2,
          // By then the next run is due.
          maxEventAge: every,
        }),
      });
    this.alarms = services.length === 0 ? [] : [this.#notRunning(props)];
  }

  /** If no run starts, none can fail either, and nobody would notice. */
  #notRunning({ handler, otherwise, every }: ServiceScheduleProps): Alarm {
    return new Alarm(this, 'NotRunning', {
      alarmDescription:
        `${otherwise} Nothing ran for three intervals. First check in EventBridge Scheduler that the schedules are ` +
        `enabled, then the throttles and the log of functions/${handler.entry}.ts.`,
      metric: handler.lambda.metricInvocations({ period: every, statistic: 'Sum' }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}
