import type { EndpointProfile, HotFunction } from './protocol.ts';
import { type RequestSpan, requestsAtTime, type Wait, waitAt } from './request-spans.ts';
import {
  type CodeLocation,
  type CpuProfile,
  type LocationOf,
  type Stack,
  StackReader,
} from './stack-reader.ts';

interface EndpointSamples {
  samples: number;
  readonly functions: Map<CodeLocation, FunctionSamples>;
}

interface FunctionSamples {
  self: number;
  total: number;
  own: number;
  readonly lines: Map<number, number>;
}

const maxFunctions = 20;
const maxEndpoints = 50;
const maxLines = 10;
const leastLine = 0.01;
/** Lines of more endpoints would make a batch too large. */
const maxEndpointsWithLines = 10;

/**
 * Computes in which functions each endpoint spent its time.
 *
 * A sample taken while a request ran synchronously belongs to that request's endpoint. Any other sample is split evenly
 * among the requests that were active then; without active requests it is ignored. While the CPU was idle, a request's
 * share goes to the functions that it waited in, never as `self`; if the wait was not recorded, the share is ignored.
 *
 * @param profile with its samples in the order of time.
 * @param millisecondsOf converts a time of the profile to a time of `performance.now()`.
 */
export function attributeSamples(
  profile: CpuProfile,
  spans: readonly RequestSpan[],
  millisecondsOf: (microseconds: number) => number,
  locationOf: LocationOf,
): EndpointProfile[] {
  const reader = new StackReader(locationOf);
  const busy = reader.ofNodes(profile.nodes);
  const waiting = new Map<Wait, Stack>();
  const idle = new Set(profile.nodes.filter(isIdle).map(({ id }) => id));
  const byEndpoint = new Map<string, EndpointSamples>();
  const requestsAt = requestsAtTime(spans);
  let time = profile.startTime;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    time += profile.timeDeltas?.[index] ?? 0;
    const at = millisecondsOf(time);
    const requests = requestsAt(at);
    for (const span of requests) {
      const stack = idle.has(id) ? waitingStack(span, at) : busy.get(id);
      if (stack && span.endpoint !== null)
        count(samplesOf(byEndpoint, span.endpoint), stack, 1 / requests.length);
    }
  }
  return [...byEndpoint]
    .sort(([, a], [, b]) => b.samples - a.samples)
    .slice(0, maxEndpoints)
    .map(([endpoint, samples], i) => summarize(endpoint, samples, i < maxEndpointsWithLines ? maxLines : 0));

  function waitingStack(span: RequestSpan, at: number): Stack | undefined {
    const wait = waitAt(span, at);
    if (!wait) return undefined;
    const stack = waiting.get(wait) ?? reader.ofWait(wait.frames);
    waiting.set(wait, stack);
    return stack;
  }
}

function isIdle(node: CpuProfile['nodes'][number]): boolean {
  return node.callFrame.functionName === '(idle)';
}

function samplesOf(byEndpoint: Map<string, EndpointSamples>, endpoint: string): EndpointSamples {
  const samples = byEndpoint.get(endpoint) ?? { samples: 0, functions: new Map() };
  byEndpoint.set(endpoint, samples);
  return samples;
}

function count(endpoint: EndpointSamples, stack: Stack, share: number): void {
  endpoint.samples += share;
  for (const location of stack.locations) {
    const counted = endpoint.functions.get(location) ?? { self: 0, total: 0, own: 0, lines: new Map() };
    counted.total += share;
    if (location === stack.top) counted.self += share;
    if (location === stack.owner) counted.own += share;
    endpoint.functions.set(location, counted);
  }
  for (const { location, line, share: part } of stack.lines) {
    const lines = endpoint.functions.get(location)?.lines;
    lines?.set(line, (lines.get(line) ?? 0) + share * part);
  }
}

function summarize(
  endpoint: string,
  { samples, functions }: EndpointSamples,
  mostLines: number,
): EndpointProfile {
  return {
    endpoint,
    samples: Math.max(1, Math.round(samples)),
    functions: [...functions]
      .map(([location, { self, total, own, lines }]) => ({
        ...location,
        self: shareOf(self, samples),
        total: shareOf(total, samples),
        own: shareOf(own, samples),
        ...hottestLines(lines, samples, mostLines),
      }))
      .sort((a, b) => b.total - a.total || b.self - a.self)
      .slice(0, maxFunctions),
  };
}

function hottestLines(
  parts: ReadonlyMap<number, number>,
  samples: number,
  most: number,
): Pick<HotFunction, 'lines'> {
  const lines = [...parts]
    .map(([line, part]) => ({ line, share: shareOf(part, samples) }))
    .filter(({ share }) => share >= leastLine)
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
  return lines.length === 0 ? {} : { lines };
}

/** A share rounded to four digits. */
function shareOf(part: number, whole: number): number {
  return Math.min(1, Math.round((part / whole) * 10_000) / 10_000);
}
