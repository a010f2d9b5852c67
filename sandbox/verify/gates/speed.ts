import type { RatioEstimate } from '#core/numbers/estimate-ratio.ts';
import { type BenchmarkResult, fewestPairs, runBenchmark } from '../benchmark.ts';
import type { GateResult } from '../gate-sequence.ts';
import { describeEnding } from '../service.ts';
import type { Session } from '../session.ts';
import type { RunningSides } from './equivalence.ts';

/** Two equal programs may differ by this much in a measurement; a gain must be larger. */
const margin = 1.05;

/** Is the machine quiet enough to measure a gain? Measures both sides; the next gate uses the same measurements. */
export async function judgeNoise(
  { job, requests }: Session,
  sides: RunningSides,
): Promise<GateResult<BenchmarkResult | null>> {
  const timed = requests.filter(({ endpoint }) => endpoint === job.endpoint);
  const result = await runBenchmark(sides, timed, job.seed).catch((error: Error) => error);
  if (result instanceof Error) return stoppedAnswering(sides, result);
  if (result === null)
    return failed(`There was time for fewer than ${fewestPairs} pairs of ${job.endpoint}.`, null);
  const { noise } = result;
  if (noise.low > margin || noise.high < 1 / margin) {
    return failed(
      `The machine is too noisy to judge: the base against itself is ${describe(noise)}.`,
      result,
    );
  }
  return { result: 'passed', detail: `The base against itself is ${describe(noise)}.`, evidence: result };
}

/** Is the candidate faster beyond noise? */
export async function judgeGain({ gain, before, after }: BenchmarkResult): Promise<GateResult<null>> {
  const passed = gain.low >= margin;
  const middle = `median ${before.p50.toFixed(2)} ms before, ${after.p50.toFixed(2)} ms after`;
  const detail = passed
    ? `The candidate is faster: ${describe(gain)}, ${middle}.`
    : `No certain gain of ${Math.round((margin - 1) * 100)} %: ${describe(gain)}, ${middle}.`;
  return { result: passed ? 'passed' : 'failed', detail, evidence: null };
}

/** "4.21 times (95 % interval 4.02 to 4.40, 120 pairs)". */
function describe({ ratio, low, high, pairs }: RatioEstimate): string {
  const [middle, from, to] = [ratio, low, high].map((value) => value.toFixed(2));
  return `${middle} times (95 % interval ${from} to ${to}, ${pairs} pairs)`;
}

function stoppedAnswering({ candidate }: RunningSides, error: Error): GateResult<null> {
  const ending = candidate.ending();
  if (ending === null) return failed(`A side stopped answering while it was timed: ${error.message}.`, null);
  const detail = `The candidate stopped answering while it was timed: ${describeEnding(ending)}.`;
  return { result: 'failed', detail, evidence: null };
}

function failed<Evidence>(detail: string, evidence: Evidence): GateResult<Evidence> {
  return { result: 'failed', inconclusive: true, detail, evidence };
}
