import { z } from 'zod';
import { parse } from '#core/validation.ts';

/** What a function reads from its environment. AWS SDK clients read their own `AWS_*` variables besides. */
const Environment = z.object({
  /** The learning table. */
  TABLE_NAME: z.string().min(1),
  /** Where job folders and large bodies lie: `file:///...` on one machine. */
  ARTIFACTS_URL: z.url(),
  STATE_MACHINE_ARN: z.string().min(1),
  /** The control address of the fleet that runs the services' versions. */
  FLEET_URL: z.url(),
  FLEET_TOKEN: z.string().min(1),
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
});

export type Environment = z.infer<typeof Environment>;

/** @throws InvalidInput `environment/invalid`, naming every variable that is missing or wrong. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  return parse(Environment, variables, 'the environment', 'environment/invalid');
}
