import * as z from 'zod';

/** What a manifest names, in the order in which it is tried. */
export const trialSteps = ['build', 'typecheck', 'lint', 'test', 'start'] as const;
export type TrialStep = (typeof trialSteps)[number];

/** A place at which a started service accepts connections: a port, or a Unix socket. */
export const Listening = z.union([z.object({ port: z.number().int() }), z.object({ path: z.string() })]);
export type Listening = z.infer<typeof Listening>;

/** Why a started service does not serve: it `ended`, is `silent`, listens `elsewhere`, `fails` every request, or speaks `tls`. */
export const StartFault = z.enum(['ended', 'silent', 'elsewhere', 'fails', 'tls']);
export type StartFault = z.infer<typeof StartFault>;

/** What became of one line of a manifest that was run once, in a box. */
export const Trial = z.strictObject({
  step: z.enum(trialSteps),
  /** `partly`: it can be used, and the detail says what is wrong with it. */
  result: z.enum(['works', 'partly', 'fails']),
  /** One sentence. */
  detail: z.string().max(4_000),
  /** The end of what the line printed. */
  output: z.string().max(8_000),
  seconds: z.number().nonnegative(),
  /** Null if it serves, or nothing was started. */
  fault: StartFault.nullable().default(null),
  /** Where the started service listened, as far as it told. */
  listens: z.array(Listening).default([]),
  /** The path that responded best; null if none did, or nothing was started. */
  health: z.strictObject({ path: z.string(), status: z.number().int() }).nullable().default(null),
});
export type Trial = z.infer<typeof Trial>;
