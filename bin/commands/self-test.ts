import type { Command } from 'commander';
import { type ApiFlags, apiAccess, printJson, withApi } from './options.ts';

interface SelfTestFlags extends ApiFlags {
  readonly installation?: true;
  readonly json?: true;
}

export function addSelfTestCommand(program: Command): void {
  withApi(program.command('self-test'))
    .description(
      'rehearse good and bad rollouts through the judge and the canary alarm: exit code 0, or 1 if one ends wrongly',
    )
    .option('--installation', 'rehearse them in the installation behind --api, and not in this program')
    .option('--json', 'print the result as one JSON object')
    .action(runSelfTest);
}

async function runSelfTest({ installation, json, ...flags }: SelfTestFlags): Promise<void> {
  const { selfTest } = await import('#core/rollouts/self-test/self-test.ts');
  const { selfTestLines, selfTestOf } = await import('#local/self-test.ts');
  const result = installation ? await selfTestOf(await apiAccess(flags, '5m')) : selfTest();
  if (json) printJson(result);
  else for (const line of selfTestLines(result)) console.log(line);
  if (!result.passed) process.exitCode = 1;
}
