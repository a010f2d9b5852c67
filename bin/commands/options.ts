import { type Command, InvalidArgumentError } from 'commander';
import { basePath } from '#functions/api/routes/all-routes.ts';
import type { Role } from '#functions/api/routes/roles.ts';
import { existingDataFolder } from '#local/data-folder/data-folder.ts';
import type { Identity } from '#local/gateway/tokens.ts';
import { usualPort } from '#local/processes/choose-ports.ts';

export const defaultDataFolder = '.ironclaw';

/** A parser for an option that is a whole number. @param rule what is right, for the error message. */
export const wholeNumber =
  (rule: string, least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    // Number() also reads nothing, "0x10" and "1e3".
    if (!/^\d+$/.test(text) || value < least || value > most) throw new InvalidArgumentError(rule);
    return value;
  };

/** A parser for an option that names hosts, one after the other. */
export function hostName(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^[a-z0-9.-]+$/i.test(text))
    throw new InvalidArgumentError('a host is a name such as shop.example.com, without scheme and port.');
  return [...before, text.toLowerCase()];
}

/** Where a command finds the API, and the right to use it. */
export interface ApiFlags {
  readonly api?: string;
  readonly data: string;
}

export const withApi = (command: Command): Command =>
  command
    .option('--api <url>', 'address of the API (default: that of the instance that uses the data folder)')
    .option(
      '--data <folder>',
      'data folder of the running instance; for another API set IRONCLAW_TOKEN instead',
      defaultDataFolder,
    );

/** @param lifetime of the token, such as "1h". @throws InvalidInput `data-folder/none`. */
export async function apiAccess({ api, data }: ApiFlags, lifetime: string, role: Role = 'viewer') {
  const token =
    process.env.IRONCLAW_TOKEN ?? (await issueToken(data, { sub: 'you', roles: [role], lifetime }));
  return { api: (api ?? (await usualApi(data))).replace(/\/+$/, ''), token };
}

/** @throws Unavailable `instance/not-ready` while an instance is starting. */
async function usualApi(data: string): Promise<string> {
  const { runningApi } = await import('#local/services/running-instance.ts');
  return runningApi(data) ?? `http://127.0.0.1:${usualPort}${basePath}`;
}

export const printJson = (value: unknown): void => console.log(JSON.stringify(value));

/**
 * Issues a token for the API of this machine.
 * @throws InvalidInput `data-folder/none`.
 */
export async function issueToken(
  data: string,
  { lifetime, ...identity }: Identity & { /** Such as "12h". */ readonly lifetime: string },
): Promise<string> {
  const { openTokens } = await import('#local/gateway/tokens.ts');
  const tokens = await openTokens(existingDataFolder(data).keys);
  return tokens.issue(identity, lifetime);
}
