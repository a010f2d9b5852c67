import { canonicalJson, type Json } from './canonical-json.ts';

/** An event before it is appended to its subject's chain. */
export interface LearningEventDraft {
  /** `noun.verb`: `preference.changed`. */
  readonly type: string;
  /** `kind:id` of what changed: `user:42`, `improvement:7`. Each subject has its own chain. */
  readonly subject: string;
  /** `kind:id` of the person or system that made the change. */
  readonly actor: string;
  readonly before: Json;
  readonly after: Json;
  /** Importance of the change, in [0, 1]. */
  readonly impact: number;
  /** One sentence that says why. */
  readonly reason: string;
}

/** One append-only entry of the audit log. */
export interface LearningEvent extends LearningEventDraft {
  /** 1 for the subject's first event. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Hash of the subject's previous event; `null` for the first. */
  readonly previousHash: string | null;
  /** Hash of the canonical JSON of everything above. */
  readonly hash: string;
}

/** The last link of a chain, to which the next event attaches. */
export type EventLink = Pick<LearningEvent, 'sequence' | 'hash'>;

type Hash = (text: string) => string;

/** Turns `draft` into the event that follows `previous`, the subject's last event; `null` if there is none. */
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

/** The link that a record keeps to its last event, so that appending the next one needs no search. */
export function linkOf({ sequence, hash }: LearningEvent): EventLink {
  return { sequence, hash };
}
