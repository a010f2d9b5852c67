import { hour, second } from '../time.ts';

/* What one execution of the state machine can hold. */

interface Timing {
  readonly steps: readonly { readonly seconds: number }[];
  readonly patience: number;
  readonly mirror: { readonly seconds: number };
}

/** An execution ends after a day (`TimeoutSeconds`). The release before, and a rollback after, need two hours of it. */
export const longestRolloutSeconds = (22 * hour) / second;

/** Step Functions ends an execution after 25,000 events of history. A check is nine of them; a tenth is left for the rest. */
const mostChecks = 2_500;

/** Six checks in the shortest step, at least 1 s and at most 30 s apart: a check a minute would find twice the latency too late. */
export function secondsBetweenChecks({ steps }: Pick<Timing, 'steps'>): number {
  const shortest = Math.min(...steps.map(({ seconds }) => seconds));
  return Math.min(30, Math.max(1, Math.round(shortest / 6)));
}

/** The longest time that the rollout may take, in seconds: with everything that its patience allows. */
export function mostRolloutSeconds({ steps, patience, mirror }: Timing): number {
  return mirror.seconds + steps.reduce((sum, { seconds }) => sum + seconds * patience, 0);
}

/** How many times longer than its patience a rollout can go on, of the times that it wants to. */
export function possibleExtension(timing: Timing, wanted: number): number {
  const held = Math.min(longestRolloutSeconds, mostChecks * secondsBetweenChecks(timing));
  return Math.max(1, Math.min(wanted, held / mostRolloutSeconds(timing)));
}

/** Why a rollout would outlive its execution, in words that follow "rollout"; null if it would not. */
export function whyItOutlivesItsExecution(timing: Timing): string | null {
  const most = mostRolloutSeconds(timing);
  const hours = (seconds: number) => (seconds / 3_600).toFixed(1);
  if (most > longestRolloutSeconds)
    return (
      `may take ${hours(most)} h with patience ${timing.patience}, and an execution can watch it for ` +
      `${hours(longestRolloutSeconds)} h: shorten its steps, or lower its patience`
    );
  const checks = Math.ceil(most / secondsBetweenChecks(timing));
  if (checks > mostChecks)
    return (
      `may need ${checks} checks, because its shortest step asks for one every ${secondsBetweenChecks(timing)} s, and an ` +
      `execution can hold ${mostChecks}: lengthen its shortest step, or shorten the others`
    );
  return null;
}
