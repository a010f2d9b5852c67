import type { Span } from './payload-schema.ts';
import { isCalling, isServing } from './span-kind.ts';

/** Bits of `flags`: whether the sender tells where the parent is, and that it is in another process. */
const tellsParent = 0x100;
const hasRemoteParent = 0x200;

/**
 * The spans, and of each request that was served the outermost: where a web framework is instrumented beside the server
 * that it runs on, both report the same request. A call in between leads to another request.
 *
 * A span whose parent comes in another message is within one that was served if it says that the parent is in the same process.
 */
export function eachRequest(spans: readonly Span[]): readonly Span[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const isWithinServing = (span: Span): boolean => {
    const seen = new Set<Span>();
    for (let one = span; !seen.has(one); ) {
      seen.add(one);
      const outer = byId.get(one.parentSpanId);
      if (!outer) return hasLocalParent(one);
      if (isServing(outer) || isCalling(outer)) return isServing(outer);
      one = outer;
    }
    return false;
  };
  return [...byId.values()].filter((span) => !isServing(span) || !isWithinServing(span));
}

const hasLocalParent = ({ flags, parentSpanId }: Span): boolean =>
  parentSpanId !== '' && (flags & tellsParent) !== 0 && (flags & hasRemoteParent) === 0;
