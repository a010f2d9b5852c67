import { type Command, InvalidArgumentError } from 'commander';
import { UserId } from '#core/preferences/names.ts';
import { serviceNamePattern } from '#core/service/service-name.ts';
import { type Role, roles } from '#functions/api/routes/roles.ts';
import { defaultDataFolder, issueToken } from './options.ts';

/** A service gets its token from the instance that starts it. */
const personal: readonly Role[] = roles.filter((role) => role !== 'service');

/** Of a token, in characters. */
const longestSubject = 128;

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

function serviceName(text: string, before: readonly string[] = []): readonly string[] {
  if (serviceNamePattern.test(text)) return [...new Set([...before, text])];
  throw new InvalidArgumentError(
    'a service is named by lowercase letters, digits and hyphens, as in its ironclaw.json.',
  );
}

interface TokenFlags {
  readonly data: string;
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly service?: readonly string[];
}

export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description(
      "print a token for the API of this machine: a person's for 12 hours, a service's for 30 days",
    )
    .option('--data <folder>', 'data folder of the instance', defaultDataFolder)
    .option('--subject <name>', 'who the token is for', userId, 'you')
    .option('--roles <list>', `roles, separated by commas: ${personal.join(', ')}`, roleList, personal)
    .option(
      '--service <name>',
      'a service that the token speaks for, instead of a person: it may send measurements of it, and nothing else; may be repeated',
      serviceName,
    )
    .action(printToken);
}

async function printToken({ data, subject, roles: held, service: services }: TokenFlags): Promise<void> {
  if (services === undefined)
    return console.log(await issueToken(data, { sub: subject, roles: held, lifetime: '12h' }));
  const { knownServices } = await import('#local/services/known-services.ts');
  const { noSuchService } = await import('#local/services/no-such-service.ts');
  const names = await knownServices(data);
  const unknown = services.find((name) => !names.includes(name));
  if (unknown !== undefined) throw noSuchService(unknown, names);
  const sub = `service:${services.join('|')}`.slice(0, longestSubject);
  console.log(await issueToken(data, { sub, roles: ['service'], services, lifetime: '30d' }));
}
