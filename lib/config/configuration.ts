import * as z from 'zod';
import { Deployment } from '#core/service/service.ts';
import { verifiedRegions } from './regions.ts';

const stackName = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and dashes, a letter first');

/** The days for which CloudWatch can keep logs. */
const logDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

/** A service under the installation's care. What it says of itself is in the `ironclaw.json` of its repository. */
const Service = z.strictObject({
  name: stackName(40).describe("As the service's own ironclaw.json names it"),
  repository: z.url({ protocol: /^https$/, error: 'must be an https:// address that git can clone' }),
  deployment: Deployment.refine(
    ({ kind }) => kind !== 'proxy',
    'must be of kind "lambda-alias" or "pipeline"; "proxy" is for one machine',
  ).default({ kind: 'pipeline' }),
  /** Names of CloudWatch alarms that take a rollout back. */
  alarms: z.array(z.string().min(1).max(255)).max(50).default([]),
  /**
   * How its measurements arrive. `http`: the recorder posts them, with a client of the user pool that costs by the
   * month. `cloudwatch`: it prints them for CloudWatch to count; cheaper, and without CPU profiles, so that nobody can
   * say where in the code the time goes.
   */
  recorder: z.enum(['http', 'cloudwatch']).default('http'),
});

const Api = z.strictObject({
  /** The origin of the console, the only one that browsers may call from. Null: none. */
  consoleOrigin: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** Requests a second, and how many may come at once, over all routes. */
  throttle: z
    .strictObject({
      rate: z.number().positive().max(10_000).default(100),
      burst: z.number().int().positive().max(5_000).default(200),
    })
    .prefault({}),
  /** An OIDC issuer of your own instead of the user pool; its tokens carry the roles in the claim `roles`. */
  issuer: z
    .strictObject({ url: z.url({ protocol: /^https$/ }), audience: z.array(z.string().min(1)).min(1) })
    .nullable()
    .default(null),
});

/** Any OpenAI-compatible server. Its key is put into the secret that the stack creates, never here. */
const Model = z.strictObject({
  url: z.url({ protocol: /^https$/ }).default('https://api.openai.com/v1'),
  name: z.string().min(1).max(100).default('gpt-4.1'),
  /** How often a day it may be asked: the most that it can cost is this many answers of `maxTokens`. */
  asksPerDay: z.number().int().min(1).max(10_000).default(100),
  maxTokens: z.number().int().min(256).max(100_000).default(4_096),
});

const Analysis = z.strictObject({
  /** How often each service is looked at. */
  everyMinutes: z.number().int().min(5).max(1_440).default(15),
  /** How far back each look reads. */
  lookBackMinutes: z.number().int().min(15).max(1_440).default(60),
  /** Where Prometheus answers without credentials, for services whose metrics it scrapes. Null: there is none. */
  prometheus: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
});

const Preferences = z.strictObject({
  /**
   * Whether a user's preferences are learned on top of what all users teach. Without it each user is learned of alone:
   * it takes several times as many ratings, and nothing that one user does changes what another gets.
   */
  learnFromOthers: z.boolean().default(true),
  /** How often it is learned anew what all users teach. */
  refitEveryMinutes: z.number().int().min(1).max(1_440).default(10),
});

const Sandbox = z.strictObject({
  /**
   * `isolated`: the job that runs untrusted code has no route but to the artifact bucket. `open`: no VPC is made, for
   * accounts that have none to spare; the code then reaches the internet, and can carry out what it was given.
   */
  network: z.enum(['isolated', 'open']).default('isolated'),
  size: z.enum(['small', 'medium', 'large']).default('small'),
});

const Fields = z.strictObject({
  $schema: z.string().optional(),
  /** Begins the names of the stacks. */
  name: stackName(20).default('ironclaw'),
  /** Default: the account and region of the credentials that deploy. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must have 12 digits')
    .optional(),
  region: z.string().optional(),
  allowUnlistedRegion: z.boolean().default(false),
  logDays: z.literal(logDays).default(30),
  api: Api.prefault({}),
  /** Null: rules alone write fixes. */
  model: Model.nullable().default(null),
  analysis: Analysis.prefault({}),
  preferences: Preferences.prefault({}),
  sandbox: Sandbox.prefault({}),
  /** Who is told of alarms; each address confirms by mail. */
  notifications: z.strictObject({ emails: z.array(z.email()).max(20).default([]) }).prefault({}),
  services: z.array(Service).max(100).default([]),
});

/** `ironclaw.aws.json`: everything that an installation can set, with its defaults. */
export const Configuration = Fields.superRefine(({ region, allowUnlistedRegion, services }, context) => {
  if (region !== undefined && !allowUnlistedRegion && !verifiedRegions.includes(region))
    context.addIssue({
      code: 'custom',
      path: ['region'],
      message:
        `${region} is not among the regions known to have every service that is needed; choose another, ` +
        'or set allowUnlistedRegion once you have looked',
    });
  for (const [i, { name: each }] of services.entries())
    if (services.findIndex((other) => other.name === each) < i)
      context.addIssue({ code: 'custom', path: ['services', i, 'name'], message: `${each} is there twice` });
});

export type Configuration = z.infer<typeof Configuration>;
export type ServiceConfiguration = Configuration['services'][number];
