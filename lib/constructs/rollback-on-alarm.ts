import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import type { ServiceConfiguration } from '../config/configuration.ts';
import { canaryAlarm } from './canary-alarm.ts';
import type { HandlerFunction } from './handler-function.ts';

export interface RollbackOnAlarmProps {
  readonly rollBack: HandlerFunction;
  readonly services: readonly ServiceConfiguration[];
  readonly failures: IQueue;
}

/**
 * Rolls back when an alarm starts: CloudWatch sends the alarm to EventBridge, which invokes the rollback function. This
 * path depends neither on the model, nor on the console, nor on the `Watch` task.
 */
export class RollbackOnAlarm extends Construct {
  /** One alarm for each service on a Lambda alias. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { rollBack, services, failures }: RollbackOnAlarmProps) {
    super(scope, id);
    this.alarms = services.flatMap(({ name, deployment }) =>
      deployment.kind === 'lambda-alias' ? [canaryAlarm(this, name, deployment)] : [],
    );
    const names = services.flatMap(({ name, alarms }) => [canaryAlarmOf(name), ...alarms]);
    if (names.length === 0) return;
    new Rule(this, 'AlarmStarted', {
      description: 'Rolls back when an alarm of a managed service starts',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        detail: { alarmName: [...new Set(names)], state: { value: ['ALARM'] } },
      },
      targets: [
        new LambdaFunction(rollBack.lambda, {
          deadLetterQueue: failures,
          retryAttempts: 20,
          maxEventAge: Duration.hours(2),
        }),
      ],
    });
  }
}
