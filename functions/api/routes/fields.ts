import * as z from 'zod/mini';

export const Text = z.string().check(z.minLength(1), z.maxLength(200));

/** Of an event: `kind:id`. A user's id may have 255 characters. */
export const Subject = z.string().check(z.minLength(1), z.maxLength(300));

/** Which part of a list to answer. */
export const page = {
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 25),
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
};
