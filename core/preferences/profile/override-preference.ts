import { Conflict } from '../../errors.ts';
import type { ProfileStore } from '../ports.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

export interface OverridePreference {
  readonly userId: string;
  readonly taskType: string;
  /** The model that the user gets, whatever is learned; `null` removes the override. */
  readonly model: string | null;
  /** `kind:id` of who says so. */
  readonly actor: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly profiles: Pick<ProfileStore, 'load' | 'save'>;
}

/** A profile is one record. */
const mostOverrides = 64;

/**
 * Sets by hand which model a user gets for a task type. The same override again changes nothing.
 * @throws Conflict `preferences/too-many-overrides`; Unavailable `preferences/contended`.
 */
export function overridePreference(request: OverridePreference): Promise<void> {
  return retryOnConflict(() => overrideOnce(request));
}

async function overrideOnce({ userId, taskType, model, actor, now, profiles }: OverridePreference) {
  const before = (await profiles.load(userId, 'latest')) ?? emptyProfile(userId);
  const was = before.overrides.get(taskType) ?? null;
  if (was === model) return;
  await profiles.save({
    profile: {
      ...before,
      overrides: overridesAfter(before, taskType, model),
      version: before.version + 1,
      updatedAt: now,
    },
    expectedVersion: before.version,
    events: [
      {
        type: 'preference.overridden',
        subject: `user:${userId}`,
        actor,
        before: { taskType, model: was },
        after: { taskType, model },
        impact: 1,
        reason:
          model === null
            ? `For ${taskType} it is again what was learned that decides.`
            : `For ${taskType} it is ${model}, whatever was learned.`,
      },
    ],
  });
}

function overridesAfter(
  { overrides }: Profile,
  taskType: string,
  model: string | null,
): Profile['overrides'] {
  const after = new Map(overrides);
  if (model === null) after.delete(taskType);
  else after.set(taskType, model);
  if (after.size > mostOverrides)
    throw new Conflict(`At most ${mostOverrides} task types can be decided by hand; take one back first.`, {
      code: 'preferences/too-many-overrides',
      data: { limit: mostOverrides },
    });
  return after;
}
