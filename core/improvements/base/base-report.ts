import * as z from 'zod';
import { EndpointName } from '../../service/endpoint-name.ts';

/** What is tried on the base alone, in this order. */
export const baseChecks = ['build', 'typecheck', 'lint', 'tests', 'start'] as const;

const Check = z.strictObject({
  name: z.enum(baseChecks),
  /** `absent`: the service has no such command. */
  result: z.enum(['works', 'fails', 'absent']),
  /** One sentence. */
  detail: z.string().max(4_000),
  seconds: z.number().nonnegative(),
});

/** Could an unchanged version be proven equal on the requests that are recorded for an endpoint? They grow in number. */
const Replay = z.strictObject({
  endpoint: EndpointName,
  result: z.enum(['works', 'fails']),
  /** One sentence. */
  detail: z.string().max(1_000),
  seconds: z.number().nonnegative(),
});

/** What a function is called with while the recorded requests of an endpoint are replayed. */
const CallShapes = z.strictObject({
  endpoint: EndpointName,
  /** `path#name` */
  function: z.string().max(700),
  calls: z.number().int().positive(),
  /** Of each argument: its kind, sizes and the names of its properties, and no value. */
  arguments: z.array(z.string().max(600)).max(8),
});
export type CallShapes = z.infer<typeof CallShapes>;

/** So many names of tests are listed at most: the report is kept in a record. */
export const mostTestNames = 100;
const TestNames = z.array(z.string()).max(mostTestNames);

/** What the service's own checks say of a commit, before any candidate exists. */
export const BaseReport = z.strictObject({
  schema: z.literal(1),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  checks: z.array(Check),
  tests: z.strictObject({
    ran: z.number().int().nonnegative(),
    /** Failed in both runs. */
    failing: TestNames,
    /** Passed in one run and failed in the other. */
    flaky: TestNames,
  }),
  /** One for each endpoint that was to be improved. */
  replays: z.array(Replay).default([]),
  /** Of the hottest functions of these endpoints, where calls could be captured; absent in old reports. */
  calls: z.array(CallShapes).optional(),
  /** The whole job. */
  seconds: z.number().nonnegative(),
});
export type BaseReport = z.infer<typeof BaseReport>;
export type BaseCheck = BaseReport['checks'][number];
export type BaseReplay = BaseReport['replays'][number];

/** What replaying says of an endpoint; undefined if it was not tried. */
export const replayOf = ({ replays }: BaseReport, endpoint: string): BaseReplay | undefined =>
  replays.find((replay) => replay.endpoint === endpoint);

/** What the functions of an endpoint are called with, as far as that was captured. */
export const callsOf = (report: BaseReport | null, endpoint: string): readonly CallShapes[] =>
  (report?.calls ?? []).filter((one) => one.endpoint === endpoint);

/** Why no change of this commit could be proven, whatever it is; null if one could. */
export function whyNothingCanBeProven({ checks }: BaseReport): string | null {
  const failed = checks.find(
    ({ name, result }) => (name === 'build' || name === 'tests' || name === 'start') && result === 'fails',
  );
  return failed ? `no change could be proven: ${failed.detail}` : null;
}
