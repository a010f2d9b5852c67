import { seededRandom } from '#core/numbers/seeded-random.ts';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { recordFeedback } from '#core/preferences/feedback/record-feedback.ts';
import { getPreferences } from '#core/preferences/get-preferences.ts';
import { refitPopulation } from '#core/preferences/population/refit-population.ts';
import type { ProfileStore } from '#core/preferences/ports.ts';
import type { FeedbackChange } from '#core/preferences/profile/apply-feedback.ts';
import { forgetUser } from '#core/preferences/profile/forget-user.ts';
import { overridePreference } from '#core/preferences/profile/override-preference.ts';
import { updateProfiles } from '#core/preferences/profile/update-profiles.ts';
import { recommend } from '#core/preferences/recommend.ts';
import { MemoryFeedback, MemoryPopulation, MemoryProfiles } from '../../../support/memory-preferences.ts';

/** The use cases of preferences over stores in memory, on one clock. */
export class RatedUsers {
  readonly feedback = new MemoryFeedback();
  readonly profiles = new MemoryProfiles();
  readonly populations = new MemoryPopulation();
  now = Date.UTC(2026, 5, 1, 9);
  #messages = 0;
  readonly #random = seededRandom(7);

  async say(userId: string, fields: Partial<FeedbackInput> = {}): Promise<string> {
    this.now += 1_000;
    this.#messages += 1;
    const messageId = fields.messageId ?? `m${this.#messages}`;
    const said = { kind: 'thumbs-up', model: 'a', taskType: 'code', timeZone: 'UTC', ...fields } as const;
    await recordFeedback({ userId, input: { ...said, messageId }, now: this.now, store: this.feedback });
    return messageId;
  }

  /** Lets the learner have what was said since. */
  async learn(
    changes: readonly FeedbackChange[] = this.taken(),
    profiles: ProfileStore = this.profiles,
  ): Promise<void> {
    const { populations } = this;
    await updateProfiles({ changes, profiles, populations, now: () => this.now });
  }

  taken(): readonly FeedbackChange[] {
    const { changes } = this.feedback;
    this.feedback.changes = [];
    return changes;
  }

  refit() {
    const { profiles, populations, now } = this;
    return refitPopulation({ profiles, populations, now, settled: 0, random: this.#random });
  }

  forget(userId: string) {
    const { feedback: store, profiles, now } = this;
    return forgetUser({ userId, now, store, profiles });
  }

  decide(userId: string, model: string | null, taskType = 'code') {
    const { profiles, now } = this;
    return overridePreference({ userId, taskType, model, actor: 'user:operator', now, profiles });
  }

  known(userId: string, models: readonly string[] = []) {
    const { profiles, populations, now } = this;
    return getPreferences({ userId, models, now, profiles, populations });
  }

  recommended(userId: string, models: readonly string[] = [], random = 0.99, taskType = 'code') {
    const { profiles, populations, now } = this;
    return recommend({ userId, taskType, models, random, now, profiles, populations });
  }
}
