import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';
import type { LearningTable } from './learning-table.ts';
import { schedulerRole } from './scheduler-role.ts';

export interface PreferenceLearningProps {
  readonly table: LearningTable;
  readonly updateProfiles: HandlerFunction;
  readonly refit: HandlerFunction;
  readonly refitEvery: Duration;
  readonly failures: IQueue;
}

/** Larger batches write fewer batch statistics; the window is the longest time that a rating waits before it is processed. */
const batchSize = 500;
const batchingWindow = Duration.seconds(10);

/** Updates profiles from the feedback in the table's stream, and refits the population model on a schedule. */
export class PreferenceLearning extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: PreferenceLearningProps) {
    super(scope, id);
    const { table, updateProfiles, refit, refitEvery, failures } = props;
    this.#consumeFeedback(table, updateProfiles, failures);
    this.#scheduleRefit(refit, refitEvery, failures);
    this.alarms = [
      new Alarm(this, 'Behind', {
        alarmDescription:
          'Feedback waited more than 15 minutes before it updated a profile. First check functions/stream/update-profiles.ts ' +
          'for throttles and errors. The stream keeps each change for 24 hours, so nothing is lost until then.',
        metric: updateProfiles.lambda.metric('IteratorAge', {
          statistic: Stats.MAXIMUM,
          period: Duration.minutes(5),
        }),
        threshold: Duration.minutes(15).toMilliseconds(),
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    ];
  }

  #consumeFeedback(table: LearningTable, updateProfiles: HandlerFunction, failures: IQueue): void {
    table.bindStream(updateProfiles);
    failures.grantSendMessages(updateProfiles.grantPrincipal);
    new EventSourceMapping(this, 'Feedback', {
      target: updateProfiles.lambda,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      maxBatchingWindow: batchingWindow,
      // A failing batch is split until the change that causes the failure is alone; only that one goes to the queue.
      bisectBatchOnError: true,
      retryAttempts: 5,
      onFailure: new SqsDlq(failures),
      // Without the filter, the function's own writes to the table would invoke it again.
      filters: [
        FilterCriteria.filter({
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('FEEDBACK#') } } },
        }),
      ],
    });
  }

  #scheduleRefit(refit: HandlerFunction, every: Duration, failures: IQueue): void {
    const role = schedulerRole(this, 'Role', refit, failures);
    new Schedule(this, 'Refit', {
      description: 'Refits the population model',
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(refit.lambda, {
        role: role.withoutPolicyUpdates() as IRole,
        deadLetterQueue: failures,
        retryAttempts: 2,
        maxEventAge: every,
      }),
    });
  }
}
