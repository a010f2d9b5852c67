import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { RecordedUse } from '../../runners/node/encoded.ts';

export type Difference = CallEvidence['differences'][number];

/** A use that both versions get. */
export interface Tried {
  readonly use: RecordedUse;
  readonly origin: Difference['origin'];
  readonly factor: number;
}

/** A use on which the versions differ. */
export type Found = Tried & {
  readonly difference: string;
  /** Whether the base refuses what the candidate accepts. */
  readonly dropsCheck?: true;
};

/** Whether a difference rejects nothing by itself: somebody weighs it. */
export const isForAPerson = ({ origin }: Pick<Difference, 'origin'>): boolean =>
  origin === 'unusual' || origin === 'collaborator';
