import type { CallFrame } from './stack-reader.ts';

/** The phases of a request, in milliseconds of `performance.now()`; `null`: not reached when the profile ended. */
export interface RequestSpan {
  /** `null`: unknown, because the response was not complete when the profile ended. */
  endpoint: string | null;
  /** When the middleware was entered. */
  readonly entered: number;
  /** When `next()` returned: until then, only this request used the CPU. */
  returned: number | null;
  /** When the response was complete. */
  ended: number | null;
  /** Its waits, in the order in which they began. */
  readonly waits: Wait[];
}

export interface Wait {
  readonly since: number;
  /** Innermost first. */
  readonly frames: readonly CallFrame[];
}

/** The requests at one time. */
export interface Requests {
  readonly active: readonly RequestSpan[];
  /** The one of them that was certainly running, if any. */
  readonly running: RequestSpan | undefined;
}

/** Returns a function from a time to its requests. Its arguments must not decrease from call to call. */
export function requestsAtTime(spans: readonly RequestSpan[]): (at: number) => Requests {
  const upcoming = [...spans].sort((a, b) => b.entered - a.entered);
  let active: RequestSpan[] = [];
  return (at) => {
    for (let next = upcoming.at(-1); next && next.entered <= at; next = upcoming.at(-1)) {
      upcoming.pop();
      active.push(next);
    }
    active = active.filter((span) => span.ended === null || span.ended >= at || isRunning(span, at));
    return { active, running: active.findLast((span) => isRunning(span, at)) };
  };
}

/** What the request was waiting for at this time, if that was recorded. */
export function waitAt(span: RequestSpan, at: number): Wait | undefined {
  return isRunning(span, at) ? undefined : span.waits.findLast(({ since }) => since <= at);
}

function isRunning(span: RequestSpan, at: number): boolean {
  return span.returned === null || span.returned >= at;
}
