import type { RiskKind } from '#core/proof/risk.ts';
import type { Base } from './base.ts';

/** The kinds of wrong fix that `docs/proof.md` lists. */
export const hostileKinds = [
  'keys lose their type, reserved names become special',
  'a check that costs time is dropped',
  'order or ties change',
  'right at first, wrong later',
  'right where it is tested',
  'faster on small, slower on large',
  'responses that are equal only where we look',
  'the judge is bent',
  'right for most inputs',
  'an effect is lost',
  'what is read is not what runs',
] as const;
export type HostileKind = (typeof hostileKinds)[number];

/** What keeps a patch from being shipped automatically. */
export type Stop =
  /** The patch gate refuses it, with this code. */
  | { readonly refusal: string }
  /** A risk of this kind needs approvers. */
  | { readonly risk: RiskKind }
  /** The calls gate finds a difference: it rejects the patch, or asks an approver. */
  | { readonly calls: 'rejected' | 'approver' }
  /** Nothing yet: the gate that should, and why it does not. `docs/proof.md` leaves it to the canary. */
  | { readonly gap: 'calls' | 'refusal'; readonly because: string };

export interface HostilePatch {
  readonly kind: HostileKind;
  readonly name: string;
  readonly base: Base;
  /** The file, where it is not the base's own. */
  readonly path?: string;
  /** Texts of the base, and what the patch puts in their places. */
  readonly edits: readonly (readonly [string, string])[];
  readonly whyWrong: string;
  readonly stoppedBy: Stop;
}

export const ofKind = (
  kind: HostileKind,
  patches: readonly Omit<HostilePatch, 'kind'>[],
): readonly HostilePatch[] => patches.map((patch) => ({ kind, ...patch }));

/** The base with the patch. @throws Error if the base does not have a text that the patch replaces. */
export function patched({ base, edits, name }: HostilePatch): string {
  return edits.reduce((source, [from, to]) => {
    if (!source.includes(from)) throw new Error(`${name}: ${base.path} has no ${JSON.stringify(from)}`);
    return source.replace(from, () => to);
  }, base.source);
}
