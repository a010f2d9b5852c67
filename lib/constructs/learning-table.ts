import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  BillingMode,
  Operation,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { tableDefinition } from '#adapters/dynamodb/table.ts';
import { type Entity, entities, type TableAccess } from '../access/entities.ts';
import type { HandlerFunction } from './handler-function.ts';

/**
 * The single table of all records. Deleting the stack keeps it, and nobody can delete the table before an operator turns
 * off its deletion protection.
 */
export class LearningTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const [partitionKey, sortKey] = keysOf(tableDefinition.KeySchema);
    this.table = new Table(this, 'Table', {
      partitionKey,
      sortKey,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      stream: StreamViewType[tableDefinition.StreamSpecification.StreamViewType],
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const { IndexName, KeySchema } of tableDefinition.GlobalSecondaryIndexes) {
      const [indexPartition, indexSort] = keysOf(KeySchema);
      this.table.addGlobalSecondaryIndex({
        indexName: IndexName,
        partitionKey: indexPartition,
        sortKey: indexSort,
      });
    }
  }

  /**
   * Gives a function the table's name, and permissions for the partitions of the kinds of records in its access. The IAM
   * condition checks the partition key of every item in a request, or the index's partition key if it queries an index.
   */
  bind(handler: HandlerFunction, access: TableAccess): void {
    handler.setVariable('TABLE_NAME', this.table.tableName);
    for (const [entity, actions] of Object.entries(access) as [Entity, TableAccess[Entity]][]) {
      const { keys, index } = entities[entity];
      if (!actions) continue;
      handler.grantPrincipal.addToPolicy(
        new PolicyStatement({
          actions: actions.map((action) => `dynamodb:${action}`),
          resources: index
            ? index.map((name) => `${this.table.tableArn}/index/${name}`)
            : [this.table.tableArn],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...keys] } },
        }),
      );
    }
  }

  /** @throws TypeError if the table has no stream. */
  get streamArn(): string {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new TypeError('the learning table has no stream');
    return tableStreamArn;
  }

  /** Lets a function read the table's change stream. */
  bindStream(handler: HandlerFunction): void {
    handler.grantPrincipal.addToPolicy(
      new PolicyStatement({
        actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
          (action) => `dynamodb:${action}`,
        ),
        resources: [this.streamArn],
      }),
    );
  }

  /** Creates the table's alarms in the stack that has the notification topic. */
  alarmsIn(scope: Construct): readonly Alarm[] {
    return [
      new Alarm(scope, 'TableErrors', {
        alarmDescription:
          'DynamoDB returned at least 10 system errors in 5 minutes: the API answers 503 and records may not be written. ' +
          'First check the AWS Health Dashboard; callers and functions retry by themselves.',
        metric: this.table.metricSystemErrorsForOperations({
          operations: [Operation.GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS],
          period: Duration.minutes(5),
        }),
        threshold: 10,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    ];
  }

  /** Consumed read and write units. */
  metricConsumed(): readonly IMetric[] {
    return [
      this.table.metricConsumedReadCapacityUnits({ period: Duration.minutes(5) }),
      this.table.metricConsumedWriteCapacityUnits({ period: Duration.minutes(5) }),
    ];
  }
}

/** Reads the key names from the adapter's definition; all keys are strings. */
function keysOf(
  schema:
    | readonly [{ AttributeName: string }, { AttributeName: string }]
    | readonly { AttributeName: string }[],
) {
  const [partition = { AttributeName: '' }, sort = { AttributeName: '' }] = schema;
  return [
    { name: partition.AttributeName, type: AttributeType.STRING },
    { name: sort.AttributeName, type: AttributeType.STRING },
  ] as const;
}
