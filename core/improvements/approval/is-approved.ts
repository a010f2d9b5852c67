import type { Improvement } from '../improvement.ts';

/** Whether a person has approved this very candidate. */
export const isApproved = ({ approval, candidate }: Pick<Improvement, 'approval' | 'candidate'>): boolean =>
  approval !== null && approval.candidateHash === candidate?.hash;
