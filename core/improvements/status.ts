import { Conflict } from '../errors.ts';

export const statuses = [
  'opportunity',
  'generating',
  'generated',
  'testing',
  'tested',
  'awaiting-approval',
  'deploying',
  'watching',
  'applied',
  'rolling-back',
  'rolled-back',
  'rejected',
  'failed',
] as const;

export type Status = (typeof statuses)[number];

/** Where an improvement may go from each status. An empty list ends its life. */
const successors: Readonly<Record<Status, readonly Status[]>> = {
  opportunity: ['generating', 'rejected'],
  generating: ['generated', 'rejected', 'failed'],
  generated: ['testing', 'rejected'],
  // Back to `generating`: a candidate that a gate refused makes room for the next one.
  testing: ['tested', 'generating', 'rejected', 'failed'],
  tested: ['awaiting-approval', 'deploying', 'rejected'],
  'awaiting-approval': ['deploying', 'rejected'],
  deploying: ['watching', 'rolling-back', 'failed'],
  watching: ['applied', 'rolling-back'],
  applied: ['rolling-back'],
  'rolling-back': ['rolled-back'],
  'rolled-back': [],
  rejected: [],
  // What failed for a passing reason may be tried again from its beginning.
  failed: ['generating'],
};

export function canBecome(from: Status, to: Status): boolean {
  return successors[from].includes(to);
}

/** Whether somebody is, or should be, at work on it: what a restart has to finish or roll back. */
export function isUnderWay(status: Status): boolean {
  return ['generating', 'testing', 'deploying', 'watching', 'rolling-back'].includes(status);
}

/** Whether it still occupies its endpoint, so that no second improvement is proposed for it. */
export function isOpen(status: Status): boolean {
  return !['applied', 'rolled-back', 'rejected', 'failed'].includes(status);
}

/** @throws Conflict `improvement/illegal-transition`, which names what would be allowed. */
export function assertCanBecome(id: string, from: Status, to: Status): void {
  if (canBecome(from, to)) return;
  const allowed = successors[from];
  throw new Conflict(
    `improvement ${id} is ${from}; it cannot become ${to}` +
      (allowed.length > 0 ? `, only ${allowed.join(' or ')}.` : '; its life has ended.'),
    { code: 'improvement/illegal-transition', data: { current: from, wanted: to, allowed } },
  );
}
