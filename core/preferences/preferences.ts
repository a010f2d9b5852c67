import { confidenceOf } from './confidence.ts';
import type { Cell, Profile } from './profile.ts';

export interface RatedModel extends Cell {
  readonly model: string;
}

/** The model that a user likes best for a task type, among those the user has judged. */
export interface Preference extends RatedModel {
  readonly taskType: string;
  /** In [0, 1]: that it is really better than its most serious rival. */
  readonly confidence: number;
  /** The other models, best first. */
  readonly alternatives: readonly RatedModel[];
}

/** One preference for each task type with a reward, by task type. */
export function preferences(profile: Profile): readonly Preference[] {
  return Object.keys(profile.cells)
    .toSorted()
    .flatMap((taskType) => preferenceFor(profile, taskType) ?? []);
}

/** The preference for one task type; `null` when the user has judged no model at it. */
export function preferenceFor(profile: Profile, taskType: string): Preference | null {
  const [best, ...alternatives] = rated(profile, taskType);
  if (!best) return null;
  return { taskType, ...best, confidence: confidenceOf(best, alternatives, profile.rate), alternatives };
}

/** Best first; of equal means the one with more behind it, then by name, so that the order never depends on chance. */
function rated(profile: Profile, taskType: string): readonly RatedModel[] {
  return Object.entries(profile.cells[taskType] ?? {})
    .map(([model, cell]) => ({ model, ...cell }))
    .toSorted((a, b) => b.mean - a.mean || b.count - a.count || (a.model < b.model ? -1 : 1));
}
