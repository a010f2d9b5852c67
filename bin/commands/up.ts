import { resolve } from 'node:path';
import type { Command } from 'commander';
import { usualPort } from '#local/processes/choose-ports.ts';
import { modelFromEnvironment } from './model-from-environment.ts';
import { defaultDataFolder, hostName, printJson, wholeNumber } from './options.ts';

const port = wholeNumber('the port must be a whole number from 0 to 65534.', 0, 65_534);

interface UpFlags {
  readonly once?: true;
  readonly json?: true;
  readonly service?: string;
  readonly traffic?: string;
  readonly envFile?: string;
  readonly data: string;
  readonly port?: number;
  readonly host?: readonly string[];
  readonly agent?: string;
  readonly unprotected?: true;
}

export function addUpCommand(program: Command): void {
  program
    .command('up', { isDefault: true })
    .description('run the whole loop on this machine')
    .option('--once', 'end when the loop has finished: exit code 0, or 1 with the reason')
    .option('--json', 'print the measured numbers as one JSON object, on the last line of standard output')
    .option(
      '--service <path>',
      "root of a service's repository, with an ironclaw.json (default: the bundled storefront)",
    )
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
    .action(runUp);
}

async function runUp(flags: UpFlags): Promise<void> {
  const [{ up }, { readAgent }, { linePrinter, treePrinter }, { nextStepLines, summaryLines }] =
    await Promise.all([
      import('#local/up.ts'),
      import('#local/agent/read-agent.ts'),
      import('#local/progress/progress-printer.ts'),
      import('#local/progress/summary-lines.ts'),
    ]);
  const interrupted = new AbortController();
  const ended = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      interrupted.abort();
      ended.resolve();
    });
  // With --json, standard output is for the JSON alone.
  const print = flags.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const isTerminal = process.stdout.isTTY && !flags.json;
  const running = await up({
    ...flags,
    data: resolve(flags.data),
    port: flags.port,
    names: flags.host,
    unprotected: flags.unprotected === true,
    once: flags.once === true,
    model: modelFromEnvironment(process.env),
    agent: flags.agent === undefined ? null : readAgent(flags.agent, flags.service, process.env),
    printer: (goal) => (isTerminal ? treePrinter(goal) : linePrinter(print)),
    signal: interrupted.signal,
  });
  try {
    const printNextSteps = () => {
      for (const line of ['', ...nextStepLines(running.api, running.token, running.service)]) print(line);
    };
    // An operator's own service may run for days before there is something to sum up.
    if (flags.service && !flags.once) printNextSteps();
    const { report, lacking } = await running.seen();
    for (const line of ['', ...summaryLines(report), '']) print(line);
    if (lacking !== null) {
      print(`The loop did not finish: ${lacking}.`);
      process.exitCode = 1;
    }
    if (!flags.service && !flags.once) printNextSteps();
    if (flags.json) printJson(report);
    if (!flags.once) await ended.promise;
  } finally {
    await running.stop();
  }
}
