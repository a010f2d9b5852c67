import { type Command, InvalidArgumentError } from 'commander';
import { UserId } from '#core/preferences/names.ts';
import { type Role, roles } from '#functions/api/routes/roles.ts';
import { defaultDataFolder, issueToken } from './options.ts';

/** A service gets its token from the instance that starts it. */
const personal: readonly Role[] = roles.filter((role) => role !== 'service');

function roleList(text: string): readonly Role[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !personal.includes(name as Role));
  if (unknown === undefined) return names as Role[];
  throw new InvalidArgumentError(`there is no role "${unknown}"; the roles are ${personal.join(', ')}.`);
}

function userId(text: string): string {
  const read = UserId.safeParse(text);
  if (read.success) return read.data;
  throw new InvalidArgumentError('the subject must be 1 to 255 printable ASCII characters.');
}

interface TokenFlags {
  readonly data: string;
  readonly subject: string;
  readonly roles: readonly Role[];
}

export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('print a token for the API of this machine, valid for 12 hours')
    .option('--data <folder>', 'data folder of the instance', defaultDataFolder)
    .option('--subject <name>', 'who the token is for', userId, 'you')
    .option('--roles <list>', `roles, separated by commas: ${personal.join(', ')}`, roleList, personal)
    .action(async ({ data, subject, roles: held }: TokenFlags) => {
      console.log(await issueToken(data, { subject, roles: held, lifetime: '12h' }));
    });
}
