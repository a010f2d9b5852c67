import { existsSync, readFileSync } from 'node:fs';
import { InvalidInput } from '#core/errors.ts';
import { parse, parseJson } from '#core/validation.ts';
import { Configuration } from './configuration.ts';

export const configurationFile = 'ironclaw.aws.json';

/**
 * Reads the installation's settings. Without a file, every setting has its default.
 * @param given a file that the operator named, which must exist.
 * @throws InvalidInput `configuration/no-file`, or `configuration/invalid` with the path of every wrong setting.
 */
export function readConfiguration(given: string | undefined): Configuration {
  const file = given ?? configurationFile;
  if (existsSync(file))
    return parseJson(Configuration, readFileSync(file, 'utf8'), file, 'configuration/invalid');
  if (given !== undefined)
    throw new InvalidInput(`there is no file ${file}, which should hold the installation's settings.`, {
      code: 'configuration/no-file',
    });
  return parse(Configuration, {}, 'the default configuration', 'configuration/invalid');
}
