import type { Span } from './payload-schema.ts';
import { isCalling, isServing } from './span-kind.ts';

/** Bits of `flags`: whether the sender tells where the parent is, and that it is in another process. */
const tellsParent = 0x100;
const hasRemoteParent = 0x200;

/**
 * The spans, and of each request that was served the outermost: where a web framework is instrumented beside the server
 * that it runs on, both report the same request. A call in between leads to another request.
 *
 * A span that says that its parent is in the same process needs no look at it: the parent may come in another message.
 */
export function eachRequest(spans: readonly Span[]): readonly Span[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const isWithinServing = (span: Span): boolean => {
    const seen = new Set([span]);
    for (let outer = byId.get(span.parentSpanId); outer && !seen.has(outer); ) {
      if (isServing(outer) || isCalling(outer)) return isServing(outer);
      seen.add(outer);
      outer = byId.get(outer.parentSpanId);
    }
    return !byId.has(span.parentSpanId) && hasLocalParent(span);
  };
  return [...byId.values()].filter((span) => !isServing(span) || !isWithinServing(span));
}

const hasLocalParent = ({ flags, parentSpanId }: Span): boolean =>
  parentSpanId !== '' && (flags & tellsParent) !== 0 && (flags & hasRemoteParent) === 0;
