import type { RatioEstimate } from '#core/numbers/estimate-ratio.ts';
import type { SlowerPart } from '#core/proof/slower-parts.ts';
import {
  fewestBlocks,
  leastGain,
  margin,
  noiseBound,
  quiet,
  type SpeedEvidence,
} from '#core/proof/speed-evidence.ts';
import { type BenchmarkResult, type ComparedSides, runBenchmark } from '../benchmark.ts';
import { count, type GateResult } from '../gate-sequence.ts';
import type { Session } from '../session.ts';

/**
 * Is the machine quiet enough to judge? Measures all sides; the next gate uses the same measurements. Noise raises what a gain
 * must reach, so this gate stops only what the noise leaves open: neither a certain gain nor certainly none.
 */
export async function judgeNoise(
  { job, requests }: Session,
  compared: ComparedSides,
): Promise<GateResult<BenchmarkResult | null>> {
  const timed = requests.filter(({ endpoint }) => endpoint === job.endpoint);
  const measured = await runBenchmark(compared, timed, job.seed);
  const { speed, differences, baseStopped } = measured;
  if (differences.length > 0)
    return { result: 'skipped', detail: 'Responses differ while they are timed.', evidence: measured };
  if (baseStopped !== null)
    return inconclusive(`The base stopped responding while it was timed: ${baseStopped}.`, measured);
  if (speed === null)
    return inconclusive(`There was time for fewer than ${fewestBlocks} blocks of ${job.endpoint}.`, measured);
  const { noise, gain } = speed;
  const itself = `the base against itself is ${describe(noise)}`;
  const isOpen = gain.low < leastGain(noise) && gain.high >= margin;
  if (isOpen && noiseBound(noise) > quiet)
    return inconclusive(
      `The machine is too noisy to judge a gain of ${describe(gain)}: ${itself}, and ${quiet} is the limit.`,
      measured,
    );
  return { result: 'passed', detail: `In two processes, ${itself}.`, evidence: measured };
}

/** Is the candidate right whenever it is timed, faster beyond noise, and nowhere certainly slower? */
export async function judgeGain({ speed, differences }: BenchmarkResult): Promise<GateResult<null>> {
  if (differences.length > 0)
    return failed(`Responses that were timed differ from the base's: ${differences.slice(0, 3).join('; ')}.`);
  if (speed === null) return failed('Nothing was timed.');
  const { noise, gain, p95, before, after, slower, requests } = speed;
  const middle = `median ${before.p50.toFixed(2)} ms before, ${after.p50.toFixed(2)} ms after`;
  const least = leastGain(noise);
  if (gain.low < least)
    return failed(`No certain gain of ${percent(least)} %: ${describe(gain)}, ${middle}.`);
  if (p95 !== null && p95.high < 1)
    return failed(`The candidate is faster on average, but its p95 is certainly worse: ${describe(p95)}.`);
  if (slower.length > 0)
    return failed(
      `The candidate is faster on average, but certainly slower on ${slower.slice(0, 3).map(describePart).join('; ')}.`,
    );
  const detail = `The candidate is faster: ${describe(gain)}, ${count(requests, 'distinct request')}, ${middle}; ${describeP95(speed)}.`;
  return { result: 'passed', detail, evidence: null };
}

const percent = (ratio: number): number => Math.round((ratio - 1) * 100);

function describeP95({ p95 }: SpeedEvidence): string {
  return p95 === null ? 'too few times to judge the p95' : `p95 ${describe(p95)}`;
}

/** "4.21 times (95 % interval 4.02 to 4.40, 120 pairs)". */
function describe({ ratio, low, high, pairs }: RatioEstimate): string {
  const [middle, from, to] = [ratio, low, high].map((value) => value.toFixed(2));
  return `${middle} times (95 % interval ${from} to ${to}, ${pairs} pairs)`;
}

function describePart(part: SlowerPart): string {
  return `${part.what.slice(0, 200)}: ${part.milliseconds.toFixed(1)} ms, ${describe(part)}`;
}

function failed(detail: string): GateResult<null> {
  return { result: 'failed', detail, evidence: null };
}

function inconclusive<Evidence>(detail: string, evidence: Evidence): GateResult<Evidence> {
  return { result: 'failed', inconclusive: true, detail, evidence };
}
