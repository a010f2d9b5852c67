import type { Split, Target } from './proxy-messages.ts';

/** The version for a request. @param chance a random number in [0, 1). @returns null if none can serve. */
export function pickVersion({ baseline, canary }: Split, chance: number): Target | null {
  return canary && chance * 100 < canary.weight ? canary : baseline;
}
