import { setTimeout as delay } from 'node:timers/promises';
import type { Improvement } from '#core/improvements/improvement.ts';
import type { Status } from '#core/improvements/status.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { minute } from '#core/time.ts';
import { makeTicker, slowEndpoint, tickerManifest } from '../../tests/support/ticker.ts';
import {
  Broken,
  checkAfterKill,
  checkChains,
  checkEnd,
  checkLearned,
  checkNothingRuns,
  inTime,
  patiently,
} from './checks.ts';
import type { Machine } from './conditions.ts';
import { drawKill, isStage, type Kill, type Stage, type Victim } from './draw-kill.ts';
import { type Instance, openInstance, type Place } from './instance.ts';
import type { Made } from './kills-table.ts';
import { type Rater, startRater } from './rate-messages.ts';
import { identityOf, runningProcesses, withDescendants } from './running-processes.ts';
import { isCanary, strike, victimOf } from './strike.ts';

export interface RoundOptions {
  readonly place: Place;
  readonly seed: number;
  readonly machine: Machine;
  /** Whether another kill is wanted. */
  readonly goesOn: () => boolean;
  readonly onKill: (made: Made) => void;
}

/** A person approves, and only one endpoint is ever slow: another one might be, on a machine that is busy. */
const manifest = () => ({
  ...tickerManifest(),
  policy: { automaticAbove: 1 },
  targets: { p95: 1_000, endpoints: { [slowEndpoint]: 3 } },
});

type Found = Pick<Improvement, 'id' | 'status' | 'reason'>;

/** The kills of one status. */
interface Visit {
  readonly status: Status;
  left: number;
  readonly spent: Partial<Record<Victim, number>>;
  /** When the status began, or its latest kill was made. */
  since: number;
}

/** Some statuses are left alone, so that others are reached sooner. */
const shareLeftAlone = 0.25;
const mostKills = 24;
/** Longer than any status takes without kills on a busy machine. */
const patience = 4 * minute;
/** A base that did not start, because it was killed, is looked at again after ten minutes. */
const patienceWithTheBase = 14 * minute;
const lookEvery = 100;

/**
 * One improvement from its finding to its rollback, with kills in each of its statuses. It must be shipped, and rolled back
 * when that is asked for; only one whose new version was killed may be rolled back before.
 * @throws Broken, or an Error that names what did not happen in time.
 */
export async function runRound(options: RoundOptions): Promise<void> {
  const { place, seed } = options;
  makeTicker(place.repository, { 'ironclaw.json': JSON.stringify(manifest()) });
  const instance = await openInstance(place);
  const rater = startRater(instance);
  const seen = new Set<string>();
  try {
    await untilRolledBack(instance, rater, seen, seededRandom(seed), options);
    await rater.stop();
    await checkEnd(place, 'rolled-back');
    await checkLearned(instance, rater);
    await checkChains(instance);
    remember(instance, seen);
    const code = await inTime('it ends when it is asked to', instance.stop());
    // The second: it was interrupted before it had seen the loop to its end.
    if (code !== 0 && code !== 130) throw new Broken(`it ended with code ${code}`);
    await checkNothingRuns(place, seen);
  } finally {
    await rater.stop();
    await instance.kill();
  }
}

async function untilRolledBack(
  instance: Instance,
  rater: Rater,
  seen: Set<string>,
  random: () => number,
  { place, machine, goesOn, onKill }: RoundOptions,
): Promise<void> {
  let visit = begin('opportunity', random);
  let mayBeRolledBack = false;
  for (;;) {
    const found = await followed(instance);
    const status = found?.status ?? 'opportunity';
    if (visit.status !== status) visit = begin(status, random);
    mayBeRolledBack ||= status === 'applied';
    if (status === 'rolled-back' && mayBeRolledBack) return;
    assertUnderWay(status, found, visit);
    const processes = runningProcesses(instance.pid, place.data);
    const kill =
      goesOn() && visit.left > 0 && isStage(status)
        ? drawKill(random, {
            spent: visit.spent,
            running: new Set(processes.keys()),
            troubles: machine.troubles,
          })
        : null;
    if (kill === null || !isStage(status)) {
      if (found) await goOn(instance, found);
      await delay(lookEvery);
      continue;
    }
    await delay(kill.wait);
    const now = await followed(instance);
    if ((now?.status ?? 'opportunity') !== status) continue;
    remember(instance, seen);
    const mayEndIt = await killOne(instance, status, kill, machine, onKill);
    mayBeRolledBack ||= mayEndIt;
    visit.left -= 1;
    visit.spent[kill.victim] = (visit.spent[kill.victim] ?? 0) + 1;
    visit.since = performance.now();
    await checkAfterKill(instance, now?.id ?? null, rater);
  }
}

/** @returns whether the improvement may be rolled back for it. */
async function killOne(
  instance: Instance,
  stage: Stage,
  kill: Kill,
  machine: Machine,
  onKill: RoundOptions['onKill'],
): Promise<boolean> {
  const processes = runningProcesses(instance.pid, instance.place.data);
  const pid = victimOf(kill, processes);
  if (pid === undefined) return false;
  const mayEndIt = isCanary(pid, stage, instance.place);
  onKill({ stage, victim: kill.victim, trouble: kill.trouble?.kind ?? null });
  await strike(instance, pid, kill, processes, machine);
  return mayEndIt;
}

const begin = (status: Status, random: () => number): Visit => ({
  status,
  left: random() < shareLeftAlone ? 0 : 1 + Math.floor(random() * mostKills),
  spent: {},
  since: performance.now(),
});

/** @throws Broken if it has ended otherwise, or does not go on. */
function assertUnderWay(status: Status, found: Found | null, { since }: Visit): void {
  const reason = found?.reason ?? 'no improvement was found';
  if (['rolled-back', 'rejected', 'failed'].includes(status)) throw new Broken(`it is ${status}: ${reason}`);
  const allowed = reason.includes('The next look is in') ? patienceWithTheBase : patience;
  if (performance.now() - since > allowed)
    throw new Broken(`it is still ${status} after ${allowed / minute} minutes: ${reason}`);
}

/** Does what the improvement waits for a person to do. */
async function goOn({ api, place }: Instance, { id, status }: Found): Promise<void> {
  if (status === 'applied') await checkEnd(place, 'applied');
  const post = async (path: string, body: object) => api.post(`/improvements/${id}/${path}`, body);
  try {
    if (status === 'applied') await post('rollback', { reason: 'nobody asked for it' });
    if (status !== 'awaiting-approval') return;
    const { candidate } = await api.improvement(id);
    await post('approve', { candidateHash: candidate?.hash, reason: 'the report is convincing' });
  } catch {
    // The next look tells whether it was done all the same.
  }
}

/** Notes all processes that the instance has started, for the look at what is left of them. */
function remember({ pid }: Instance, seen: Set<string>): void {
  for (const one of withDescendants(pid)) {
    const identity = identityOf(one);
    if (identity !== null) seen.add(identity);
  }
}

/** The first one that was found: on a busy machine, others may follow. */
const followed = async (instance: Instance): Promise<Found | null> => {
  const improvements = await patiently('the improvements can be read', () => instance.api.improvements());
  return improvements.at(-1) ?? null;
};
