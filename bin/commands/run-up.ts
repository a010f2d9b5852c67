import { resolve } from 'node:path';
import { readAgent } from '#local/agent/read-agent.ts';
import { linePrinter, treePrinter } from '#local/progress/progress-printer.ts';
import { nextStepLines, summaryLines } from '#local/progress/summary-lines.ts';
import { exitCodeOf } from '#local/run-end.ts';
import { addedFolders } from '#local/services/added-services.ts';
import { type Running, up } from '#local/up.ts';
import type { RunOutcome } from '#local/wait-for-outcome.ts';
import { interruptSignal } from './interrupt-signal.ts';
import { modelFromEnvironment } from './model-from-environment.ts';
import { printJson } from './options.ts';
import type { UpFlags } from './up.ts';

type Print = (line: string) => void;

/** Runs an instance until it is interrupted, or until the loop has finished. */
export async function runUp(flags: UpFlags): Promise<void> {
  const signal = interruptSignal();
  const interrupted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  // With --json, standard output is for the JSON alone.
  const print: Print = flags.json ? (line) => console.error(line) : (line) => console.log(line);
  const isTerminal = process.stdout.isTTY && !flags.json;
  const { service: services = [] } = flags;
  const running = await up({
    ...flags,
    data: resolve(flags.data),
    port: flags.port,
    names: flags.host,
    services,
    storefront: flags.storefront === true,
    unprotected: flags.unprotected === true,
    once: flags.once === true,
    isTrial: flags.trial === true,
    model: modelFromEnvironment(process.env),
    agent:
      flags.agent === undefined
        ? null
        : readAgent(flags.agent, [...services, ...addedFolders(flags.data)], process.env),
    printer: (improvements) => (isTerminal ? treePrinter({ improvements }) : linePrinter(print)),
    signal,
  });
  try {
    const outcomes = await follow(running, flags, print);
    if (flags.once) process.exitCode = exitCodeOf(outcomes.map(({ end }) => end));
    if (flags.json) printJson(jsonOf(outcomes));
    if (!flags.once) await interrupted;
  } finally {
    await running.stop();
  }
}

/** Prints what became of each service, and the next steps by hand. */
async function follow(
  running: Running,
  { once }: Pick<UpFlags, 'once'>,
  print: Print,
): Promise<readonly RunOutcome[]> {
  const { api, token, services, hasStorefront } = running;
  const printNextSteps = () => {
    for (const line of ['', ...nextStepLines(api, token, services)]) print(line);
  };
  // An operator's own service may run for days before there is something to sum up.
  const isDemo = hasStorefront && services.length === 1;
  if (!once && !isDemo) printNextSteps();
  const outcomes = await running.seen(({ service, report, lacking }) => {
    for (const line of report ? ['', ...summaryLines(report), ''] : ['']) print(line);
    if (lacking !== null) print(`The loop of ${service} did not finish: ${lacking}.`);
  });
  if (!once && isDemo) printNextSteps();
  return outcomes;
}

/** The summary of one service, or those of several. */
function jsonOf(outcomes: readonly RunOutcome[]): object {
  const all = outcomes.map(({ service, end, report, lacking }) => report ?? { service, end, lacking });
  return all.length === 1 && all[0] ? all[0] : { services: all };
}
