import * as z from 'zod/mini';

/*
 * These names become keys of objects. What every object inherits (`constructor`, `__proto__`, `toString`) must not be
 * among them: it would be found where nothing was stored.
 */
const isFree = (name: string) => name !== 'prototype' && !(name in Object.prototype);

/*
 * Visible characters of any script, with single spaces between words. No comma, which separates names in a query; no
 * invisible characters, but for the two joiners that some scripts are written with. Names that differ in any character are
 * different names: nothing is folded or normalized.
 */
const visible = /^(?:[^\p{C}\p{Z},]|[\u200c\u200d])+(?: (?:[^\p{C}\p{Z},]|[\u200c\u200d])+)*$/u;

const name = (longest: number) =>
  z
    .string()
    .check(
      z.maxLength(longest),
      z.regex(visible, 'must be visible characters without a comma, with single spaces between words'),
      z.refine(isFree, 'is reserved'),
    );

/** As the integrator names a model: `gpt-4o-mini`, `@cf/meta/llama-3-8b-instruct`, `meta-llama/Llama-3.1-8B`. */
export const ModelName = name(200);

/** As the integrator names a kind of task: `code`, `summary`, `要約`. */
export const TaskType = name(64);

/** The subject of a user's token: OpenID Connect allows 255 ASCII characters. */
export const UserId = z
  .string()
  .check(
    z.regex(
      /^[!-~](?:[ -~]{0,253}[!-~])?$/,
      'must be 1 to 255 printable ASCII characters, without spaces at its ends',
    ),
  );

/** The integrator's id of a message or a conversation. */
export const MessageId = name(200);
