import { CommanderError } from 'commander';
import { DomainError, InvalidInput } from '#core/errors.ts';
import { diskFailure } from '#local/data-folder/disk-failure.ts';

/** What the command was given cannot be used: another command line helps. As in most programs. */
const usage = 2;
const failure = 1;
const interruptedBySignal = 130;

/** Prints why the command failed: one sentence for what was foreseen, everything for what was not. @returns the exit code. */
export function reportFailure(error: unknown): number {
  // Commander has printed it; a request for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usage;
  const known = error instanceof DomainError ? error : diskFailure(error);
  console.error(known ? `ironclaw: ${known.message}` : error);
  if (known?.code === 'up/interrupted') return interruptedBySignal;
  return known instanceof InvalidInput ? usage : failure;
}
