import { InvalidInput } from '#core/errors.ts';

/** "shop, till"; "none". */
export const listed = (names: readonly string[]): string => names.join(', ') || 'none';

/** Says which services there are instead of one that does not exist. */
export const noSuchService = (name: string, names: readonly string[]): InvalidInput =>
  new InvalidInput(`there is no service ${name} here; there is ${listed(names)}.`, {
    code: 'service/unknown',
    data: { name, names },
  });
