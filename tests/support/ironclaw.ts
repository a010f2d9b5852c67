import { onTestFinished } from 'vitest';
import { type Conditions, type Ended, type Ironclaw, startProgram } from './program.ts';

export type { Ironclaw } from './program.ts';

/** The operators' command in its own process, which ends with the test. */
export function startIronclaw(args: readonly string[], conditions?: Conditions): Ironclaw {
  const ironclaw = startProgram(args, conditions);
  let isOver = false;
  void ironclaw.ended.then(() => {
    isOver = true;
  });
  onTestFinished(async () => {
    if (!isOver) await ironclaw.end('SIGKILL');
  });
  return ironclaw;
}

/** Runs the command to its end. */
export function runIronclaw(...parameters: Parameters<typeof startIronclaw>): Promise<Ended> {
  return startIronclaw(...parameters).ended;
}
