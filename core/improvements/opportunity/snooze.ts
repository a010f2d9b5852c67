import { Conflict } from '../../errors.ts';
import type { Opportunity } from '../../performance/report/opportunities.ts';
import { hour } from '../../time.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import { listAllImprovements } from '../list-all-improvements.ts';

export interface Snooze {
  readonly actor: string;
  readonly reason: string;
  /** From now on; 0 ends the snooze. */
  readonly hours: number;
}

/**
 * Snoozes an opportunity: until then it is not listed and not started automatically. An operator may still start it.
 * @throws Conflict `improvement/not-waiting` if it was already started, or has ended.
 */
export async function snooze(
  id: string,
  { actor, reason, hours }: Snooze,
  { improvements, now }: Pick<ImprovementDependencies, 'improvements' | 'now'>,
): Promise<Improvement> {
  const found = await improvements.load(id);
  if (found.status !== 'opportunity')
    throw new Conflict(`improvement ${id} is ${found.status}; only an opportunity can be snoozed.`, {
      code: 'improvement/not-waiting',
      data: { current: found.status },
    });
  const at = now();
  const snoozedUntil = hours === 0 ? null : at + hours * hour;
  return improvements.save(note(found, { type: 'snoozed', actor, at, reason }, { snoozedUntil }));
}

export const isSnoozed = ({ snoozedUntil }: Pick<Improvement, 'snoozedUntil'>, now: number): boolean =>
  snoozedUntil !== null && snoozedUntil > now;

/** The opportunities of a service that are not snoozed. */
export async function notSnoozed(
  opportunities: readonly Opportunity[],
  service: string,
  { improvements, now }: Pick<ImprovementDependencies, 'improvements' | 'now'>,
): Promise<readonly Opportunity[]> {
  const waiting = await listAllImprovements(improvements, { service, status: 'opportunity' });
  const resting = new Set(waiting.filter((item) => isSnoozed(item, now())).map(({ endpoint }) => endpoint));
  return opportunities.filter(({ finding }) => !resting.has(finding.endpoint));
}
