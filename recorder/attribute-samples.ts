import { CodeOwners, onlyEndpointOf } from './code-owners.ts';
import { EndpointSamples } from './endpoint-samples.ts';
import type { CompletedProfile } from './omitted-frames.ts';
import type { EndpointProfile } from './protocol.ts';
import { type RequestSpan, type Requests, requestsAtTime, type Wait, waitAt } from './request-spans.ts';
import { type CpuProfile, type LocationOf, type Stack, StackReader } from './stack-reader.ts';

const maxEndpoints = 50;
const maxLines = 10;
/** Lines of more endpoints would make a batch too large. */
const maxEndpointsWithLines = 10;
/** Of an endpoint, to know its code: reading all of them would hold up the service. */
const waitsRead = 200;

/**
 * Computes in which functions each endpoint spent its time, and how much of it behind the code of other endpoints.
 *
 * A sample taken while a request ran synchronously belongs to that request's endpoint. Any other sample belongs to the
 * requests whose code the functions on the stack are known to be, or else to all that were active then, in equal parts;
 * without active requests it is ignored. While the CPU was idle, a request's share goes to the functions that it waited
 * in, never as `self`; if the wait was not recorded, the share is ignored. A function that V8 may have omitted gets the sample if it
 * is the only one that works for the endpoint.
 *
 * @param profile with its samples in the order of time.
 * @param millisecondsOf converts a time of the profile to a time of `performance.now()`.
 */
export function attributeSamples(
  { profile, omitted }: CompletedProfile,
  spans: readonly RequestSpan[],
  millisecondsOf: (microseconds: number) => number,
  locationOf: LocationOf,
): EndpointProfile[] {
  const reader = new StackReader(locationOf);
  const busy = reader.ofNodes(profile.nodes);
  const waiting = new Map<Wait, Stack>();
  const idle = new Set(profile.nodes.filter(isIdle).map(({ id }) => id));
  const byEndpoint = new Map<string, EndpointSamples>();
  const owners = ownersOfCode();
  eachSample((id, at, { active, running }) => {
    const counted = busy.get(id);
    const requests = running ? [running] : counted ? owners.among(active, counted.locations) : active;
    const stack = omittedStack(id, onlyEndpointOf(requests)) ?? counted;
    for (const span of requests) {
      const spent = idle.has(id) ? waitingStack(span, at) : stack;
      if (spent && span.endpoint !== null)
        samplesOf(byEndpoint, span.endpoint).count(spent, 1 / requests.length);
    }
    const runs = stack ? onlyEndpointOf(requests) : null;
    for (const { endpoint } of active)
      if (endpoint !== null) samplesOf(byEndpoint, endpoint).time.add(endpoint, runs);
  });
  return [...byEndpoint]
    .filter(([, { samples, time }]) => samples > 0 || time.isBehind())
    .sort(([, a], [, b]) => b.samples - a.samples)
    .slice(0, maxEndpoints)
    .map(([endpoint, samples], i) => samples.summarize(endpoint, i < maxEndpointsWithLines ? maxLines : 0));

  function eachSample(use: (id: number, at: number, requests: Requests) => void): void {
    const requestsAt = requestsAtTime(spans);
    let time = profile.startTime;
    for (const [index, id] of (profile.samples ?? []).entries()) {
      time += profile.timeDeltas?.[index] ?? 0;
      const at = millisecondsOf(time);
      use(id, at, requestsAt(at));
    }
  }

  /** From what ran while a single endpoint can have run it, and from where requests began to wait. */
  function ownersOfCode(): CodeOwners {
    const found = new CodeOwners();
    eachSample((id, _at, { active, running }) => {
      const endpoint = onlyEndpointOf(running ? [running] : active);
      if (endpoint !== null) found.add(endpoint, busy.get(id)?.locations ?? []);
    });
    const read = new Map<string, number>();
    for (const { endpoint, waits } of spans) {
      const before = read.get(endpoint ?? '') ?? 0;
      if (endpoint === null || before > waitsRead) continue;
      for (const { frames } of waits) found.add(endpoint, reader.ofWait(frames).locations);
      read.set(endpoint, before + waits.length);
    }
    return found;
  }

  function omittedStack(id: number, endpoint: string | null): Stack | undefined {
    const below = omitted.get(id);
    if (!below) return undefined;
    const stacks = below.nodes.flatMap((added) => busy.get(added) ?? []);
    const [only, ...others] = stacks.filter(
      ({ top }) => top !== null && (below.isCertain || owners.knows(endpoint, top)),
    );
    return others.length === 0 ? only : undefined;
  }

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
  const samples = byEndpoint.get(endpoint) ?? new EndpointSamples();
  byEndpoint.set(endpoint, samples);
  return samples;
}
