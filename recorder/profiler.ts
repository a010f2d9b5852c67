import { promisify } from 'node:util';
import { attributeSamples } from './attribute-samples.ts';
import { createFrameLocator, type FrameLocator } from './locate-frames.ts';
import { addOmittedFrames } from './omitted-frames.ts';
import type { EndpointProfile } from './protocol.ts';
import type { RequestSpan } from './request-spans.ts';
import { samplesInOrder } from './samples-in-order.ts';
import { readScriptLines } from './script-lines.ts';
import { type CpuProfile, framesToLocate } from './stack-reader.ts';
import { WaitTracker } from './wait-tracker.ts';

const samplingInterval = 1_000; // microseconds
const maxProfile = 60; // seconds
const maxSpans = 50_000;

/** Takes CPU profiles of this process on request, and computes in which functions each endpoint spent its time. */
export class Profiler {
  readonly #root: string;
  readonly #waits = new WaitTracker();
  #locate: FrameLocator | null = null;
  #spans: RequestSpan[] | null = null;
  #running = false;
  #stop: () => void = () => {};

  constructor(root: string) {
    this.#root = root;
  }

  /** Starts a span for a request that begins while a profile is being taken; otherwise returns `null`. */
  beginSpan(entered: number): RequestSpan | null {
    if (!this.#spans || this.#spans.length >= maxSpans) return null;
    const span: RequestSpan = { endpoint: null, entered, returned: null, ended: null, waits: [] };
    this.#spans.push(span);
    return span;
  }

  runWithin<Result>(span: RequestSpan, work: () => Result): Result {
    return this.#waits.run(span, work);
  }

  /** Profiles for `seconds`. Resolves to an empty list if a profile is already being taken, or cannot be taken. */
  async profile(seconds: number): Promise<EndpointProfile[]> {
    if (this.#running) return [];
    this.#running = true;
    try {
      return await this.#take(Math.min(seconds, maxProfile));
    } catch {
      return []; // Node may be built without an inspector; that must not affect the service
    } finally {
      this.#running = false;
    }
  }

  /** Ends the profile that is being taken, if any, early. */
  stop(): void {
    this.#stop();
  }

  async #take(seconds: number): Promise<EndpointProfile[]> {
    const { Session } = await import('node:inspector');
    const session = new Session();
    const post = promisify<string, object, unknown>(session.post.bind(session));
    session.connect();
    try {
      await post('Profiler.enable', {});
      await post('Profiler.setSamplingInterval', { interval: samplingInterval });
      await post('Profiler.start', {});
      const spans: RequestSpan[] = [];
      this.#spans = spans;
      this.#waits.start();
      await this.#pause(seconds);
      const { profile } = (await post('Profiler.stop', {})) as { readonly profile: CpuProfile };
      const toPerformance = monotonicToPerformance();
      this.#locate ??= createFrameLocator(this.#root);
      const waited = spans.flatMap(({ waits }) => waits.flatMap(({ frames }) => frames));
      const seen = await this.#locate(framesToLocate(profile.nodes, waited));
      const completed = addOmittedFrames(samplesInOrder(profile), seen, readScriptLines());
      const isSame = completed.omitted.size === 0;
      const locationOf = isSame ? seen : await this.#locate(framesToLocate(completed.profile.nodes, waited));
      return attributeSamples(completed, spans, toPerformance, locationOf);
    } finally {
      this.#spans = null;
      this.#waits.stop();
      session.disconnect();
    }
  }

  #pause(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1_000).unref();
      this.#stop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** V8 timestamps samples with the system's monotonic clock, like `process.hrtime`; `performance.now` starts at 0. */
function monotonicToPerformance(): (microseconds: number) => number {
  const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now();
  return (microseconds) => microseconds / 1_000 - origin;
}
