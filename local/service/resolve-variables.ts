import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Conflict, InvalidInput } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';

/** Where an operator keeps the secrets of a service, by their names. */
export type Secrets = Readonly<Record<string, string | undefined>>;

/**
 * The operator's environment, and over it a file of `NAME=value` lines, which was named for this.
 * @throws InvalidInput `secrets/no-file`.
 */
export function readSecrets(environment: Secrets, file?: string): Secrets {
  if (file === undefined) return environment;
  try {
    return { ...environment, ...parseEnv(readFileSync(file, 'utf8')) };
  } catch (cause) {
    throw new InvalidInput(`${file} cannot be read; name a file of NAME=value lines with --env-file.`, {
      code: 'secrets/no-file',
      cause,
    });
  }
}

/**
 * The variables that a manifest sets, with their secrets.
 * @throws Conflict `service/missing-secret` that names all of those that are nowhere.
 */
export function resolveVariables(env: Manifest['env'], secrets: Secrets): Readonly<Record<string, string>> {
  const found = Object.entries(env).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : secrets[value.secret],
    secret: typeof value === 'string' ? null : value.secret,
  }));
  const missing = found.filter(({ value }) => value === undefined);
  if (missing.length === 0) return Object.fromEntries(found.map(({ name, value = '' }) => [name, value]));
  const names = missing.map(({ name, secret }) => `${secret} (for ${name})`).join(', ');
  throw new Conflict(
    `env of ironclaw.json asks for ${names}, which you have not set: export it, or name a file that has it with --env-file.`,
    { code: 'service/missing-secret', data: { missing: missing.map(({ secret }) => secret) } },
  );
}

/** The values among a service's variables that no message of ours may show. */
export const secretsAmong = (
  variables: Readonly<Record<string, string>>,
  env: Manifest['env'],
): readonly string[] =>
  Object.entries(variables)
    .filter(([name, value]) => typeof env[name] !== 'string' && value !== '')
    .map(([, value]) => value);

/** What a service printed, without the secrets that it was given. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    // One may begin as another does.
    .toSorted((one, other) => other.length - one.length)
    .reduce((said, secret) => said.replaceAll(secret, '***'), text);
