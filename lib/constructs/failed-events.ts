import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge.ts';

/** Keeps events that still failed after all retries for two weeks, so that an operator can inspect them. */
export class FailedEvents extends Construct {
  readonly queue: Queue;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const rule of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'])
      acknowledge(this.queue, rule, 'This queue is the dead-letter queue of the others.');
    this.alarms = [
      new Alarm(this, 'NotEmpty', {
        alarmDescription:
          'An alarm event, a scheduled run, a feedback change or a notification failed after all its retries. First read the ' +
          'message in the FailedEvents queue: it holds the event and the error. A failed rollback needs action at once.',
        metric: this.metricWaiting(),
        threshold: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    ];
  }

  metricWaiting(): Metric {
    return this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) });
  }
}
