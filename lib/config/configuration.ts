import * as z from 'zod';
import { ModelPrices } from '#core/improvements/candidate/model-prices.ts';
import { daysKept } from '#core/retention.ts';
import { Deployment } from '#core/service/service.ts';
import { defaultThrottle } from '#functions/api/routes/throttle.ts';
import { verifiedRegions } from './regions.ts';

const identifier = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and dashes, a letter first');

/** The retention periods that CloudWatch Logs supports, in days. */
const logDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

/** A managed service. The `ironclaw.json` of its repository holds the rest of its settings. */
const Service = z.strictObject({
  name: identifier(40).describe("The name in the service's own ironclaw.json"),
  repository: z.url({ protocol: /^https$/, error: 'must be an https:// address that git can clone' }),
  deployment: Deployment.refine(
    ({ kind }) => kind !== 'proxy',
    'must be of kind "lambda-alias" or "pipeline"; "proxy" works only on one machine',
  ).default({ kind: 'pipeline' }),
  /** Names of CloudWatch alarms that roll back a rollout in progress. */
  alarms: z.array(z.string().min(1).max(255)).max(50).default([]),
  /**
   * How measurements arrive. `http`: the recorder posts them, with a user pool client that has a monthly price.
   * `cloudwatch`: the recorder prints them for CloudWatch to aggregate, which is cheaper but brings no CPU profiles, so
   * findings cannot name the slow function.
   */
  recorder: z.enum(['http', 'cloudwatch']).default('http'),
});

const Api = z.strictObject({
  /** The console's origin, the only one that may call the API from a browser. Null: none may. */
  consoleOrigin: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** Requests per second (`rate`) and requests at once (`burst`), over all routes together. */
  throttle: z
    .strictObject({
      rate: z.number().positive().max(10_000).default(defaultThrottle.rate),
      burst: z.number().int().positive().max(5_000).default(defaultThrottle.burst),
    })
    .prefault({}),
  /** Your own OIDC issuer instead of the user pool. Its tokens must carry the roles in the claim `roles`. */
  issuer: z
    .strictObject({ url: z.url({ protocol: /^https$/ }), audience: z.array(z.string().min(1)).min(1) })
    .nullable()
    .default(null),
});

/** Any OpenAI-compatible server. Its API key belongs in the secret that the stack creates, never here. */
const Model = z.strictObject({
  url: z.url({ protocol: /^https$/ }).default('https://api.openai.com/v1'),
  name: z.string().min(1).max(100).default('gpt-4.1'),
  /** The limit of calls per day. It caps the daily cost at this many answers of `maxTokens` tokens. */
  asksPerDay: z.number().int().min(1).max(10_000).default(100),
  maxTokens: z.number().int().min(256).max(100_000).default(4_096),
  /** US dollars for a million tokens, by the name of the model. Without a price, what an answer cost is unknown. */
  prices: ModelPrices.default({}),
});

const Analysis = z.strictObject({
  /** How often each service is analyzed. */
  everyMinutes: z.number().int().min(5).max(1_440).default(15),
  /** How far back each analysis reads. */
  lookBackMinutes: z.number().int().min(15).max(1_440).default(60),
  /** The address of a Prometheus server without credentials, for services whose metrics it scrapes. Null: there is none. */
  prometheus: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
});

const Preferences = z.strictObject({
  /**
   * Whether a user's preferences build on the population model that all users share. If not, each user is learned from
   * their own ratings only: that takes several times as many ratings, and no user affects what another one gets.
   */
  learnFromOthers: z.boolean().default(true),
  /** How often the population model is refitted. */
  refitEveryMinutes: z.number().int().min(1).max(1_440).default(10),
});

const Sandbox = z.strictObject({
  /**
   * `isolated`: the job that runs untrusted code can reach only the artifact bucket. `open`: no VPC is created, for accounts
   * that cannot spare one; untrusted code then reaches the internet and can leak what it was given.
   */
  network: z.enum(['isolated', 'open']).default('isolated'),
  size: z.enum(['small', 'medium', 'large']).default('small'),
});

const Fields = z.strictObject({
  $schema: z.string().optional(),
  /** The prefix of the stack names. */
  name: identifier(20).default('ironclaw'),
  /** Default: the account and region of the deploying credentials. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must have 12 digits')
    .optional(),
  region: z.string().optional(),
  allowUnlistedRegion: z.boolean().default(false),
  logDays: z.literal(logDays).default(daysKept.logs),
  api: Api.prefault({}),
  /** Null: only rules write fixes. */
  model: Model.nullable().default(null),
  analysis: Analysis.prefault({}),
  preferences: Preferences.prefault({}),
  sandbox: Sandbox.prefault({}),
  /** The recipients of alarm notifications. Each address must confirm its subscription by e-mail. */
  notifications: z.strictObject({ emails: z.array(z.email()).max(20).default([]) }).prefault({}),
  services: z.array(Service).max(100).default([]),
});

/** `ironclaw.aws.json`: all settings of an installation, with their defaults. */
export const Configuration = Fields.superRefine(({ region, allowUnlistedRegion, services }, context) => {
  if (region !== undefined && !allowUnlistedRegion && !verifiedRegions.includes(region))
    context.addIssue({
      code: 'custom',
      path: ['region'],
      message:
        `${region} is not among the regions known to have every AWS service that the stacks use; choose another region, ` +
        'or set allowUnlistedRegion once you have checked that it has them',
    });
  for (const [i, { name }] of services.entries())
    if (services.findIndex((other) => other.name === name) < i)
      context.addIssue({
        code: 'custom',
        path: ['services', i, 'name'],
        message: `${name} is the name of two services; each service needs its own`,
      });
});

export type Configuration = z.infer<typeof Configuration>;
export type ServiceConfiguration = Configuration['services'][number];
