import type { Ending } from '../../isolation/run-isolated.ts';
import { lastOutput } from '../../last-output.ts';
import type { GateResult } from '../gate-sequence.ts';
import type { Session } from '../session.ts';

/** Does the service's own check pass? A check that already fails on the base says nothing about the candidate. */
export async function judgeCommand(
  { job, sandbox: boxes, trees, log }: Session,
  name: 'typecheck' | 'lint',
): Promise<GateResult<null>> {
  const line = job.manifest.commands[name];
  if (line === undefined) return skipped(`The service has no ${name} command.`);
  const candidate = await boxes.run({ tree: trees.candidate, line });
  log(`${name}, candidate`, candidate.output);
  if (passes(candidate)) return { result: 'passed', detail: `\`${line}\` passes.`, evidence: null };
  const base = await boxes.run({ tree: trees.base, line });
  log(`${name}, base`, base.output);
  if (!passes(base)) return skipped(`\`${line}\` fails on the base already: ${describe(base)}`);
  return {
    result: 'failed',
    detail: `\`${line}\` passes on the base and fails on the candidate: ${describe(candidate)}`,
    evidence: null,
  };
}

function passes({ code }: Ending): boolean {
  return code === 0;
}

function describe({ killed, output }: Ending): string {
  return killed === null ? lastOutput(output, 1_000) : `${killed}.`;
}

function skipped(detail: string): GateResult<null> {
  return { result: 'skipped', detail, evidence: null };
}
