import * as z from 'zod';
import { parseJson } from '#core/validation.ts';

/** The variables that an operator's agent gets of the installation's environment, by their names. */
export type AgentSecrets = Readonly<Record<string, string>>;

const variable = 'IRONCLAW_AGENT_SECRETS';
/** A shorter value occurs in any text by chance. */
const shortestSecret = 8;

/** Removes the secrets from the environment so that no program we start inherits them. */
export function takeAgentSecrets(environment: NodeJS.ProcessEnv): AgentSecrets {
  const text = environment[variable];
  delete environment[variable];
  if (text === undefined) return {};
  return parseJson(z.record(z.string(), z.string()), text, variable, 'sandbox/bad-secrets');
}

/** The text with each secret replaced by its name. */
export function withoutSecrets(text: string, secrets: AgentSecrets): string {
  return longEnough(secrets).reduce((rest, [name, value]) => rest.replaceAll(value, `[${name}]`), text);
}

/** The name of the secret that stands in one of the texts, or null. */
export function secretIn(texts: readonly string[], secrets: AgentSecrets): string | null {
  const found = longEnough(secrets).find(([, value]) => texts.some((text) => text.includes(value)));
  return found?.[0] ?? null;
}

const longEnough = (secrets: AgentSecrets) =>
  Object.entries(secrets).filter(([, value]) => value.length >= shortestSecret);
