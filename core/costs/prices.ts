/**
 * How a figure was come by. `read`: on the page named, or in a copy or extract of it that says so. `recalled`: known,
 * and not found written anywhere that day; look it up before you rely on it.
 */
export type Provenance = 'read' | 'recalled';

/** A price on demand, in US dollars, in us-east-1, before tax, credits and volume discounts. */
export interface Price {
  readonly usd: number;
  /** What that many dollars buy: `per` times `unit`. */
  readonly per: number;
  readonly unit: string;
  /** How many units a month cost nothing, for as long as there is an account. */
  readonly free?: number;
  readonly source: string;
  readonly provenance: Provenance;
}

/** The day on which every figure below was looked up. */
export const lookedUp = '2026-11-25';

export const region = 'us-east-1';

/** Hours in the month that AWS's own examples reckon with. */
export const hoursPerMonth = 730;

const million = 1_000_000;
const page = (service: string) => `https://aws.amazon.com/${service}/pricing/`;
const read = (usd: number, per: number, unit: string, source: string): Price => ({
  usd,
  per,
  unit,
  source,
  provenance: 'read',
});
const recalled = (usd: number, per: number, unit: string, source: string): Price => ({
  ...read(usd, per, unit, source),
  provenance: 'recalled',
});

export const prices = {
  lambda: {
    requests: read(0.2, million, 'requests', page('lambda')),
    /** arm64, the first 7.5 billion a month. */
    duration: read(0.0000133334, 1, 'GB-seconds', page('lambda')),
    /** x86_64, the first 6 billion a month. */
    x86Duration: read(0.0000166667, 1, 'GB-seconds on x86_64', page('lambda')),
  },
  apiGateway: {
    /** Of an HTTP API, the first 300 million a month, each of at most 512 KB. */
    requests: read(1, million, 'requests', page('api-gateway')),
  },
  dynamodb: {
    /** A write of 1 KB, twice that in a transaction. */
    writes: read(0.625, million, 'write request units', page('dynamodb')),
    /** A consistent read of 4 KB; a half where eventually consistent, twice in a transaction. */
    reads: read(0.125, million, 'read request units', page('dynamodb')),
    storage: { ...read(0.25, 1, 'GB-months', page('dynamodb')), free: 25 },
    /** Point-in-time recovery, of the table's size. */
    recovery: read(0.2, 1, 'GB-months', page('dynamodb')),
  },
  stepFunctions: {
    /** Of standard workflows; every retry is one more. */
    transitions: { ...read(0.025, 1_000, 'state transitions', page('step-functions')), free: 4_000 },
  },
  codeBuild: {
    armSmall: read(0.0034, 1, 'minutes of arm1.small', page('codebuild')),
    x86Small: { ...read(0.005, 1, 'minutes of general1.small', page('codebuild')), free: 100 },
  },
  cloudWatch: {
    /** The first 10 000; reckoned by the hours in which it was sent. */
    customMetric: { ...read(0.3, 1, 'metric-months', page('cloudwatch')), free: 10 },
    /** Of standard resolution; each metric in an expression counts. */
    alarm: { ...read(0.1, 1, 'alarm metric-months', page('cloudwatch')), free: 10 },
    dashboard: { ...read(3, 1, 'dashboard-months', page('cloudwatch')), free: 3 },
    /** GetMetricData: up to five statistics of one metric in one request; each page is a request, and none is free. */
    metricRequested: read(0.01, 1_000, 'metrics requested', page('cloudwatch')),
    /** The free 5 GB are shared by ingestion, storage and queries. */
    logIngestion: { ...read(0.5, 1, 'GB', page('cloudwatch')), free: 5 },
    logStorage: read(0.03, 1, 'GB-months', page('cloudwatch')),
  },
  s3: {
    storage: read(0.023, 1, 'GB-months', page('s3')),
    writes: read(0.005, 1_000, 'PUT, COPY, POST and LIST requests', page('s3')),
    reads: read(0.0004, 1_000, 'GET requests', page('s3')),
  },
  secretsManager: {
    secret: read(0.4, 1, 'secret-months', page('secrets-manager')),
    calls: read(0.05, 10_000, 'calls', page('secrets-manager')),
  },
  scheduler: {
    invocations: { ...recalled(1, million, 'invocations', page('eventbridge')), free: 14 * million },
  },
  sns: {
    publishes: { ...read(0.5, million, 'requests', page('sns')), free: million },
    emails: { ...read(2, 100_000, 'e-mails', page('sns')), free: 1_000 },
  },
  sqs: {
    requests: { ...read(0.4, million, 'requests', page('sqs')), free: million },
  },
  kms: {
    key: read(1, 1, 'key-months', page('kms')),
    requests: { ...read(0.03, 10_000, 'requests', page('kms')), free: 20_000 },
  },
  cognito: {
    essentials: { ...read(0.015, 1, 'monthly active users', page('cognito')), free: 10_000 },
    /** The first 90 000 beyond those that are free. */
    lite: { ...read(0.0055, 1, 'monthly active users', page('cognito')), free: 10_000 },
    /** Of an app client that asks for tokens in its own name. */
    machineClient: recalled(6, 1, 'client-months', page('cognito')),
    machineTokens: recalled(2.25, 1_000, 'tokens', page('cognito')),
  },
  vpc: {
    interfaceEndpoint: read(0.01, 1, 'hours of one endpoint in one zone', page('privatelink')),
    interfaceTraffic: read(0.01, 1, 'GB through an interface endpoint', page('privatelink')),
  },
  dnsFirewall: {
    domain: recalled(0.0005, 1, 'domain-months', page('route53')),
    queries: recalled(0.6, million, 'queries', page('route53')),
  },
  xray: {
    traces: { ...recalled(5, million, 'traces recorded', page('xray')), free: 100_000 },
  },
} as const satisfies Record<string, Record<string, Price>>;

/** What so many units cost in US dollars, none of them free. */
export function costOf({ usd, per }: Price, units: number): number {
  return (units / per) * usd;
}
