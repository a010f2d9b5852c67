import type { Command } from 'commander';
import type { RegisterFlags } from './register-service.ts';

export function addRegisterCommand(program: Command): void {
  program
    .command('register')
    .description('register a service with an installation on AWS, with your own AWS credentials')
    .argument('<path>', "root of a checkout of the service's repository")
    .requiredOption('--table <name>', 'name of the learning table, as the service stack printed it')
    .option('--configuration <file>', "the installation's settings (default: ironclaw.aws.json)")
    // Loaded only when needed: it brings the AWS clients along, which one machine does not use.
    .action(async (path: string, flags: RegisterFlags) =>
      (await import('./register-service.ts')).register(path, flags),
    );
}
