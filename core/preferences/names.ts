import * as z from 'zod/mini';

/*
 * These names become keys of objects. What every object inherits (`constructor`, `__proto__`, `toString`) must not be
 * among them: it would be found where nothing was stored.
 */
const isFree = (name: string) => name !== 'prototype' && !(name in Object.prototype);

const name = (longest: number) =>
  z
    .string()
    .check(
      z.maxLength(longest),
      z.regex(
        /^[A-Za-z0-9][\w.:/@+-]*$/,
        'must be letters, digits and . _ : / @ + -, a letter or digit first',
      ),
      z.refine(isFree, 'is reserved'),
    );

/** As the integrator names a model: `gpt-4o-mini`, `meta-llama/Llama-3.1-8B`. */
export const ModelName = name(100);

/** As the integrator names a kind of task: `code`, `summary`. */
export const TaskType = name(64);

/** The subject of a user's token. */
export const UserId = z
  .string()
  .check(z.regex(/^[\w.:@|-]{1,128}$/, 'must be 1 to 128 letters, digits and . _ : @ | -'));

/** The integrator's id of a message or a conversation. */
export const MessageId = name(128);
