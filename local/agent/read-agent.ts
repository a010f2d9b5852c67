import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Conflict, InvalidInput } from '#core/errors.ts';
import { AgentSettings } from '#core/improvements/agent/agent-settings.ts';
import { parseJson } from '#core/validation.ts';

/** An operator's agent as `ironclaw up --agent` gets it. */
export interface Agent {
  readonly settings: AgentSettings;
  /** The variables that its settings name, with their values. */
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Reads the settings of an operator's agent.
 *
 * @param services roots of the services' repositories: a file in there could be changed by all who change the service.
 * @throws InvalidInput `agent/no-file`, `agent/invalid`, `agent/no-variable`, `agent/not-readable`; Conflict
 *   `agent/inside-the-service`.
 */
export function readAgent(file: string, services: readonly string[], environment: NodeJS.ProcessEnv): Agent {
  const path = resolve(file);
  if (!existsSync(path))
    throw new InvalidInput(`there is no file ${path} with the settings of an agent.`, {
      code: 'agent/no-file',
    });
  const around = services.find((service) => existsSync(service) && isInside(path, service));
  if (around !== undefined)
    throw new Conflict(
      `${path} is part of the service, which must not choose what runs here; move the file out of ${around}.`,
      { code: 'agent/inside-the-service' },
    );
  const settings = parseJson(AgentSettings, readFileSync(path, 'utf8'), path, 'agent/invalid');
  const missing = settings.readable.find((folder) => !existsSync(folder));
  if (missing !== undefined)
    throw new InvalidInput(`${path}: there is no ${missing}, which \`readable\` lists.`, {
      code: 'agent/not-readable',
    });
  const secrets = Object.fromEntries(
    settings.variables.map((name) => [name, environment[name] || refuseUnset(name, path)]),
  );
  return { settings, secrets };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(realpathSync(folder), realpathSync(path));
  return !way.startsWith('..');
}

function refuseUnset(name: string, path: string): never {
  throw new InvalidInput(`${path}: the variable ${name}, which \`variables\` lists, is not set.`, {
    code: 'agent/no-variable',
  });
}
