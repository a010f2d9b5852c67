import type { Command } from 'commander';
import { defaultDataFolder, issueToken } from './options.ts';

interface TokenFlags {
  readonly data: string;
  readonly subject: string;
  readonly roles: string;
}

export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('print a token for the API of this machine, valid for 12 hours')
    .option('--data <folder>', 'data folder of the instance', defaultDataFolder)
    .option('--subject <name>', 'who the token is for', 'you')
    .option('--roles <list>', 'roles, separated by commas', 'user,viewer,operator,approver')
    .action(async ({ data, subject, roles }: TokenFlags) => {
      console.log(await issueToken(data, { subject, roles: roles.split(','), lifetime: '12h' }));
    });
}
