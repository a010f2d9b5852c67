import * as z from 'zod';

const count = z.number().int().nonnegative();

/** What comparing the changed functions call by call showed. */
export const CallEvidence = z.strictObject({
  functions: z.array(
    z.strictObject({
      /** `path#name`. */
      name: z.string(),
      /** Distinct calls that tests and requests made, and calls that were made up from them. */
      captured: count,
      generated: count,
      /** Of both, how many were compared. */
      compared: count,
      /** Calls that the base itself does not answer the same way twice. */
      unstable: count,
      /** Why others could not be compared, with their number. */
      unknown: z.record(z.string(), count),
      /** Share of the calls that were made, not made up, that could not be compared, in [0, 1]. */
      lost: z.number().min(0).max(1),
    }),
  ),
  /** The gravest first. */
  differences: z
    .array(
      z.strictObject({
        name: z.string(),
        /**
         * `captured`: on a call that was made. `generated`: on a made-up call of the kind that callers make. A person
         * decides whether the others matter. `collaborator`: the answers are the same, but collaborators were asked for
         * something else. `unusual`: on a call with values of a kind that no caller was seen to give, or with answers
         * that were made up and that only one version got.
         */
        origin: z.enum(['captured', 'generated', 'collaborator', 'unusual']),
        /** The smallest call found, as code. */
        call: z.string(),
        difference: z.string(),
      }),
    )
    .max(5),
  /** What of the change no compared call shows. */
  unseen: z.array(z.string()).max(20),
  /** Code that only the candidate has, and that no compared call ran. */
  unexercised: z
    .array(z.strictObject({ path: z.string(), line: z.number().int().positive(), code: z.string().max(200) }))
    .max(20),
  /** Times of one call in ms, with lists `factor` times as long. */
  growth: z
    .array(z.strictObject({ name: z.string(), factor: z.number(), base: z.number(), candidate: z.number() }))
    .max(30),
  /** Calls to collaborators that were open at the same time, at most. */
  peak: z.strictObject({ base: count, candidate: count }),
});
export type CallEvidence = z.infer<typeof CallEvidence>;
