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

/** The statuses that may follow each status. An empty list is final. */
const successors: Readonly<Record<Status, readonly Status[]>> = {
  opportunity: ['generating', 'rejected', 'failed'],
  // Back to `opportunity`: too few requests were recorded to prove a change.
  generating: ['generated', 'opportunity', 'rejected', 'failed'],
  generated: ['testing', 'rejected', 'failed'],
  // Back to `generating`: after a rejected candidate the next one is tried.
  testing: ['tested', 'generating', 'rejected', 'failed'],
  tested: ['awaiting-approval', 'deploying', 'rejected', 'failed'],
  'awaiting-approval': ['deploying', 'rejected'],
  // Back to `generating`: the branch has moved since the candidate was tested.
  deploying: ['watching', 'generating', 'rolling-back', 'failed'],
  watching: ['applied', 'rolling-back'],
  applied: ['rolling-back'],
  'rolling-back': ['rolled-back'],
  'rolled-back': [],
  rejected: [],
  // A failure may have a temporary reason: the improvement can start again.
  failed: ['generating'],
};

export function canBecome(from: Status, to: Status): boolean {
  return successors[from].includes(to);
}

/** Whether work on it is in progress: a restart has to finish it or roll it back. */
export function isUnderWay(status: Status): boolean {
  return ['generating', 'testing', 'deploying', 'watching', 'rolling-back'].includes(status);
}

/** Whether it is still open, so that no second improvement is proposed for its endpoint. */
export function isOpen(status: Status): boolean {
  return !['applied', 'rolled-back', 'rejected', 'failed'].includes(status);
}

/** @throws Conflict `improvement/illegal-transition`, which names what would be allowed. */
export function assertCanBecome(id: string, from: Status, to: Status): void {
  if (canBecome(from, to)) return;
  const allowed = successors[from];
  throw new Conflict(
    `improvement ${id} is ${from}; it cannot become ${to}` +
      (allowed.length > 0 ? `, only ${allowed.join(' or ')}.` : '; that status is final.'),
    { code: 'improvement/illegal-transition', data: { current: from, wanted: to, allowed } },
  );
}
