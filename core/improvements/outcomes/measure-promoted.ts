import { Stale } from '../../errors.ts';
import { seededRandom } from '../../numbers/seeded-random.ts';
import type { MetricsStore } from '../../performance/ports.ts';
import { longestWindow, type WindowPart } from '../../performance/windows/window-part.ts';
import { begunAt, endedAt, type Rollout } from '../../rollouts/rollout.ts';
import { day, hour } from '../../time.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import { describeInterval } from '../speed-interval.ts';
import { fewestRequests, type ProductionGain, productionGain } from './production-gain.ts';

type MeasurePromotedDependencies = Pick<ImprovementDependencies, 'improvements' | 'metrics' | 'now'>;

/** The time on each side; it is over when the promotion is measured. */
const comparedTime = 3 * hour;
/** Later, the single windows of the day before are no longer kept. */
const latest = 36 * hour;
/** One rollout of a service at a time takes at least minutes: a day has few that promote. */
const mostPromoted = 10;
const actor = 'system:after-promotion';
/** The same measurements give the same interval. */
const seed = 1;

/**
 * Measures what production gained by each improvement of a service that was promoted three hours ago, and records it once.
 * The first three hours of the new version are compared with the same hours of the day before or, if these were not
 * measured, with the last three hours before the rollout. @returns the measured improvements.
 */
export async function measurePromoted(
  service: string,
  { improvements, metrics, now }: MeasurePromotedDependencies,
): Promise<readonly Improvement[]> {
  const { items } = await improvements.list({ service, status: 'applied', limit: mostPromoted });
  const measured: Improvement[] = [];
  for (const improvement of items) {
    const { rollout, production } = improvement;
    const promoted = rollout && endedAt(rollout);
    if (!rollout || !promoted || production !== null || !isDue(promoted, now())) continue;
    const gain = await measure(improvement, rollout, promoted, metrics);
    const step = { type: 'measured', actor, at: now(), reason: describeGain(improvement, gain) };
    try {
      measured.push(await improvements.save(note(improvement, step, { production: gain })));
    } catch (error) {
      // Somebody is changing it, perhaps rolling it back: the next run reads it again.
      if (!(error instanceof Stale)) throw error;
    }
  }
  return measured;
}

const isDue = (promoted: number, now: number): boolean =>
  now - promoted >= comparedTime && now - promoted <= latest;

async function measure(
  { service, endpoint }: Improvement,
  rollout: Rollout,
  promoted: number,
  metrics: Pick<MetricsStore, 'partsBetween'>,
): Promise<ProductionGain> {
  const partsOf = async (version: string, from: number, to: number): Promise<readonly WindowPart[]> => {
    const parts = await metrics.partsBetween(service, from - longestWindow, to);
    return parts.filter(
      (part) => part.endpoint === endpoint && part.version === version && part.from >= from && part.to <= to,
    );
  };
  const begun = begunAt(rollout);
  const random = seededRandom(seed);
  const after = await partsOf(rollout.version, promoted, promoted + comparedTime);
  const dayBefore = await partsOf(
    rollout.baseline,
    promoted - day,
    Math.min(promoted - day + comparedTime, begun),
  );
  const gain = productionGain(dayBefore, after, random);
  if (gain.p95 !== null) return gain;
  return productionGain(await partsOf(rollout.baseline, begun - comparedTime, begun), after, random);
}

/** "in production the p95 of GET /prices is 12.3 ms instead of 80.1 ms: 6.51x faster (95 % CI 6.02 to 7.10)". */
function describeGain({ endpoint }: Improvement, { before, after, p95 }: ProductionGain): string {
  if (p95 === null)
    return (
      `too few requests of ${endpoint} tell what production gained: ${before.requests} before and ${after.requests} after ` +
      `the promotion, where ${fewestRequests} in at least half an hour are needed`
    );
  return (
    `in production the p95 of ${endpoint} is ${after.p95.toFixed(1)} ms instead of ${before.p95.toFixed(1)} ms: ` +
    describeInterval(p95)
  );
}
