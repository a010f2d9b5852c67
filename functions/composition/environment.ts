import * as z from 'zod/mini';
import { parse } from '#core/validation.ts';

const Text = z.string().check(z.minLength(1));
const count = (most: number) => z.coerce.number().check(z.int(), z.minimum(1), z.maximum(most));

/** The environment variables of the functions. AWS SDK clients also read their own `AWS_*` variables. */
const variables = {
  /** The learning table. */
  TABLE_NAME: Text,
  /** The artifact store: `s3://bucket/`, or `file:///...` on one machine. */
  ARTIFACTS_URL: z.url(),
  STATE_MACHINE_ARN: Text,
  /** The control address of the fleet on this machine; absent on AWS. */
  FLEET_URL: z.optional(z.url()),
  FLEET_TOKEN: z.optional(Text),
  /** The address of Prometheus, for services that it measures. */
  PROMETHEUS_URL: z.optional(z.url()),
  /** Length of a metrics window in seconds. */
  WINDOW_SECONDS: z._default(count(300), 300),
  /** How far back the analysis looks, in seconds. */
  ANALYSIS_SECONDS: z._default(count(86_400), 3_600),
  /** The duration of a CPU profile of a slow service, in seconds. */
  PROFILE_SECONDS: z._default(count(60), 10),
  /** Whether preferences are learned with the population model, or from each user alone. */
  LEARN_FROM_OTHERS: z._default(z.stringbool(), true),
  /** How long a population model that was read once is used, in seconds. */
  POPULATION_SECONDS: z._default(count(3_600), 60),
  /** The age from which batch statistics are certain to be readable, in seconds. */
  SETTLED_SECONDS: z._default(count(600), 30),
  /** Any OpenAI-compatible server; without it, rules alone write fixes. */
  MODEL_URL: z.optional(z.url()),
  MODEL_NAME: z._default(Text, 'gpt-4.1'),
  MODEL_KEY: z.optional(Text),
  /** Requests to the model per day, and the length of each answer in tokens. */
  MODEL_ASKS_PER_DAY: z._default(z.coerce.number().check(z.int(), z.minimum(1)), 100),
  MODEL_MAX_TOKENS: z._default(z.coerce.number().check(z.int(), z.minimum(256)), 4_096),
  /** An operator's own agent, as JSON, and the address at which its jobs run; absent on AWS. */
  AGENT: z.optional(Text),
  JOBS_URL: z.optional(z.url()),
  /** Prices of models as JSON, `{"name": {"prompt": 2, "completion": 8}}`: US dollars for a million tokens. */
  MODEL_PRICES: z._default(Text, '{}'),
  /** The secret that holds the key, on AWS. */
  MODEL_KEY_SECRET: z.optional(Text),
};

type Variables = typeof variables;
export type Variable = keyof Variables;

/**
 * Reads the variables that a function needs, and no others: the stack has to set exactly these.
 * @throws InvalidInput `environment/invalid`, naming every one of them that is missing or wrong.
 */
export function readEnvironment<Name extends Variable>(
  ...names: readonly Name[]
): { readonly [Each in Name]: z.infer<Variables[Each]> } {
  const wanted = Object.fromEntries(names.map((name) => [name, variables[name]]));
  return parse(z.object(wanted), process.env, 'the environment', 'environment/invalid') as never;
}
