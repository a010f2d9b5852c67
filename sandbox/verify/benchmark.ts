import type { RecordedRequest } from '#core/improvements/jobs.ts';
import { estimateRatio, type RatioEstimate } from '#core/numbers/estimate-ratio.ts';
import { quantile } from '#core/numbers/quantile.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import { second } from '#core/time.ts';
import type { Client } from './client.ts';

export interface Percentiles {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

export interface BenchmarkResult {
  /** The base against itself. */
  readonly noise: RatioEstimate;
  /** The base against the candidate: above 1 the candidate is faster. */
  readonly gain: RatioEstimate;
  readonly before: Percentiles;
  readonly after: Percentiles;
}

/** Fewer blocks than this prove nothing. */
export const fewestPairs = 20;
const mostRounds = 20;
const warmUp = { milliseconds: 1_500, requests: 40 };
const measuring = { milliseconds: 5 * second, atMost: 20 * second };

/** Milliseconds of one request in a block: base, candidate, candidate, base. */
type Block = readonly [number, number, number, number];

interface Sides {
  readonly base: Client;
  readonly candidate: Client;
}

/**
 * Times the requests on both sides in blocks of base, candidate, candidate, base, so that drift of the machine
 * affects both sides equally. Each block gives one pair. Returns `null` if there was time for too few pairs.
 *
 * @throws Error if a side stops responding.
 */
export async function runBenchmark(
  sides: Sides,
  requests: readonly RecordedRequest[],
  seed: number,
): Promise<BenchmarkResult | null> {
  const random = seededRandom(seed);
  await warm(sides, shuffled(requests, random));
  const blocks = await measureBlocks(sides, requests, random);
  if (blocks.length < fewestPairs) return null;
  return {
    noise: estimateRatio(
      blocks.map((block) => againstItself(block, random)),
      random,
    ),
    gain: estimateRatio(
      blocks.map(([b1, c1, c2, b2]) => (Math.log(b1 / c1) + Math.log(b2 / c2)) / 2),
      random,
    ),
    before: percentilesOf(blocks.flatMap(([b1, , , b2]) => [b1, b2])),
    after: percentilesOf(blocks.flatMap(([, c1, c2]) => [c1, c2])),
  };
}

async function measureBlocks(
  { base, candidate }: Sides,
  requests: readonly RecordedRequest[],
  random: () => number,
): Promise<Block[]> {
  const blocks: Block[] = [];
  const began = performance.now();
  const hasTime = () => {
    const spent = performance.now() - began;
    return spent < (blocks.length < fewestPairs ? measuring.atMost : measuring.milliseconds);
  };
  const rounds = Math.max(mostRounds, Math.ceil((2 * fewestPairs) / requests.length));
  for (let round = 0; round < rounds && hasTime(); round += 1) {
    for (const request of shuffled(requests, random)) {
      if (!hasTime()) break;
      blocks.push([
        await time(base, request),
        await time(candidate, request),
        await time(candidate, request),
        await time(base, request),
      ]);
    }
  }
  return blocks;
}

async function warm({ base, candidate }: Sides, requests: readonly RecordedRequest[]): Promise<void> {
  const end = performance.now() + warmUp.milliseconds;
  for (let i = 0; i < warmUp.requests && performance.now() < end; i += 1) {
    const request = requests[i % requests.length];
    if (request === undefined) return;
    await base.send(request);
    await candidate.send(request);
  }
}

/** Picks the order at random, first against last or last against first, so that warm-up by the first request favors neither side. */
function againstItself([first, , , last]: Block, random: () => number): number {
  return random() < 0.5 ? Math.log(first / last) : Math.log(last / first);
}

async function time(client: Client, request: RecordedRequest): Promise<number> {
  const { milliseconds } = await client.send(request);
  return milliseconds;
}

function percentilesOf(times: readonly number[]): Percentiles {
  const sorted = Float64Array.from(times).sort();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}
