import { hoursPerMonth, prices } from '#core/costs/prices.ts';
import type { Resource, Template } from '../template.ts';
import { idleAnalysis, idleRefit, tokensPerHour } from './assumptions.ts';
import type { BillLine } from './bill-line.ts';

type LinesOf = (resources: readonly Resource[]) => readonly BillLine[];

/**
 * What each type of resource costs in a month in which nobody calls the API and nothing is improved. A type that only
 * its use is paid for has the reason instead.
 */
export const idleCosts: Readonly<Record<string, LinesOf | string>> = {
  'AWS::KMS::Key': (keys) => [
    line(
      'The key of logs and notifications',
      prices.kms.key,
      keys.length,
      'a key; its first two rotations cost as much again each',
    ),
  ],
  'AWS::SecretsManager::Secret': (secrets) => [
    line(
      'Secrets',
      prices.secretsManager.secret,
      secrets.length,
      "the model's key and the repositories' token",
    ),
  ],
  'AWS::Cognito::UserPoolClient': machineClients,
  'AWS::CloudWatch::Alarm': (alarms) => [
    line(
      'Alarms',
      prices.cloudWatch.alarm,
      alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0),
      `${alarms.length} alarms, by the metrics in them`,
    ),
  ],
  'AWS::CloudWatch::Dashboard': (dashboards) => [
    line('The dashboard', prices.cloudWatch.dashboard, dashboards.length, 'one'),
  ],
  'AWS::Scheduler::Schedule': scheduled,
  'AWS::Route53Resolver::FirewallDomainList': (lists) => [
    line(
      "The network's list of names",
      prices.dnsFirewall.domain,
      lists.reduce((sum, { Properties }) => sum + (Properties.Domains as unknown[]).length, 0),
      'each name in a list',
    ),
  ],

  'AWS::DynamoDB::Table': 'on demand: reads, writes and what it keeps',
  'AWS::S3::Bucket': 'what it keeps; a new one keeps the sandbox program, under 0.01 GB',
  'AWS::SQS::Queue': 'requests',
  'AWS::SNS::Topic': 'messages',
  'AWS::Lambda::Function': 'requests and their duration; nothing is provisioned',
  'AWS::CodeBuild::Project': 'minutes of its builds',
  'AWS::StepFunctions::StateMachine': 'transitions',
  'AWS::ApiGatewayV2::Api': 'requests',
  'AWS::Logs::LogGroup': 'what is written and kept',
  'AWS::Events::Rule': 'events of AWS itself are free',
  'AWS::EC2::VPCEndpoint': "S3's gateway is free; there is no endpoint of the other kind",
  'AWS::EC2::FlowLog': 'what is written: connections that were refused',
  'AWS::Route53Resolver::FirewallRuleGroup': 'queries',
  'AWS::Cognito::UserPool': 'people who sign in',
  ...free(
    'it only describes others',
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
 * @throws Error for a type of resource that nobody has priced.
 */
export function idleBill({ resources }: Template): readonly BillLine[] {
  const byType = Map.groupBy(Object.values(resources), ({ Type }) => Type);
  return [...byType].flatMap(([type, those]) => {
    const lines = idleCosts[type];
    if (lines === undefined)
      throw new Error(`nobody has said what ${type} costs; lib/documents/cost/idle-bill.ts does`);
    return typeof lines === 'string' ? [] : lines(those);
  });
}

/** The number of metrics that an alarm is billed as: those that it reads, not its expression. */
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
      'a service that posts its own metrics',
    ),
    line(
      'Tokens for services',
      prices.cognito.machineTokens,
      tokens,
      'one an hour for each process of a service; here one process',
    ),
  ];
}

interface Target {
  readonly Input?: string;
}

function scheduled(schedules: readonly Resource[]): readonly BillLine[] {
  const runsOf = (those: readonly Resource[]) =>
    those.reduce((sum, { Properties }) => sum + runsPerMonth(Properties.ScheduleExpression), 0);
  // A refit is of everybody: its schedule names no service.
  const ofServices = schedules.filter(({ Properties }) => (Properties.Target as Target).Input !== undefined);
  const analyses = runsOf(ofServices);
  const refits = runsOf(schedules) - analyses;
  const gigabyte = 1;
  return [
    line(
      'The schedules',
      prices.scheduler.invocations,
      analyses + refits,
      'an analysis of each service every 15 minutes, a refit every 10',
    ),
    line(
      'Their functions',
      prices.lambda.duration,
      analyses * idleAnalysis.seconds * gigabyte + refits * idleRefit.seconds * idleRefit.gigabytes,
      `${idleAnalysis.seconds} s at 1 GB an analysis, ${idleRefit.seconds} s at ${idleRefit.gigabytes} GB a refit`,
    ),
    line("Their functions' calls", prices.lambda.requests, analyses + refits, 'one each'),
    line(
      'Their reads',
      prices.dynamodb.reads,
      analyses * idleAnalysis.readUnits + refits * idleRefit.readUnits,
      `${idleAnalysis.readUnits} units an analysis and ${idleRefit.readUnits} a refit, with nothing to read`,
    ),
  ];
}

function runsPerMonth(expression: unknown): number {
  const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(String(expression)) ?? [];
  if (minutes === undefined) throw new Error(`${String(expression)} is not a rate in minutes`);
  return (hoursPerMonth * 60) / Number(minutes);
}

function line(item: string, price: BillLine['price'], units: number, basis: string): BillLine {
  return { item, price, units, basis };
}

function free(reason: string, ...types: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(types.map((type) => [type, reason]));
}
