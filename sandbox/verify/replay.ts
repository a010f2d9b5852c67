import { isRead } from '#core/improvements/candidate/request-shape.ts';
import type { RecordedRequest } from '#core/improvements/jobs.ts';
import { second } from '#core/time.ts';
import type { HttpResponse } from './client.ts';
import { describeEnding, type RunningService } from './service.ts';

/** The outcome of a request: a response, or a sentence that says why there was none. */
export type ReplayOutcome = HttpResponse | string;

/** Two processes of the base and one of the candidate, which always get the same requests. */
export interface Sides {
  readonly base: RunningService;
  readonly candidate: RunningService;
  /** The base once more, in a process of its own: what it does not repeat proves nothing. */
  readonly again: RunningService;
}

export async function stopSides({ base, candidate, again }: Sides): Promise<void> {
  await Promise.all([base, candidate, again].map((service) => service.stop()));
}

/** One request and its outcomes. */
export interface Round {
  readonly request: RecordedRequest;
  readonly base: ReplayOutcome;
  /** Several where the candidate was asked several times in a row. */
  readonly candidate: readonly ReplayOutcome[];
  readonly again: ReplayOutcome;
}

export interface Replay {
  readonly rounds: readonly Round[];
  /** The candidate's time ran out before it was asked everything that the base was asked. */
  readonly isCut: boolean;
}

/**
 * Milliseconds of the base in the first, second and third pass; a pass may also use what those before it left. The first
 * goes on until the improved endpoint got enough requests, for so long.
 */
const basePatience = { passes: [2_400, 1_000, 600], untilEnough: 20 * second };
/** Milliseconds of the candidate. They are its own: a slow candidate does not shorten the comparison, it ends unproven. */
export const candidatePatience = 20 * second;

interface Plan {
  readonly requests: readonly RecordedRequest[];
  /** The endpoint to make faster. */
  readonly target: string;
  /** Requests to the target that the first pass tries to reach. */
  readonly enough: number;
}

/**
 * Sends the requests in production's order; then the reads again, after all writes; then the target's requests once
 * more. So lost writes, stale caches and memory from call to call show.
 *
 * The candidate is asked between the two processes of the base: where a response depends on the time, the second process
 * then differs from the first if the candidate does.
 */
export async function replayOnSides(sides: Sides, { requests, target, enough }: Plan): Promise<Replay> {
  const rounds: Round[] = [];
  const reached = new Set<RecordedRequest>();
  const spent = { base: 0, candidate: 0 };
  let end = 0;
  for (const [pass, list] of passesOver(requests, target).entries()) {
    end = Math.max(end, spent.base) + (basePatience.passes[pass] ?? 0);
    for (const request of list.filter((item) => pass === 0 || reached.has(item))) {
      const hasEnough =
        pass > 0 || rounds.filter((round) => round.request.endpoint === target).length >= enough;
      if (spent.base >= (hasEnough ? end : basePatience.untilEnough)) break;
      const base = await timed(() => send(sides.base, request));
      const candidate = await timed(() => send(sides.candidate, request));
      const again = await send(sides.again, request);
      reached.add(request);
      rounds.push({ request, base: base.outcome, candidate: [candidate.outcome], again });
      spent.base += base.milliseconds;
      spent.candidate += candidate.milliseconds;
      if (spent.candidate > candidatePatience) return { rounds, isCut: true };
    }
  }
  return { rounds, isCut: false };
}

/** The later passes begin with the target, in case that time is short. */
function passesOver(requests: readonly RecordedRequest[], target: string): RecordedRequest[][] {
  const [own = [], others = []] = [true, false].map((isOwn) =>
    requests.filter(({ endpoint }) => (endpoint === target) === isOwn),
  );
  return [[...requests], [...own, ...others].filter(isRead), own];
}

/** Sends the requests one after another, for so many milliseconds. */
export async function replay(
  service: RunningService,
  requests: readonly RecordedRequest[],
  milliseconds: number,
): Promise<void> {
  const end = performance.now() + milliseconds;
  for (const request of requests) {
    if (performance.now() > end) return;
    await send(service, request);
  }
}

/** A service that died gives no response to any later request. */
export async function send(service: RunningService, recorded: RecordedRequest): Promise<ReplayOutcome> {
  const ending = service.ending();
  if (ending !== null) return describeEnding(ending);
  try {
    return await service.send(recorded);
  } catch (error) {
    const how = service.ending();
    return how === null ? (error as Error).message : describeEnding(how);
  }
}

async function timed(sending: () => Promise<ReplayOutcome>) {
  const began = performance.now();
  const outcome = await sending();
  return { outcome, milliseconds: performance.now() - began };
}
