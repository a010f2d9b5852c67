import type { ZodType } from 'zod';
import { InvalidInput } from './errors.ts';

/** One thing that is wrong with an input: where, and what would be right. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/**
 * Reads `value` as `schema` describes it.
 *
 * @param what names the input in the error's sentence: "ironclaw.json", "the request's body".
 * @throws InvalidInput with code `<code>` and every problem found under `data.problems`.
 */
export function parse<Value>(schema: ZodType<Value>, value: unknown, what: string, code: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue): Problem => ({ path: issue.path.join('.'), message: issue.message }),
  );
  const sentence = problems
    .slice(0, 3)
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ');
  throw new InvalidInput(`${what} is not valid: ${sentence}.`, { code, data: { problems } });
}

/** Like {@link parse}, from text that should hold JSON. */
export function parseJson<Value>(schema: ZodType<Value>, text: string, what: string, code: string): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInput(`${what} is not JSON: ${reason}.`, { code, cause });
  }
  return parse(schema, value, what, code);
}
