import { hoursPerMonth, prices } from '#core/costs/prices.ts';
import type { Resource, Template } from '../template.ts';
import {
  idleAnalysis,
  idleReconciliation,
  idleRefit,
  selfTestSeconds,
  tokensPerHour,
} from './assumptions.ts';
import type { BillLine } from './bill-line.ts';

type LinesOf = (resources: readonly Resource[]) => readonly BillLine[];

/**
 * The monthly cost of each type of resource while nobody calls the API and nothing is improved. A type that costs nothing
 * while idle has a reason instead.
 */
export const idleCosts: Readonly<Record<string, LinesOf | string>> = {
  'AWS::KMS::Key': (keys) => [
    line(
      'Encryption key of logs and notifications',
      prices.kms.key,
      keys.length,
      'one key; each of its first two rotations adds the same price',
    ),
  ],
  'AWS::SecretsManager::Secret': (secrets) => [
    line(
      'Secrets',
      prices.secretsManager.secret,
      secrets.length,
      "the model's API key and the repository token",
    ),
  ],
  'AWS::Cognito::UserPoolClient': machineClients,
  'AWS::CloudWatch::Alarm': (alarms) => [
    line(
      'Alarms',
      prices.cloudWatch.alarm,
      alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0),
      `${alarms.length} alarms, billed by the metrics they read`,
    ),
  ],
  'AWS::CloudWatch::Dashboard': (dashboards) => [
    line('Dashboard', prices.cloudWatch.dashboard, dashboards.length, 'one'),
  ],
  'AWS::Scheduler::Schedule': scheduled,
  'AWS::Route53Resolver::FirewallDomainList': (lists) => [
    line(
      'DNS firewall of the isolated network',
      prices.dnsFirewall.domain,
      lists.reduce((sum, { Properties }) => sum + (Properties.Domains as unknown[]).length, 0),
      'one for each domain in a list',
    ),
  ],

  'AWS::DynamoDB::Table': 'billed by reads, writes and storage',
  'AWS::S3::Bucket': 'billed by storage; a new bucket holds only the sandbox program, under 0.01 GB',
  'AWS::SQS::Queue': 'billed by requests',
  'AWS::SNS::Topic': 'billed by messages',
  'AWS::Lambda::Function': 'billed by requests and their duration; no concurrency is provisioned',
  'AWS::CodeBuild::Project': 'billed by build minutes',
  'AWS::StepFunctions::StateMachine': 'billed by transitions',
  'AWS::ApiGatewayV2::Api': 'billed by requests',
  'AWS::Logs::LogGroup': 'billed by ingestion and storage',
  'AWS::Events::Rule': 'events of AWS services are free',
  'AWS::EC2::VPCEndpoint': 'the gateway endpoint to S3 is free; there is no interface endpoint',
  'AWS::EC2::FlowLog': 'billed by ingestion: rejected connections',
  'AWS::Route53Resolver::FirewallRuleGroup': 'billed by queries',
  'AWS::Cognito::UserPool': 'billed by active users',
  ...free(
    'free: it only configures other resources',
    'AWS::S3::BucketPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::SNS::TopicPolicy',
    'AWS::SNS::Subscription',
    'AWS::IAM::Role',
    'AWS::IAM::Policy',
    'AWS::IAM::ManagedPolicy',
    'AWS::Lambda::Permission',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::EventSourceMapping',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Authorizer',
    'AWS::ApiGatewayV2::Stage',
    'AWS::Cognito::UserPoolDomain',
    'AWS::Cognito::UserPoolResourceServer',
    'AWS::Cognito::UserPoolGroup',
    'AWS::EC2::VPC',
    'AWS::EC2::Subnet',
    'AWS::EC2::RouteTable',
    'AWS::EC2::SubnetRouteTableAssociation',
    'AWS::EC2::SecurityGroup',
    'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  ),
};

/**
 * The bill of an idle month.
 * @throws Error if {@link idleCosts} lacks a type of resource.
 */
export function idleBill({ resources }: Template): readonly BillLine[] {
  const byType = Map.groupBy(Object.values(resources), ({ Type }) => Type);
  return [...byType].flatMap(([type, those]) => {
    const lines = idleCosts[type];
    if (lines === undefined)
      throw new Error(`there is no price for ${type}; add it to lib/documents/cost/idle-bill.ts`);
    return typeof lines === 'string' ? [] : lines(those);
  });
}

/** The number of metrics that an alarm is billed for: those that it reads, without its expression. */
function metricsOf({ Properties }: Resource): number {
  const { Metrics } = Properties as { Metrics?: readonly { MetricStat?: unknown }[] };
  return Metrics ? Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
}

function machineClients(clients: readonly Resource[]): readonly BillLine[] {
  const machines = clients.filter(({ Properties }) =>
    (Properties.AllowedOAuthFlows as readonly string[]).includes('client_credentials'),
  ).length;
  const tokens = machines * tokensPerHour * hoursPerMonth;
  return [
    line(
      'Clients for services',
      prices.cognito.machineClient,
      machines,
      'one for each service that posts its own metrics',
    ),
    line(
      'Tokens for services',
      prices.cognito.machineTokens,
      tokens,
      'one per hour and process of a service; here one process',
    ),
  ];
}

interface Target {
  readonly Input?: string;
}

function scheduled(schedules: readonly Resource[]): readonly BillLine[] {
  const runsOf = (those: readonly Resource[]) =>
    those.reduce((sum, { Properties }) => sum + runsPerMonth(Properties.ScheduleExpression), 0);
  // The schedules of the refit and the self-test name no service, unlike those of the analyses.
  const ofServices = schedules.filter(({ Properties }) => (Properties.Target as Target).Input !== undefined);
  const reconciliations = runsOf(
    ofServices.filter(({ Properties }) => String(Properties.Description).startsWith('Reconciles')),
  );
  const analyses = runsOf(ofServices) - reconciliations;
  const selfTests = runsOf(
    schedules.filter(({ Properties }) => String(Properties.Description).startsWith('Tests')),
  );
  const refits = runsOf(schedules) - runsOf(ofServices) - selfTests;
  const gigabyte = 1;
  return [
    line(
      'Schedules',
      prices.scheduler.invocations,
      runsOf(schedules),
      'an analysis of each service every 15 minutes, a reconciliation every 5, a refit every 10, a self-test every day',
    ),
    line(
      'Scheduled functions, duration',
      prices.lambda.duration,
      (analyses * idleAnalysis.seconds +
        reconciliations * idleReconciliation.seconds +
        selfTests * selfTestSeconds) *
        gigabyte +
        refits * idleRefit.seconds * idleRefit.gigabytes,
      `${idleAnalysis.seconds} s at 1 GB per analysis, ${idleReconciliation.seconds} s per reconciliation, ${idleRefit.seconds} s at ${idleRefit.gigabytes} GB per refit, ${selfTestSeconds} s per self-test`,
    ),
    line(
      'Scheduled functions, calls',
      prices.lambda.requests,
      runsOf(schedules),
      'one per analysis, reconciliation, refit or self-test',
    ),
    line(
      'Scheduled functions, table reads',
      prices.dynamodb.reads,
      analyses * idleAnalysis.readUnits +
        reconciliations * idleReconciliation.readUnits +
        refits * idleRefit.readUnits,
      `${idleAnalysis.readUnits} units per analysis, ${idleReconciliation.readUnits} per reconciliation and ${idleRefit.readUnits} per refit, without new data`,
    ),
  ];
}

const hoursPer: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };

function runsPerMonth(expression: unknown): number {
  const [, count, unit = ''] = /^rate\((\d+) (\w+?)s?\)$/.exec(String(expression)) ?? [];
  const hours = hoursPer[unit];
  if (hours === undefined) throw new Error(`${String(expression)} is not a rate`);
  return hoursPerMonth / (Number(count) * hours);
}

function line(item: string, price: BillLine['price'], units: number, basis: string): BillLine {
  return { item, price, units, basis };
}

function free(reason: string, ...types: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(types.map((type) => [type, reason]));
}
