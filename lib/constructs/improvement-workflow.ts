import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
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
  /** By their names in the definition: `BeginGenerating`, … */
  readonly tasks: Readonly<Record<string, HandlerFunction>>;
  /** The task that counts the checks without a judgment. */
  readonly watch: HandlerFunction;
  /** By their names in the definition: `ScanProject`, … */
  readonly projects: Readonly<Record<string, JobProject>>;
  readonly logs: LogSettings;
}

/** The state machine of an improvement. The local server interprets the same definition. */
export class ImprovementWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { tasks, watch, projects, logs }: ImprovementWorkflowProps) {
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
          // With this prefix, Step Functions needs no entry in the log resource policy, whose size is limited.
          logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-improvement`,
          retention: logs.retention,
          encryptionKey: logs.key,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Inputs and outputs of tasks hold no secrets, and operators need them.
        includeExecutionData: true,
      },
    });
    for (const statement of this.#statements(tasks, projects)) role.addToPolicy(statement);
    acknowledgePatterns(
      role,
      ['*'],
      'X-Ray and log delivery actions do not support resource-level permissions.',
    );
    this.alarms = [
      this.#alarm(
        'Failed',
        'The execution of an improvement failed. First read the reason in GET /improvements/{id} and the log of the job. ' +
          'Fix the cause, then redrive the execution.',
        this.stateMachine.metricFailed({ period: Duration.minutes(5) }),
      ),
      this.#alarm(
        'TimedOut',
        'The execution of an improvement ran for more than a day and was stopped. First check in Step Functions which ' +
          'state it waited in, then start that stage again.',
        this.stateMachine.metricTimedOut({ period: Duration.minutes(5) }),
      ),
      this.#alarm(
        'NotJudged',
        'For a quarter of an hour, a rollout could not be judged by what was measured; it is rolled back when the patience ' +
          'of its plan ends. First read what is missing in rollout.progress of GET /improvements/{id}.',
        watch.metricCounted('ChecksWithoutJudgment', Duration.minutes(5)),
        3,
      ),
    ];
  }

  /** Gives a function the state machine's ARN, and the permission to start executions of it and to see how they ended. */
  bind(handler: HandlerFunction): void {
    handler.setVariable('STATE_MACHINE_ARN', this.stateMachine.stateMachineArn);
    handler.grantPrincipal.addToPolicy(
      new PolicyStatement({
        actions: ['states:StartExecution'],
        resources: [this.stateMachine.stateMachineArn],
      }),
    );
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.stateMachine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    handler.grantPrincipal.addToPolicy(
      new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] }),
    );
    acknowledgePatterns(
      handler.grantPrincipal,
      [executions],
      'Executions are named when they start: the pattern is that of one state machine.',
    );
  }

  /** Gives a function the state machine's ARN, and the permission to see whether it can be reached. */
  bindReach(handler: HandlerFunction): void {
    handler.setVariable('STATE_MACHINE_ARN', this.stateMachine.stateMachineArn);
    handler.grantPrincipal.addToPolicy(
      new PolicyStatement({
        actions: ['states:DescribeStateMachine'],
        resources: [this.stateMachine.stateMachineArn],
      }),
    );
  }

  metricSucceeded(): Metric {
    return this.stateMachine.metricSucceeded({ period: Duration.minutes(5) });
  }

  /**
   * The CDK grants nothing for a definition from a file. `startBuild.sync` needs the EventBridge rule to learn when a build
   * ends.
   */
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

  #alarm(id: string, alarmDescription: string, metric: Metric, evaluationPeriods = 1): Alarm {
    return new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods,
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
