import type { Result } from '../../runners/node/result.ts';

/**
 * Whether collaborators told the candidate nothing that they did not tell the base. Where an answer was made up, a difference
 * between the versions shows something only then: other questions might have real answers that fit together.
 */
export function wereToldTheSame(base: Result, candidate: Result): boolean {
  if (base.madeUp.length === 0) return true;
  const known = new Set(base.asked);
  return base.mayRemember
    ? base.asked.join('\0') === candidate.asked.join('\0')
    : candidate.asked.every((question) => known.has(question));
}
