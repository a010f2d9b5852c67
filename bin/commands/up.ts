import type { Command } from 'commander';
import { usualPort } from '#local/processes/choose-ports.ts';
import { defaultDataFolder, hostName, wholeNumber } from './options.ts';

const port = wholeNumber('the port must be a whole number from 0 to 65534.', 0, 65_534);

/** A parser for an option that may be repeated. */
const repeated = (value: string, before?: readonly string[]): readonly string[] => [...(before ?? []), value];

export interface UpFlags {
  readonly once?: true;
  readonly trial?: true;
  readonly json?: true;
  readonly service?: readonly string[];
  readonly storefront?: true;
  readonly traffic?: string;
  readonly envFile?: string;
  readonly data: string;
  readonly port?: number;
  readonly host?: readonly string[];
  readonly agent?: string;
  readonly unprotected?: true;
}

/** It is what runs where the words of a command line name no command. A wrong name would else be taken for an argument of it. */
export function addUpCommand(program: Command, [first]: readonly string[]): void {
  program
    .command('up', { isDefault: first?.startsWith('-') ?? true })
    .description('run the whole loop on this machine')
    .option(
      '--once',
      'end when the loop has finished. Exit code 0: a fix was promoted; 3: nothing to improve; 4: rejected, nothing proven ' +
        'in time, or nothing measured; 5: rolled back; 6: waits for an approver; 1: failed. Of several services, the worst',
    )
    .option(
      '--trial',
      'rollouts of seconds instead of what ironclaw.json says: for a try with traffic of your own making',
    )
    .option('--json', 'print the measured numbers as one JSON object, on the last line of standard output')
    .option(
      '--service <path>',
      "root of a service's repository, with an ironclaw.json, for this start; may be repeated (default: those that " +
        '`ironclaw service add` has added, or the bundled storefront)',
      repeated,
    )
    .option('--storefront', 'run the bundled storefront beside other services')
    .option(
      '--env-file <file>',
      "file of NAME=value lines with the service's secrets (default: your environment)",
    )
    .option(
      '--traffic <file>',
      'requests to play, one JSON object per line: {"at": ms, "method", "path", "body"}',
    )
    .option('--data <folder>', 'folder for all data of the instance', defaultDataFolder)
    .option(
      '--port <number>',
      `port of the API; the service gets the next one; 0 for any (default: ${usualPort}, or any if that is in use)`,
      port,
    )
    .option(
      '--host <name>',
      'a name under which your own web server makes the API and the service reachable; may be repeated',
      hostName,
    )
    .option('--agent <file>', 'settings of your own coding agent, which then writes fixes, too')
    .option('--unprotected', 'run untrusted code even if bubblewrap is not installed')
    .action(async (flags: UpFlags) => (await import('./run-up.ts')).runUp(flags));
}
