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
  readonly learn: HandlerFunction;
  readonly refit: HandlerFunction;
  readonly refitEvery: Duration;
  readonly failures: IQueue;
}

/** More at once write fewer lessons; a rating waits for so long at most until it is learned from. */
const batchSize = 500;
const batchingWindow = Duration.seconds(10);

/** The table's stream has the learner hear of feedback; a schedule has it learn anew what everybody teaches. */
export class PreferenceLearning extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: PreferenceLearningProps) {
    super(scope, id);
    const { table, learn, refit, refitEvery, failures } = props;
    this.#hearOfFeedback(table, learn, failures);
    this.#refitAgainAndAgain(refit, refitEvery, failures);
    this.alarms = [
      new Alarm(this, 'Behind', {
        alarmDescription: 'Feedback waits for over 15 minutes until it is learned from',
        metric: learn.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
        threshold: Duration.minutes(15).toMilliseconds(),
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    ];
  }

  #hearOfFeedback(table: LearningTable, learn: HandlerFunction, failures: IQueue): void {
    table.bindStream(learn);
    failures.grantSendMessages(learn.grantPrincipal);
    new EventSourceMapping(this, 'Feedback', {
      target: learn.lambda,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      maxBatchingWindow: batchingWindow,
      // What fails is halved until the change that is at fault is alone, and that one goes to the queue.
      bisectBatchOnError: true,
      retryAttempts: 5,
      onFailure: new SqsDlq(failures),
      // The learner's own writes are changes of the table, too.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('FEEDBACK#') } } },
        }),
      ],
    });
  }

  #refitAgainAndAgain(refit: HandlerFunction, every: Duration, failures: IQueue): void {
    const role = schedulerRole(this, 'Role', refit, failures);
    new Schedule(this, 'Refit', {
      description: 'Learns anew what the users of an installation have in common',
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
