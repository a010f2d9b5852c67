import { InvalidArgumentError } from 'commander';
import { existingDataFolder } from '#local/data-folder/data-folder.ts';

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

export const printJson = (value: unknown): void => console.log(JSON.stringify(value));

/**
 * Issues a token for the API of this machine.
 * @param lifetime such as "12h".
 * @throws InvalidInput `data-folder/none`.
 */
export async function issueToken(
  data: string,
  { subject, roles, lifetime }: { subject: string; roles: readonly string[]; lifetime: string },
): Promise<string> {
  const { openTokens } = await import('#local/gateway/tokens.ts');
  const tokens = await openTokens(existingDataFolder(data).keys);
  return tokens.issue({ sub: subject, roles }, lifetime);
}
