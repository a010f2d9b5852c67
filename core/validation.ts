import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { InvalidInput } from './errors.ts';

// `zod/mini` has no error messages until it gets a locale; `zod` uses this one too.
z.config(en());

/** One problem of an input: where it is, and what would be right. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

const maxProblems = 20;
const maxMessage = 300;

/**
 * Parses `value` with a schema of `zod` or `zod/mini`.
 *
 * @param what names the input in the error message: "ironclaw.json", "the request body".
 * @throws InvalidInput with code `<code>` and the first 20 problems under `data.problems`.
 */
export function parse<Value>(
  schema: z.core.$ZodType<Value>,
  value: unknown,
  what: string,
  code: string,
): Value {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  // The error stays short, however long the input is and however many problems it has.
  const problems = result.error.issues.slice(0, maxProblems).map(
    ({ path, message }): Problem => ({
      path: path.join('.').slice(0, maxMessage),
      message: message.slice(0, maxMessage),
    }),
  );
  const sentence = problems
    .slice(0, 3)
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ');
  throw new InvalidInput(`${what} is not valid: ${sentence}.`, { code, data: { problems } });
}

/** Like {@link parse}, for JSON text. */
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
