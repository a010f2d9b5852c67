import { InvalidArgumentError } from 'commander';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { openTokens } from '#local/gateway/tokens.ts';

export const defaultPort = 3100;
export const defaultDataFolder = '.ironclaw';

/** A parser for an option that is a whole number. @param rule what is right, for the error message. */
export const wholeNumber =
  (rule: string, least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new InvalidArgumentError(rule);
    return value;
  };

export const printJson = (value: unknown): void => console.log(JSON.stringify(value));

/** Issues a token for the API of this machine. @param lifetime such as "12h". */
export async function issueToken(
  data: string,
  { subject, roles, lifetime }: { subject: string; roles: readonly string[]; lifetime: string },
): Promise<string> {
  const tokens = await openTokens(openDataFolder(data).keys);
  return tokens.issue({ sub: subject, roles }, lifetime);
}
