import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import type { RequestSpan } from './request-spans.ts';
import type { CallFrame } from './stack-reader.ts';

const deepestStack = 50;
const maxWaits = 200; // per request
const maxCaptures = 20_000; // per profile

/** These finish in the same turn of the event loop; and promises, for Node versions without `trackPromises`. */
const noWait = new Set(['TickObject', 'Immediate', 'Microtask', 'PROMISE']);

/**
 * Records what each request waits for: the stack, including the awaiting functions, at which it started its latest timer,
 * connection or other operation. A CPU profile cannot show this, because a waiting function is on no stack.
 */
export class WaitTracker {
  readonly #current = new AsyncLocalStorage<RequestSpan>();
  #captures = 0;
  // Tracking promises would slow down the whole process.
  readonly #hook = createHook({ init: (_id, type) => this.#recordWait(type), trackPromises: false });

  start(): void {
    this.#captures = 0;
    this.#hook.enable();
  }

  /** Leaves no hook behind: until Node 24, storage that was used once follows every promise of the process. */
  stop(): void {
    this.#hook.disable();
    this.#current.disable();
  }

  /** Runs `work` so that the operations it starts, now or after waiting, are recorded in `span`. */
  run<Result>(span: RequestSpan, work: () => Result): Result {
    return this.#current.run(span, work);
  }

  /** Must not throw: an error here would end the process. */
  #recordWait(type: string): void {
    try {
      const span = this.#current.getStore();
      if (!span || noWait.has(type) || span.waits.length >= maxWaits || this.#captures >= maxCaptures) return;
      this.#captures += 1;
      span.waits.push({ since: performance.now(), frames: captureFrames() });
    } catch {}
  }
}

/** The current stack, innermost first. */
export function captureFrames(): CallFrame[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: CallFrame[] } = {};
  try {
    Error.stackTraceLimit = deepestStack;
    Error.prepareStackTrace = (_error, sites) => sites.map(frameOf);
    Error.captureStackTrace(holder);
    return holder.stack ?? []; // V8 formats the stack when it is first read
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function frameOf(site: NodeJS.CallSite): CallFrame {
  return {
    functionName: site.getFunctionName() ?? '',
    url: site.getFileName() ?? '',
    lineNumber: (site.getEnclosingLineNumber() ?? 0) - 1,
    columnNumber: (site.getEnclosingColumnNumber() ?? 0) - 1,
    waitsAt: site.getLineNumber() ?? undefined,
  };
}
