import * as z from 'zod';
import { parse } from '#core/validation.ts';

/** What functions read from their environment. AWS SDK clients read their own `AWS_*` variables besides. */
const variables = {
  /** The learning table. */
  TABLE_NAME: z.string().min(1),
  /** Where job folders and large bodies lie: `s3://bucket/`, `file:///...` on one machine. */
  ARTIFACTS_URL: z.url(),
  STATE_MACHINE_ARN: z.string().min(1),
  /** The control address of the fleet on this machine; absent on AWS, where services run by themselves. */
  FLEET_URL: z.url().optional(),
  FLEET_TOKEN: z.string().min(1).optional(),
  /** Length of a metrics window in seconds. */
  WINDOW_SECONDS: z.coerce.number().int().min(1).max(300).default(300),
  /** How far back the analysis looks, in seconds. */
  ANALYSIS_SECONDS: z.coerce.number().int().min(1).max(86_400).default(3_600),
  /** How long a CPU profile of a slow service shall run, in seconds. */
  PROFILE_SECONDS: z.coerce.number().int().min(1).max(60).default(10),
  /** Any OpenAI-compatible server; without it, rules alone write fixes. */
  MODEL_URL: z.url().optional(),
  MODEL_NAME: z.string().min(1).default('gpt-4.1'),
  MODEL_KEY: z.string().min(1).optional(),
  /** How often a day it may be asked, and how long each answer may be. */
  MODEL_ASKS_PER_DAY: z.coerce.number().int().min(1).default(100),
  MODEL_MAX_TOKENS: z.coerce.number().int().min(256).default(4_096),
  /** The secret that holds the key, on AWS. */
  MODEL_KEY_SECRET: z.string().min(1).optional(),
};

type Variables = typeof variables;
export type Variable = keyof Variables;

/**
 * Reads the variables that a function needs, and no others: what it names here is what the stack has to give it.
 * @throws InvalidInput `environment/invalid`, naming every one of them that is missing or wrong.
 */
export function readEnvironment<Name extends Variable>(
  ...names: readonly Name[]
): { readonly [Each in Name]: z.infer<Variables[Each]> } {
  const wanted = Object.fromEntries(names.map((name) => [name, variables[name]]));
  return parse(z.object(wanted), process.env, 'the environment', 'environment/invalid') as never;
}
