import * as z from 'zod';

/**
 * How many people must approve a change that brings in a risk of a kind, none of whom proposed it. What can tell the
 * sandbox from production, or bend what judges, needs two; what proofs do not reach needs one.
 */
const approversByKind = {
  environment: 2,
  'request identity': 2,
  globals: 2,
  network: 2,
  files: 2,
  processes: 2,
  'dynamic code': 2,
  'call stack': 2,
  prototypes: 2,
  'test globals': 2,
  'disabled checks': 2,
  'hidden characters': 2,
  unreadable: 2,
  timers: 1,
  clock: 1,
  randomness: 1,
  'new import': 1,
  memory: 1,
  concurrency: 1,
  'special cases': 1,
  'dropped checks': 1,
  'dropped effects': 1,
} as const satisfies Readonly<Record<string, 1 | 2>>;

/** What a change can bring in that no comparison in the sandbox can clear. */
export type RiskKind = keyof typeof approversByKind;
export const riskKinds = Object.keys(approversByKind) as [RiskKind, ...RiskKind[]];

/** One thing that the change brings in. */
export const Risk = z.strictObject({
  kind: z.enum(riskKinds),
  /** As it stands in the code: `process.env`. */
  what: z.string().max(200),
  path: z.string(),
  line: z.number().int().positive(),
});
export type Risk = z.infer<typeof Risk>;

/** 0: may ship by itself; 1 or 2: as many people must approve. */
export type RiskTier = 0 | 1 | 2;

export function riskTierOf(risks: readonly Pick<Risk, 'kind'>[]): RiskTier {
  return risks.reduce<RiskTier>((tier, { kind }) => Math.max(tier, approversByKind[kind]) as RiskTier, 0);
}

/** "process.env (environment, src/shop.ts:12)". */
export const describeRisk = ({ kind, what, path, line }: Risk): string =>
  `${what} (${kind}, ${path}:${line})`;
