import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import { type BaseCheck, BaseReport } from '#core/improvements/base/base-report.ts';
import type { CheckBaseJob } from '#core/improvements/jobs.ts';
import { helpForOutput } from '#core/service/help-for-output.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { readRequests } from '../inputs.ts';
import { type Limits, limitsOf } from '../isolation/limits.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { lastOutput } from '../last-output.ts';
import { type BuiltBase, buildBase } from '../verify/build.ts';
import { inBoxes } from '../verify/in-boxes.ts';
import { startService } from '../verify/service.ts';
import type { Session } from '../verify/session.ts';
import { writeLog, writeResult } from '../write-result.ts';
import { describeCalls } from './describe-calls.ts';
import { tryReplay } from './try-replay.ts';
import { tryTests } from './try-tests.ts';

type Found = Pick<BaseCheck, 'result' | 'detail'>;

interface Attempt extends Pick<Session, 'log'> {
  readonly job: CheckBaseJob;
  readonly sandbox: Sandbox;
  readonly tree: string;
}

/**
 * Tries the service's own checks on the base, and compares it with itself on the recorded requests, so that nothing is paid
 * for a change that could not be proven. Writes `out/base-report.json` and `out/log.txt`.
 *
 * @throws Unavailable if no box can be made, or `sandbox/disturbed`; InvalidInput if the job's files cannot be read.
 */
export async function checkBase(
  folder: string,
  job: CheckBaseJob,
  limits: Limits = limitsOf(job.manifest),
): Promise<BaseReport> {
  const began = performance.now();
  const logged: string[] = [];
  const log = (title: string, output: string) => logged.push(`== ${title} ==\n${output.trimEnd()}\n`);
  return inBoxes(folder, job, limits, async (sandbox, { work, source }) => {
    const building = performance.now();
    const base = await buildBase({ sandbox, manifest: job.manifest, log }, source, join(work, 'base'));
    const built = buildCheck(job.manifest, base, (performance.now() - building) / 1_000);
    const attempt = { job, sandbox, tree: base.tree, log };
    const { checks, tests, replays } = job.known ?? (await tryChecks(attempt, built));
    const requests = await readRequests(folder);
    const replay = doesStart(checks) ? [await tryReplay({ ...attempt, requests })] : [];
    const calls = doesStart(checks) ? await describeCalls({ ...attempt, built: base, requests }) : [];
    refuseDisturbed(sandbox, [...checks, ...replay]);
    const baseReport = BaseReport.parse({
      schema: 1,
      commit: job.commit,
      checks,
      tests,
      calls: [...(job.known?.calls ?? []).filter(({ endpoint }) => endpoint !== job.endpoint), ...calls],
      replays: [...replays.filter(({ endpoint }) => endpoint !== job.endpoint), ...replay],
      seconds: (performance.now() - began) / 1_000,
    });
    await writeLog(folder, logged);
    await writeResult(folder, 'base-report.json', baseReport);
    return baseReport;
  });
}

/** What fails because the machine killed it says nothing of the base. */
function refuseDisturbed(sandbox: Sandbox, found: readonly Pick<BaseCheck, 'result' | 'detail'>[]): void {
  const failed = found.find(({ result }) => result === 'fails');
  if (failed && sandbox.wasDisturbed())
    throw new Unavailable(`A process was killed by something outside of the sandbox: ${failed.detail}`, {
      code: 'sandbox/disturbed',
    });
}

/** @param seconds that the build took. */
function buildCheck({ commands }: Manifest, { failure }: BuiltBase, seconds: number): BaseCheck {
  if (commands.build === undefined)
    return { name: 'build', result: 'absent', detail: 'The service has no build command.', seconds: 0 };
  if (failure === null)
    return { name: 'build', result: 'works', detail: `\`${commands.build}\` builds the service.`, seconds };
  const detail = withHelp(`The base cannot be built: ${failure}`);
  return { name: 'build', result: 'fails', detail, seconds };
}

/** What depends on the build is not tried without it. */
async function tryChecks(
  attempt: Attempt,
  built: BaseCheck,
): Promise<Pick<BaseReport, 'checks' | 'tests' | 'replays'>> {
  const { job, sandbox, tree, log } = attempt;
  if (built.result === 'fails')
    return { checks: [built], tests: { ran: 0, failing: [], flaky: [] }, replays: [] };
  const checks = [
    built,
    await timed('typecheck', () => tryCommand(attempt, 'typecheck')),
    await timed('lint', () => tryCommand(attempt, 'lint')),
  ];
  const { found, tests } = await tryTests({ line: job.manifest.commands.test, sandbox, tree, log });
  checks.push(found, await timed('start', () => tryToStart(attempt)));
  return { checks, tests, replays: [] };
}

const doesStart = (checks: readonly BaseCheck[]): boolean =>
  checks.some(({ name, result }) => name === 'start' && result === 'works');

/** The sentence, with what helps where it shows that. */
function withHelp(detail: string): string {
  const help = helpForOutput(detail);
  return help === null ? detail : `${detail.replace(/[.;]?\s*$/, '')}; ${help}.`;
}

async function timed(name: BaseCheck['name'], look: () => Promise<Found>): Promise<BaseCheck> {
  const began = performance.now();
  const { result, detail } = await look();
  const said = result === 'fails' ? withHelp(detail) : detail;
  return { name, result, detail: said.slice(0, 4_000), seconds: (performance.now() - began) / 1_000 };
}

async function tryCommand({ job, sandbox, tree, log }: Attempt, name: 'typecheck' | 'lint'): Promise<Found> {
  const line = job.manifest.commands[name];
  if (line === undefined) return { result: 'absent', detail: `The service has no ${name} command.` };
  const { code, killed, output } = await sandbox.run({ tree, line });
  log(name, output);
  if (code === 0) return { result: 'works', detail: `\`${line}\` passes.` };
  return { result: 'fails', detail: `\`${line}\` fails: ${killed ?? lastOutput(output, 1_000)}` };
}

async function tryToStart({ job, sandbox, tree, log }: Attempt): Promise<Found> {
  const { commands, health, replay } = job.manifest;
  try {
    const service = await startService(sandbox, {
      tree,
      line: commands.start,
      health,
      headers: replay.headers,
    });
    await service.stop();
    return { result: 'works', detail: `\`${commands.start}\` starts and responds to ${health}.` };
  } catch (error) {
    const { message } = error as Error;
    log('start', message);
    return { result: 'fails', detail: `\`${commands.start}\` does not start the service: ${message}` };
  }
}
