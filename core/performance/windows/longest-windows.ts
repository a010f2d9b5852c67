import { second } from '../../time.ts';
import { mergeParts, type Window } from './window.ts';
import { longestWindow, type WindowPart, windowStartOf } from './window-part.ts';

/** In windows of five minutes, however short those are in which it was measured. */
export function longestWindows(parts: readonly WindowPart[]): readonly Window[] {
  const length = longestWindow / second;
  return mergeParts(parts.map((part) => ({ ...part, windowStart: windowStartOf(part.windowStart, length) })));
}
