import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { RecordedUse } from '../../runners/node/encoded.ts';
import type { CallRunner } from './call-runner.ts';

/** Times of one call on both versions, in milliseconds, with lists `factor` times as long. */
export type Growth = CallEvidence['growth'][number];
export type MeasuredCall = Growth & { readonly use: RecordedUse };

/** Of two times of one call, one is called slower from this ratio on, and from so many milliseconds on. */
const slower = { ratio: 1.5, milliseconds: 2 };
/** A call that is so many times slower, but too short to tell, is made so many times as long. */
const short = { ratio: 2, factor: 8 };
const rounds = 3;
/** How often a call is repeated in one process: the engine compiles what it has seen a few times. */
const repetitions = 6;
const mostSuspects = 8;
/** Below this, in milliseconds, a time says nothing about how it grows. */
const shortest = 1;
const mostKept = 30;

export const isSlower = ({ base, candidate }: Growth): boolean =>
  candidate > base * slower.ratio && candidate - base > slower.milliseconds;

/**
 * Measures calls on which the candidate seems slower again, one version at a time, and keeps the fastest time of each: a
 * machine that was busy for a moment is no reason to reject. Calls too short to tell are made with longer lists instead.
 */
export async function measureSuspectsAgain(
  runner: CallRunner,
  first: readonly MeasuredCall[],
  milliseconds: number,
  longer: (use: RecordedUse, factor: number) => RecordedUse | null,
): Promise<readonly MeasuredCall[]> {
  const measured = [...first, ...(await lengthened(runner, first, milliseconds, longer))];
  const suspects = measured
    .filter(isSlower)
    .toSorted((a, b) => b.candidate - a.candidate)
    .slice(0, mostSuspects);
  const times = new Map(suspects.map((call) => [call, call]));
  const uses = suspects.flatMap(({ use }) => Array<RecordedUse>(repetitions).fill(use));
  for (let round = 0; round < rounds && [...times.values()].some(isSlower); round += 1) {
    for (const side of ['base', 'candidate'] as const) {
      const results = await runner.execute(side, uses, milliseconds);
      for (const [i, suspect] of suspects.entries()) {
        const known = times.get(suspect);
        const repeated = results
          .slice(i * repetitions, (i + 1) * repetitions)
          .map(({ milliseconds: ms }) => ms);
        const fastest = Math.min(...repeated.filter((ms) => ms > 0));
        if (known) times.set(suspect, { ...known, [side]: Math.min(known[side], fastest) });
      }
    }
  }
  return measured.map((call) => times.get(call) ?? call);
}

/** The longest call of those on which the candidate seems much slower, but too shortly to tell, with longer lists. */
async function lengthened(
  runner: CallRunner,
  measured: readonly MeasuredCall[],
  milliseconds: number,
  longer: (use: RecordedUse, factor: number) => RecordedUse | null,
): Promise<readonly MeasuredCall[]> {
  const [doubtful] = measured
    .filter((call) => call.candidate > call.base * short.ratio && !isSlower(call))
    .toSorted((a, b) => b.factor - a.factor || b.candidate - a.candidate);
  const use = doubtful && longer(doubtful.use, short.factor);
  if (!use) return [];
  const uses = Array<RecordedUse>(repetitions).fill(use);
  const fastest = async (side: 'base' | 'candidate') => {
    const results = await runner.execute(side, uses, milliseconds);
    return Math.min(...results.map(({ milliseconds: ms }) => ms).filter((ms) => ms > 0));
  };
  const [base, candidate] = [await fastest('base'), await fastest('candidate')];
  if (!Number.isFinite(base) || !Number.isFinite(candidate)) return [];
  return [{ ...doubtful, use, factor: doubtful.factor * short.factor, base, candidate }];
}

/** For each function and factor the call that is slower, or else the slowest of the base: it is the one that matters. */
export function worstGrowth(growth: readonly Growth[]): Growth[] {
  const byCall = Map.groupBy(growth, ({ name, factor }) => `${name} ${factor}`);
  const rank = (times: Growth) => (isSlower(times) ? Number.MAX_VALUE : times.base);
  return [...byCall.values()]
    .flatMap((times) => times.toSorted((a, b) => rank(b) - rank(a))[0] ?? [])
    .slice(0, mostKept);
}

/**
 * "src/rank.ts#rank was quadratic and is linear", for each function whose time grows otherwise than before. The exponent is the
 * slope of log(time) over log(length) between the shortest and the longest list with times long enough to tell.
 */
export function describeGrowth(growth: readonly Growth[]): readonly string[] {
  return [...Map.groupBy(growth, ({ name }) => name)].flatMap(([name, times]) => {
    const sorted = times.toSorted((a, b) => a.factor - b.factor);
    const [was, is] = [orderOf(sorted, 'base'), orderOf(sorted, 'candidate')];
    return was === null || is === null || was === is ? [] : [`${name} was ${was} and is ${is}`];
  });
}

function orderOf(sorted: readonly Growth[], side: 'base' | 'candidate'): string | null {
  const last = sorted.at(-1);
  const first = sorted.find((times) => times.factor < (last?.factor ?? 0));
  if (!first || !last) return null;
  // A time too short to measure still shows that nothing grows much.
  if (last[side] < shortest) return 'linear or less';
  if (first[side] <= 0) return null;
  const exponent = Math.log(last[side] / first[side]) / Math.log(last.factor / first.factor);
  if (exponent < 1.5) return 'linear or less';
  return exponent < 2.5 ? 'quadratic' : 'cubic or more';
}
