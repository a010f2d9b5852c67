import { createHash } from 'node:crypto';
import { Conflict, InvalidInput } from '#core/errors.ts';
import { chain, type LearningEvent, linkOf } from '#core/events/learning-event.ts';
import type { Feedback } from '#core/preferences/feedback.ts';
import type {
  FeedbackChange,
  FeedbackPage,
  Forgetting,
  PageRequest,
  PreferenceStore,
} from '#core/preferences/ports.ts';
import type { Profile } from '#core/preferences/profile.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Keeps everything in memory, with the promises of the port. */
export class MemoryStore implements PreferenceStore {
  readonly events: LearningEvent[] = [];
  saves = 0;
  readonly #profiles = new Map<string, Profile>();
  readonly #feedback = new Map<string, Feedback>();

  async loadForFeedback(userId: string, messageId: string) {
    return {
      profile: this.#profiles.get(userId) ?? null,
      feedback: this.#feedback.get(`${userId} ${messageId}`) ?? null,
    };
  }

  async saveFeedback({ profile, expectedVersion, feedback, event }: FeedbackChange): Promise<void> {
    if ((this.#profiles.get(profile.userId)?.version ?? 0) !== expectedVersion) {
      throw new Conflict('Someone else was first.', { code: 'store/stale' });
    }
    this.saves += 1;
    const chained = event && chain(profile.lastEvent, event, feedback.recordedAt, sha256);
    if (chained) this.events.push(chained);
    this.#profiles.set(profile.userId, chained ? { ...profile, lastEvent: linkOf(chained) } : profile);
    this.#feedback.set(`${profile.userId} ${feedback.messageId}`, feedback);
  }

  async profileOf(userId: string): Promise<Profile | null> {
    return this.#profiles.get(userId) ?? null;
  }

  async feedbackOf(userId: string, { limit, cursor = '0' }: PageRequest): Promise<FeedbackPage> {
    if (!/^\d+$/.test(cursor)) throw new InvalidInput('No such page.', { code: 'page/invalid-cursor' });
    const all = [...this.#feedback.values()]
      .filter((feedback) => feedback.userId === userId)
      .sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
    const end = Number(cursor) + limit;
    return { items: all.slice(Number(cursor), end), ...(end < all.length ? { cursor: String(end) } : {}) };
  }

  async deleteFeedback(userId: string, messageIds: readonly string[]): Promise<void> {
    const keys = messageIds.map((messageId) => `${userId} ${messageId}`);
    if (keys.some((key) => !this.#feedback.has(key)))
      throw new Conflict('Someone else was first.', { code: 'store/stale' });
    for (const key of keys) this.#feedback.delete(key);
  }

  async forgetProfile({ profile, expectedVersion, event, at }: Forgetting): Promise<void> {
    if (this.#profiles.get(profile.userId)?.version !== expectedVersion)
      throw new Conflict('Someone else was first.', { code: 'store/stale' });
    const chained = chain(profile.lastEvent, event, at, sha256);
    this.events.push(chained);
    this.#profiles.set(profile.userId, { ...profile, lastEvent: linkOf(chained) });
  }
}
