import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { basePath, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import type { Configuration } from '../config/configuration.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import type { HandlerFunction, LogSettings } from './handler-function.ts';
import type { IdentityProvider } from './user-pool.ts';

export interface LearningApiProps {
  /** The function that handles each route. */
  readonly handlers: Readonly<Record<RouteName, HandlerFunction>>;
  readonly identity: IdentityProvider;
  readonly consoleOrigin: string | null;
  readonly throttle: Configuration['api']['throttle'];
  readonly logs: LogSettings;
}

/** The fields of an access log line: neither query nor token are logged. */
const logFormat = AccessLogFormat.custom(
  JSON.stringify({
    time: '$context.requestTime',
    request: '$context.requestId',
    route: '$context.routeKey',
    status: '$context.status',
    milliseconds: '$context.responseLatency',
    caller: '$context.authorizer.claims.sub',
    ip: '$context.identity.sourceIp',
    error: '$context.error.message',
    integrationError: '$context.integrationErrorMessage',
  }),
);

/** The HTTP API. Its routes come from the table that the local server also reads. */
export class LearningApi extends Construct {
  readonly api: HttpApi;
  readonly url: string;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: LearningApiProps) {
    super(scope, id);
    const { handlers, identity, consoleOrigin, throttle, logs } = props;
    this.api = new HttpApi(this, 'Api', {
      description: 'Ironclaw Learning',
      createDefaultStage: false,
      ...(consoleOrigin === null
        ? {}
        : {
            corsPreflight: {
              allowOrigins: [consoleOrigin],
              allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
              allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
              maxAge: Duration.hours(1),
            },
          }),
    });
    const authorizer = new HttpJwtAuthorizer('Tokens', identity.issuer, {
      jwtAudience: [...identity.audience],
    });
    for (const [name, { method, path, role }] of Object.entries(routes)) {
      const { lambda } = handlers[name as RouteName];
      const [route] = this.api.addRoutes({
        path: `${basePath}${path}`,
        methods: [HttpMethod[method]],
        integration: new HttpLambdaIntegration(name, lambda),
        ...(role === 'anyone' ? {} : { authorizer }),
      });
      if (role === 'anyone' && route)
        acknowledge(
          route,
          'AwsSolutions-APIG4',
          'The health checks and the API description are public: they reveal nothing about users or services.',
        );
    }
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: logs.retention,
            encryptionKey: logs.key,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: logFormat,
      },
      detailedMetricsEnabled: true,
    });
    this.url = `${stage.url.replace(/\/$/, '')}${basePath}`;
    this.alarms = [
      new Alarm(this, 'ServerErrors', {
        alarmDescription:
          'More than 1 % of the API requests ended with a 5xx status for 10 minutes. First find the route in the access log, ' +
          'then read the error in the log of its function; store/unavailable points to DynamoDB.',
        metric: this.api.metricServerError({ statistic: 'Average', period: Duration.minutes(5) }),
        threshold: 0.01,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 2,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    ];
  }

  metricRequests(): Metric {
    return this.api.metricCount({ period: Duration.minutes(5) });
  }

  metricLatency(statistic: 'p50' | 'p95' | 'p99'): Metric {
    return this.api.metricLatency({ statistic, period: Duration.minutes(5) });
  }
}
