import { canonicalJson, type Json } from './canonical-json.ts';

/** What happened, before it has its place in the subject's chain. */
export interface LearningEventDraft {
  /** `thing.what-happened`: `preference.changed`. */
  readonly type: string;
  /** `kind:id` of what changed: `user:42`, `improvement:7`. Each subject has a chain of its own. */
  readonly subject: string;
  /** `kind:id` of who or what did it. */
  readonly actor: string;
  readonly before: Json;
  readonly after: Json;
  /** How much it matters, in [0, 1]. */
  readonly impact: number;
  /** One sentence: why. */
  readonly reason: string;
}

/** One append-only line of the audit log. */
export interface LearningEvent extends LearningEventDraft {
  /** 1 for the subject's first event. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Hash of the subject's event before this one; `null` for the first. */
  readonly previousHash: string | null;
  /** Hash of the canonical JSON of everything above. */
  readonly hash: string;
}

/** The end of a chain: what the next event hangs on. */
export type EventLink = Pick<LearningEvent, 'sequence' | 'hash'>;

type Hash = (text: string) => string;

/** The event that `draft` becomes after `previous`, the subject's last event, or `null` when it has none. */
export function chainEvent(
  previous: EventLink | null,
  draft: LearningEventDraft,
  at: number,
  hash: Hash,
): LearningEvent {
  const event = {
    type: draft.type,
    subject: draft.subject,
    actor: draft.actor,
    before: draft.before,
    after: draft.after,
    impact: draft.impact,
    reason: draft.reason,
    sequence: (previous?.sequence ?? 0) + 1,
    at,
    previousHash: previous?.hash ?? null,
  };
  return { ...event, hash: hash(canonicalJson(event)) };
}

/** The place that a record keeps of its last event, so that the next one needs no search. */
export function linkOf({ sequence, hash }: LearningEvent): EventLink {
  return { sequence, hash };
}
