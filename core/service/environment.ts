import * as z from 'zod';

/** Variables that we set: a service that overrides them would not start where it is asked for. */
const reserved = /^(?:PORT|PATH|HOME|NODE_OPTIONS|IRONCLAW_.*)$/;
const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'must be the name of an environment variable')
  .refine((name) => !reserved.test(name), 'must not be a variable that is set for the service');

/** A value that stands nowhere in the repository. */
const SecretVariable = z.strictObject({
  /** The name under which the operator keeps it: a variable of the environment, a line of a file, a key in Secrets Manager. */
  secret: z.string().min(1).max(512),
  /** What the sandbox, which never gets the secret itself, sets instead; absent there without it. */
  test: z.string().max(4_000).optional(),
});

/** Environment variables of a service, in `ironclaw.json`. */
export const Environment = z.record(VariableName, z.union([z.string().max(4_000), SecretVariable]));
