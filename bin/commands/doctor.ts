import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { interruptSignal } from './interrupt-signal.ts';
import { modelFromEnvironment } from './model-from-environment.ts';
import { defaultDataFolder, printJson } from './options.ts';

interface DoctorFlags {
  readonly data: string;
  readonly agent?: string;
  readonly json?: true;
  readonly unprotected?: true;
}

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check this installation, and try again all that the ironclaw.json of a service names')
    .argument('[path]', 'the folder with the ironclaw.json (default: the current folder, if it has one)')
    .option('--data <folder>', 'folder for all data of the instance', defaultDataFolder)
    .option('--agent <file>', 'settings of your own coding agent, which are read')
    .option('--json', 'print the result as one JSON object')
    .option('--unprotected', 'run untrusted code even if bubblewrap is not installed')
    .action(runDoctor);
}

async function runDoctor(given: string | undefined, flags: DoctorFlags): Promise<void> {
  const [{ doctor }, { rowLines, endLines }, { preloadFile }, { readAgent }] = await Promise.all([
    import('#local/onboarding/doctor/doctor.ts'),
    import('#local/onboarding/onboarding-lines.ts'),
    import('#local/recorder/preload-file.ts'),
    import('#local/agent/read-agent.ts'),
  ]);
  const path = given ?? (existsSync('ironclaw.json') ? '.' : null);
  if (flags.agent !== undefined) readAgent(flags.agent, path === null ? [] : [path], process.env);
  const diagnosis = await doctor({
    path,
    data: resolve(flags.data),
    model: modelFromEnvironment(process.env),
    acceptsRisk: flags.unprotected === true,
    preload: await preloadFile(),
    signal: interruptSignal(),
    tell: (sentence) => console.error(`  ${sentence}`),
  });
  if (!diagnosis.isWell) process.exitCode = 1;
  if (flags.json) return printJson(diagnosis);
  for (const line of rowLines(diagnosis.installation)) console.log(line);
  if (diagnosis.service === null) return;
  for (const line of ['', ...rowLines(diagnosis.service.rows), ...endLines(diagnosis.service)])
    console.log(line);
}
