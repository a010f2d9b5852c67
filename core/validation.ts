import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { InvalidInput } from './errors.ts';

// The small dialect has no sentences of its own until it is given a language; the large one speaks this one too.
z.config(en());

/** One thing that is wrong with an input: where, and what would be right. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

const mostProblems = 20;
const longestMessage = 300;

/**
 * Reads `value` as `schema` describes it, a schema of `zod` or of `zod/mini`.
 *
 * @param what names the input in the error's sentence: "ironclaw.json", "the request's body".
 * @throws InvalidInput with code `<code>` and the problems found, the first 20 of them, under `data.problems`.
 */
export function parse<Value>(
  schema: z.core.$ZodType<Value>,
  value: unknown,
  what: string,
  code: string,
): Value {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  // An answer stays short, however long and wrong the input is.
  const problems = result.error.issues.slice(0, mostProblems).map(
    ({ path, message }): Problem => ({
      path: path.join('.').slice(0, longestMessage),
      message: message.slice(0, longestMessage),
    }),
  );
  const sentence = problems
    .slice(0, 3)
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ');
  throw new InvalidInput(`${what} is not valid: ${sentence}.`, { code, data: { problems } });
}

/** Like {@link parse}, from text that should hold JSON. */
export function parseJson<Value>(
  schema: z.core.$ZodType<Value>,
  text: string,
  what: string,
  code: string,
): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInput(`${what} is not JSON: ${reason}.`, { code, cause });
  }
  return parse(schema, value, what, code);
}
