import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as Lambda, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Variable } from '#functions/composition/environment.ts';
import { type MetricName, metricNamespace } from '#functions/observability/metric-names.ts';
import type { FunctionEntry } from '../access/function-access.ts';
import { acknowledgePatterns } from '../nag/acknowledge.ts';

/** How every log group is kept. */
export interface LogSettings {
  readonly retention: RetentionDays;
  readonly key: IKey;
}

/** Returns the folder of a function's bundle, with `index.mjs` and the files that it loads. */
export type Bundle = (entry: FunctionEntry) => string;

export interface HandlerFunctionProps {
  readonly entry: FunctionEntry;
  readonly bundle: Bundle;
  readonly logs: LogSettings;
  /** Default: 10 seconds; no caller waits longer for a response. */
  readonly timeout?: Duration;
  /** Megabytes; the CPU share grows with them. Default: 512. */
  readonly memory?: number;
  /** Default: arm64, which costs 20 % less. */
  readonly architecture?: Architecture;
  /** Destination of events that an asynchronously invoked function failed on. Default: none, callers wait for the result. */
  readonly failures?: IQueue;
}

/** One Lambda function on Node 24, from the bundle of one entry, with its own role and log group. */
export class HandlerFunction extends Construct implements IGrantable {
  readonly lambda: Lambda;
  readonly entry: FunctionEntry;
  readonly grantPrincipal: Role;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    this.entry = props.entry;
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.logs.retention,
      encryptionKey: props.logs.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.grantPrincipal = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    acknowledgePatterns(
      this.grantPrincipal,
      ['*'],
      'These X-Ray and CloudWatch actions do not support resource-level permissions.',
    );
    this.lambda = new Lambda(this, 'Function', {
      description: `functions/${props.entry}.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundle(props.entry)),
      role: this.grantPrincipal,
      logGroup,
      tracing: Tracing.ACTIVE,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memory ?? 512,
      environment: { POWERTOOLS_SERVICE_NAME: props.entry, POWERTOOLS_METRICS_NAMESPACE: metricNamespace },
      ...(props.failures ? { onFailure: new SqsDestination(props.failures), retryAttempts: 2 } : {}),
    });
  }

  /** Sets one of the environment variables that the function's code reads. */
  setVariable(name: Variable, value: string): void {
    this.lambda.addEnvironment(name, value);
  }

  /** What the function's code counts under the name. */
  metricCounted(metricName: MetricName, period: Duration): Metric {
    const dimensionsMap = { service: this.entry };
    return new Metric({ namespace: metricNamespace, metricName, dimensionsMap, statistic: 'Sum', period });
  }

  metricErrors(): Metric {
    return this.lambda.metricErrors({ period: Duration.minutes(5) });
  }
}
