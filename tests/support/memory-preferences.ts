import { createHash } from 'node:crypto';
import { Conflict, InvalidInput, Stale } from '#core/errors.ts';
import { chainEvent, type LearningEvent, linkOf } from '#core/events/learning-event.ts';
import type { Feedback, FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { mergeFeedback } from '#core/preferences/feedback/merge-feedback.ts';
import { emptyStatistics } from '#core/preferences/learner/batch-statistics.ts';
import { unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { noProgress } from '#core/preferences/learner/refit/refit.ts';
import type {
  FeedbackBatch,
  FeedbackPage,
  FeedbackStore,
  PageRequest,
  PopulationStore,
  ProfileChange,
  ProfileStore,
  RefitState,
} from '#core/preferences/ports.ts';
import type { FeedbackChange } from '#core/preferences/profile/apply-feedback.ts';
import type { Profile } from '#core/preferences/profile/profile.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** An in-memory store of feedback with the guarantees of the port, which delivers changes as a table's stream does. */
export class MemoryFeedback implements FeedbackStore {
  /** Changes that nobody has taken yet. */
  changes: FeedbackChange[] = [];
  #sequence = 0;
  readonly #feedback = new Map<string, Feedback>();

  async record(userId: string, input: FeedbackInput, now: number): Promise<Feedback | null> {
    const key = `${userId} ${input.messageId}`;
    const previous = this.#feedback.get(key) ?? null;
    try {
      const feedback = mergeFeedback(previous, input, userId, now);
      if (feedback === previous) return previous;
      this.#feedback.set(key, feedback);
      this.#sequence += 1;
      this.changes.push({ userId, sequence: String(this.#sequence), previous, feedback });
    } catch (error) {
      // The caller merges too, and handles the reason.
      if (!(error instanceof Conflict)) throw error;
    }
    return previous;
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
    if (keys.some((key) => !this.#feedback.has(key))) throw new Stale('Another writer was first.');
    for (const key of keys) this.#feedback.delete(key);
  }
}

/** An in-memory store of profiles and their events with the guarantees of the port. */
export class MemoryProfiles implements ProfileStore {
  readonly events: LearningEvent[] = [];
  reads = 0;
  readonly #profiles = new Map<string, Profile>();

  async load(userId: string): Promise<Profile | null> {
    this.reads += 1;
    return this.#profiles.get(userId) ?? null;
  }

  async loadAll(userIds: readonly string[]): Promise<readonly Profile[]> {
    return userIds.flatMap((userId) => this.#profiles.get(userId) ?? []);
  }

  async save({ profile, expectedVersion, events }: ProfileChange): Promise<Profile> {
    if ((this.#profiles.get(profile.userId)?.version ?? 0) !== expectedVersion)
      throw new Stale('Another writer was first.');
    let { lastEvent } = profile;
    for (const draft of events) {
      const event = chainEvent(lastEvent, draft, profile.updatedAt, sha256);
      this.events.push(event);
      lastEvent = linkOf(event);
    }
    const saved = { ...profile, lastEvent };
    this.#profiles.set(profile.userId, saved);
    return saved;
  }
}

/** An in-memory store of the population model and batches with the guarantees of the port. */
export class MemoryPopulation implements PopulationStore {
  readonly batches: FeedbackBatch[] = [];
  #state: RefitState = {
    population: unknownPopulation,
    statistics: emptyStatistics(),
    progress: noProgress,
    roster: [],
    batchesUntil: 0,
    batches: [],
    counts: { messages: 0, users: 0 },
    version: 0,
  };

  async population() {
    return this.#state.population;
  }

  async counts() {
    return this.#state.counts;
  }

  async addBatch(batch: FeedbackBatch): Promise<void> {
    this.batches.push(batch);
  }

  async batchesBetween(from: number, until: number): Promise<readonly FeedbackBatch[]> {
    return this.batches.filter(({ at }) => at > from && at <= until).toSorted((a, b) => a.at - b.at);
  }

  async loadRefit(): Promise<RefitState> {
    // Copied, because statistics are added to in place.
    return {
      ...this.#state,
      statistics: { ...this.#state.statistics, residuals: new Map(this.#state.statistics.residuals) },
    };
  }

  async saveRefit(state: RefitState): Promise<void> {
    if (state.version !== this.#state.version + 1) throw new Stale('Another refit was first.');
    this.#state = state;
  }
}
