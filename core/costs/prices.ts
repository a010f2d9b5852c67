/**
 * Where a price comes from. `read`: from the named page, or from a copy or extract that cites it. `recalled`: from
 * memory, and not found in writing that day; look it up before you rely on it.
 */
export type Provenance = 'read' | 'recalled';

/** An on-demand price in US dollars, in us-east-1, before tax, credits and volume discounts. */
export interface Price {
  readonly usd: number;
  /** `usd` buys `per` times `unit`. */
  readonly per: number;
  readonly unit: string;
  /** Units a month that cost nothing, for as long as the account exists. */
  readonly free?: number;
  readonly source: string;
  readonly provenance: Provenance;
}

/** The day on which every price below was looked up. */
export const lookedUp = '2026-11-25';

export const region = 'us-east-1';

/** Hours a month in AWS's own pricing examples. */
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
    /** On arm64; the first 7.5 billion a month. */
    duration: read(0.0000133334, 1, 'GB-seconds', page('lambda')),
    /** On x86_64; the first 6 billion a month. */
    x86Duration: read(0.0000166667, 1, 'GB-seconds on x86_64', page('lambda')),
  },
  apiGateway: {
    /** To an HTTP API, each of at most 512 KB; the first 300 million a month. */
    requests: read(1, million, 'requests', page('api-gateway')),
  },
  dynamodb: {
    /** One unit writes 1 KB; a transactional write takes twice as many. */
    writes: read(0.625, million, 'write request units', page('dynamodb')),
    /** One unit reads 4 KB consistently; an eventually consistent read takes half, a transactional read twice as many. */
    reads: read(0.125, million, 'read request units', page('dynamodb')),
    storage: { ...read(0.25, 1, 'GB-months', page('dynamodb')), free: 25 },
    /** Point-in-time recovery, by the table's size. */
    recovery: read(0.2, 1, 'GB-months', page('dynamodb')),
  },
  stepFunctions: {
    /** Of standard workflows; every retry is another transition. */
    transitions: { ...read(0.025, 1_000, 'state transitions', page('step-functions')), free: 4_000 },
  },
  codeBuild: {
    armSmall: read(0.0034, 1, 'minutes of arm1.small', page('codebuild')),
    x86Small: { ...read(0.005, 1, 'minutes of general1.small', page('codebuild')), free: 100 },
  },
  cloudWatch: {
    /** The first 10 000 metrics; prorated by the hours in which a metric was sent. */
    customMetric: { ...read(0.3, 1, 'metric-months', page('cloudwatch')), free: 10 },
    /** At standard resolution; each metric in an expression counts. */
    alarm: { ...read(0.1, 1, 'alarm metric-months', page('cloudwatch')), free: 10 },
    dashboard: { ...read(3, 1, 'dashboard-months', page('cloudwatch')), free: 3 },
    /** GetMetricData: one request covers up to five statistics of a metric. Each page is a request; none is free. */
    metricRequested: read(0.01, 1_000, 'metrics requested', page('cloudwatch')),
    /** Ingestion, storage and queries share the free 5 GB. */
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
    /** The first 90 000 beyond the free ones. */
    lite: { ...read(0.0055, 1, 'monthly active users', page('cognito')), free: 10_000 },
    /** An app client that requests tokens in its own name. */
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

/** What this many units cost in US dollars, without the free tier. */
export function costOf({ usd, per }: Price, units: number): number {
  return (units / per) * usd;
}
