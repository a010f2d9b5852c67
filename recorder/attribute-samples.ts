import type { EndpointProfile } from './protocol.ts';
import { ownersAtTime, type RequestSpan, type Wait, waitAt } from './request-spans.ts';
import { type CodeLocation, type CpuProfile, type Stack, StackReader } from './stack-reader.ts';

interface EndpointSamples {
  samples: number;
  readonly functions: Map<CodeLocation, { self: number; total: number }>;
}

const maxFunctions = 20;
const maxEndpoints = 50;

/**
 * Says which functions each endpoint spent its time in.
 *
 * A sample taken while a request ran synchronously is that endpoint's. Any other is shared evenly by the requests that
 * were active then, and belongs to nobody when there were none. Where the CPU idled, a request's share goes to the
 * functions that it waited in, and to none of them as `self`; where that was not noted it does not count.
 *
 * @param millisecondsOf maps a time of the profile to `performance.now()`.
 * @param fileOf names the service's file behind a script's URL, or `null` where the script is not the service's own.
 */
export function attributeSamples(
  profile: CpuProfile,
  spans: readonly RequestSpan[],
  millisecondsOf: (microseconds: number) => number,
  fileOf: (url: string) => string | null,
): EndpointProfile[] {
  const reader = new StackReader(fileOf);
  const busy = reader.ofNodes(profile.nodes);
  const waiting = new Map<Wait, Stack>();
  const idle = new Set(profile.nodes.filter(isIdle).map(({ id }) => id));
  const tallies = new Map<string, EndpointSamples>();
  const ownersAt = ownersAtTime(spans);
  let time = profile.startTime;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    time += profile.timeDeltas?.[index] ?? 0;
    const at = millisecondsOf(time);
    const owners = ownersAt(at);
    for (const span of owners) {
      const stack = idle.has(id) ? waitingStack(span, at) : busy.get(id);
      if (stack && span.endpoint !== null) count(tallyOf(tallies, span.endpoint), stack, 1 / owners.length);
    }
  }
  return [...tallies]
    .sort(([, a], [, b]) => b.samples - a.samples)
    .slice(0, maxEndpoints)
    .map(([endpoint, tally]) => summarize(endpoint, tally));

  function waitingStack(span: RequestSpan, at: number): Stack | undefined {
    const wait = waitAt(span, at);
    if (!wait) return undefined;
    const stack = waiting.get(wait) ?? { ...reader.ofFrames(wait.frames), top: null };
    waiting.set(wait, stack);
    return stack;
  }
}

function isIdle(node: CpuProfile['nodes'][number]): boolean {
  return node.callFrame.functionName === '(idle)';
}

function tallyOf(tallies: Map<string, EndpointSamples>, endpoint: string): EndpointSamples {
  const tally = tallies.get(endpoint) ?? { samples: 0, functions: new Map() };
  tallies.set(endpoint, tally);
  return tally;
}

function count(tally: EndpointSamples, stack: Stack, share: number): void {
  tally.samples += share;
  for (const place of stack.locations) {
    const counted = tally.functions.get(place) ?? { self: 0, total: 0 };
    counted.total += share;
    if (place === stack.top) counted.self += share;
    tally.functions.set(place, counted);
  }
}

function summarize(endpoint: string, { samples, functions }: EndpointSamples): EndpointProfile {
  return {
    endpoint,
    samples: Math.max(1, Math.round(samples)),
    functions: [...functions]
      .map(([place, { self, total }]) => ({
        ...place,
        self: part(self, samples),
        total: part(total, samples),
      }))
      .sort((a, b) => b.total - a.total || b.self - a.self)
      .slice(0, maxFunctions),
  };
}

function part(share: number, whole: number): number {
  return Math.min(1, Math.round((share / whole) * 10_000) / 10_000);
}
