import { isRead } from '#core/improvements/candidate/request-shape.ts';
import type { RecordedRequest } from '#core/improvements/jobs.ts';
import { headersText } from '#core/improvements/recorded-headers.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import { suspectsIn } from '#core/proof/slower-parts.ts';
import { compareSpeed, fewestBlocks, manyBlocks, type SpeedEvidence } from '#core/proof/speed-evidence.ts';
import type { TimedBlock } from '#core/proof/timed-block.ts';
import { second } from '#core/time.ts';
import { type ReplayOutcome, type Round, type Sides, send } from './replay.ts';
import type { ResponseComparison } from './response-comparison.ts';

export interface BenchmarkResult {
  /** Null if there was time for too few blocks. */
  readonly speed: SpeedEvidence | null;
  /** How responses that were timed differ from the base's: one sentence for each part of a request's response. */
  readonly differences: readonly string[];
  /** Why the base gave no response, if it stopped giving them. */
  readonly baseStopped: string | null;
}

/** All sides, running and in the same state, with what is known about their responses. */
export interface ComparedSides {
  readonly sides: Sides;
  readonly comparison: ResponseComparison;
}

const mostRounds = 20;
const warmUp = { milliseconds: 1_500, requests: 40 };
/** Milliseconds of measuring, from so many blocks on. With fewer it goes on: requests that take seconds need longer. */
const measuring = [
  { blocks: manyBlocks, milliseconds: 5 * second },
  { blocks: fewestBlocks, milliseconds: 20 * second },
  { blocks: 0, milliseconds: 40 * second },
];
/** A second look at the requests that seemed slower. */
const secondLook = { requests: 3, rounds: 12, milliseconds: 4 * second };

/** A side gave no response. */
class Stopped extends Error {
  readonly side: 'base' | 'candidate';

  constructor(side: 'base' | 'candidate', why: string) {
    super(why);
    this.side = side;
  }
}

/**
 * Times the requests on all sides, and goes on comparing each response, outside of the timed span: all sides got the same
 * requests before, so the base says what is right at that moment, after writes too.
 *
 * A block is one request: base, candidate, base's second process, or the other way around, so that drift of the machine
 * affects all equally. A read is sent to the candidate twice in a row, so that work which it puts off until after a response
 * is paid for.
 */
export async function runBenchmark(
  { sides, comparison }: ComparedSides,
  requests: readonly RecordedRequest[],
  seed: number,
): Promise<BenchmarkResult> {
  const random = seededRandom(seed);
  const blocks: TimedBlock[] = [];
  const again: TimedBlock[] = [];
  const measure = async (request: RecordedRequest) => {
    const round = await askInTurn(sides, request, random() < 0.5);
    comparison.add(round);
    return blockOf(round);
  };
  const stopped: { base?: string; candidate?: string } = {};
  try {
    await warm(shuffled(requests, random), measure);
    await measureRounds(requests, measure, blocks, random);
    const suspects = new Set(suspectsIn(blocks).slice(0, secondLook.requests));
    await lookAgain(
      requests.filter((request) => suspects.has(nameOf(request))),
      measure,
      again,
    );
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    stopped[error.side] = error.message;
  }
  return {
    speed: compareSpeed(blocks, again, random),
    differences: [
      ...(stopped.candidate === undefined ? [] : [`no response any more: ${stopped.candidate}`]),
      ...comparison.differences,
    ],
    baseStopped: stopped.base ?? null,
  };
}

type Measure = (request: RecordedRequest) => Promise<TimedBlock>;

async function warm(requests: readonly RecordedRequest[], measure: Measure): Promise<void> {
  const end = performance.now() + warmUp.milliseconds;
  for (let i = 0; i < warmUp.requests && performance.now() < end; i += 1) {
    const request = requests[i % requests.length];
    if (request === undefined) return;
    await measure(request);
  }
}

async function measureRounds(
  requests: readonly RecordedRequest[],
  measure: Measure,
  blocks: TimedBlock[],
  random: () => number,
): Promise<void> {
  const began = performance.now();
  const hasTime = () => {
    const allowed = measuring.find((item) => blocks.length >= item.blocks)?.milliseconds ?? 0;
    return performance.now() - began < allowed;
  };
  const rounds = Math.max(mostRounds, Math.ceil((2 * manyBlocks) / requests.length));
  for (let round = 0; round < rounds && hasTime(); round += 1) {
    for (const request of shuffled(requests, random)) {
      if (!hasTime()) break;
      blocks.push(await measure(request));
    }
  }
}

async function lookAgain(
  requests: readonly RecordedRequest[],
  measure: Measure,
  blocks: TimedBlock[],
): Promise<void> {
  const end = performance.now() + secondLook.milliseconds;
  for (let round = 0; round < secondLook.rounds; round += 1) {
    for (const request of requests) {
      if (performance.now() > end) return;
      blocks.push(await measure(request));
    }
  }
}

async function askInTurn(
  { base, candidate, again }: Sides,
  request: RecordedRequest,
  isReversed: boolean,
): Promise<Round> {
  const [first, last] = isReversed ? [again, base] : [base, again];
  const before = await send(first, request);
  const between = [await send(candidate, request)];
  if (isRead(request)) between.push(await send(candidate, request));
  const after = await send(last, request);
  return isReversed
    ? { request, base: after, candidate: between, again: before }
    : { request, base: before, candidate: between, again: after };
}

/** @throws Stopped if a side gave no response. */
function blockOf({ request, base, again, candidate }: Round): TimedBlock {
  return {
    request: nameOf(request),
    base: [timeOf(base, 'base'), timeOf(again, 'base')],
    candidate: candidate.map((outcome) => timeOf(outcome, 'candidate')),
  };
}

function timeOf(outcome: ReplayOutcome, side: 'base' | 'candidate'): number {
  if (typeof outcome === 'string') throw new Stopped(side, outcome);
  return outcome.milliseconds;
}

function nameOf({ method, path, headers, body }: RecordedRequest): string {
  return [`${method} ${path}`, headersText(headers).trim(), body].filter(Boolean).join(' ');
}
