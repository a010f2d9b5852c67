import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgePatterns } from '../nag/acknowledge.ts';
import type { HandlerFunction, LogSettings } from './handler-function.ts';
import type { JobProject } from './job-project.ts';

const definition = fileURLToPath(new URL('../../statemachines/improvement.asl.json', import.meta.url));

export interface ImprovementWorkflowProps {
  /** By the name that the definition has for each: `BeginGenerating`, … */
  readonly tasks: Readonly<Record<string, HandlerFunction>>;
  /** By the name that the definition has for each: `ScanProject`, … */
  readonly projects: Readonly<Record<string, JobProject>>;
  readonly logs: LogSettings;
}

/** The life of an improvement, as the one definition has it that also runs on one machine. */
export class ImprovementWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { tasks, projects, logs }: ImprovementWorkflowProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromString(readFileSync(definition, 'utf8')),
      definitionSubstitutions: {
        ...mapValues(tasks, ({ lambda }) => lambda.functionArn),
        ...mapValues(projects, ({ project }) => project.projectName),
      },
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          // Step Functions writes to groups of this prefix without a resource policy that could outgrow its limit.
          logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-improvement`,
          retention: logs.retention,
          encryptionKey: logs.key,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // What a task is given and answers holds no secret, and is what an operator wants to read.
        includeExecutionData: true,
      },
    });
    for (const statement of this.#statements(tasks, projects)) role.addToPolicy(statement);
    acknowledgePatterns(role, ['*'], 'X-Ray and the delivery of logs know no resources to name.');
    this.alarms = [
      this.#alarm('Failed', this.stateMachine.metricFailed({ period: Duration.minutes(5) })),
      this.#alarm('TimedOut', this.stateMachine.metricTimedOut({ period: Duration.minutes(5) })),
    ];
  }

  /** Tells a function which state machine it is, and lets it start executions of it, and nothing else. */
  bind(handler: HandlerFunction): void {
    handler.setVariable('STATE_MACHINE_ARN', this.stateMachine.stateMachineArn);
    handler.grantPrincipal.addToPolicy(
      new PolicyStatement({
        actions: ['states:StartExecution'],
        resources: [this.stateMachine.stateMachineArn],
      }),
    );
  }

  metricSucceeded(): Metric {
    return this.stateMachine.metricSucceeded({ period: Duration.minutes(5) });
  }

  /** A definition from a file grants nothing by itself. The rule is how `startBuild.sync` learns of a build's end. */
  #statements(
    tasks: ImprovementWorkflowProps['tasks'],
    projects: ImprovementWorkflowProps['projects'],
  ): readonly PolicyStatement[] {
    return [
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(tasks).map(({ lambda }) => lambda.functionArn),
      }),
      new PolicyStatement({
        actions: ['codebuild:StartBuild', 'codebuild:StopBuild', 'codebuild:BatchGetBuilds'],
        resources: Object.values(projects).map(({ project }) => project.projectArn),
      }),
      new PolicyStatement({
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [
          Stack.of(this).formatArn({
            service: 'events',
            resource: 'rule',
            resourceName: 'StepFunctionsGetEventForCodeBuildStartBuildRule',
          }),
        ],
      }),
    ];
  }

  #alarm(what: 'Failed' | 'TimedOut', metric: Metric): Alarm {
    return new Alarm(this, what, {
      alarmDescription:
        what === 'Failed'
          ? 'An improvement could not go on; its record says why, and a redrive goes on from there'
          : 'An improvement took longer than a day',
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

function mapValues<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
