import { day, minute } from '../../time.ts';
import { workflowActor } from '../dependencies.ts';
import { type Change, type Improvement, moveTo } from '../improvement.ts';

const shortest = 10 * minute;
const longest = day;

/**
 * Makes an improvement an opportunity again, because the requests that were recorded until now could prove no change. Nothing
 * was tried, so no attempt counts. It is snoozed for as long as it has been known: evidence that does not come is looked for
 * ever more rarely.
 *
 * @param why one sentence: what is lacking.
 */
export function awaitEvidence(improvement: Improvement, why: string, at: number): Change {
  const rest = Math.min(longest, Math.max(shortest, at - improvement.createdAt));
  const reason = `no change could be proven yet: ${why} The next look is in ${Math.ceil(rest / minute)} min.`;
  return moveTo(
    improvement,
    { to: 'opportunity', actor: workflowActor, at, reason, impact: 0 },
    { attempt: improvement.attempt - 1, snoozedUntil: at + rest },
  );
}
