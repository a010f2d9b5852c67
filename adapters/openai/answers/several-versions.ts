import { refuse } from '../refuse.ts';
import { fenceAfter } from './fences.ts';

const heading =
  /^[\s#*_]*(?:option|version|alternative|approach|variant|solution)\s+(?:\d|[a-d]\b|one\b|two\b|three\b)/i;

/** @throws InvalidInput `model/several-versions`: which of them to test is not ours to choose. */
export function refuseSeveralVersions(text: string): void {
  let fence: ReturnType<typeof fenceAfter>;
  const headings = text.split('\n').filter((line) => {
    const isProse = !fence;
    fence = fenceAfter(line, fence);
    return isProse && heading.test(line);
  });
  if (headings.length > 1)
    refuse('several-versions', 'The answer has several versions of the change: decide, and write one.');
}
