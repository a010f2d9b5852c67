import type { CallFrame } from './stack-reader.ts';

/** When a request had the CPU. Milliseconds of `performance.now()`; `null`: had not happened when the profile ended. */
export interface RequestSpan {
  /** `null`: not known, because the request had not been answered when the profile ended. */
  endpoint: string | null;
  /** The middleware was entered. */
  readonly entered: number;
  /** `next()` returned: until here the CPU was this request's alone. */
  returned: number | null;
  /** The response was complete. */
  ended: number | null;
  /** What it waited for, in the order in which it began to. */
  readonly waits: Wait[];
}

export interface Wait {
  readonly since: number;
  /** Innermost first. */
  readonly frames: readonly CallFrame[];
}

/**
 * Asked for times that never go back, says whose a moment was: the one request that ran then, or all that were active
 * while none ran.
 */
export function ownersAtTime(spans: readonly RequestSpan[]): (at: number) => readonly RequestSpan[] {
  const coming = spans.toSorted((a, b) => b.entered - a.entered);
  let active: RequestSpan[] = [];
  return (at) => {
    for (let next = coming.at(-1); next && next.entered <= at; next = coming.at(-1)) {
      coming.pop();
      active.push(next);
    }
    active = active.filter((span) => span.ended === null || span.ended >= at || isRunning(span, at));
    const running = active.findLast((span) => isRunning(span, at));
    return running ? [running] : active;
  };
}

/** What the request waited for then, if that was noted. */
export function waitAt(span: RequestSpan, at: number): Wait | undefined {
  return isRunning(span, at) ? undefined : span.waits.findLast(({ since }) => since <= at);
}

function isRunning(span: RequestSpan, at: number): boolean {
  return span.returned === null || span.returned >= at;
}
