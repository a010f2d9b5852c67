import type { HostilePatch } from './patch.ts';
import { droppedChecks } from './patches/dropped-checks.ts';
import { equalWhereWeLook } from './patches/equal-where-we-look.ts';
import { judgeIsBent } from './patches/judge-is-bent.ts';
import { keysLoseTheirType } from './patches/keys-lose-their-type.ts';
import { orderAndTies } from './patches/order-and-ties.ts';
import { hiddenText, lostEffects, rightForMost } from './patches/own-kinds.ts';
import { rightWhereTested } from './patches/right-where-tested.ts';
import { slowerOnLarge } from './patches/slower-on-large.ts';
import { wrongLater } from './patches/wrong-later.ts';

/** Patches that are wrong, and look like an optimization. Each is named with what stops it. */
export const corpus: readonly HostilePatch[] = [
  ...keysLoseTheirType,
  ...droppedChecks,
  ...orderAndTies,
  ...wrongLater,
  ...rightWhereTested,
  ...slowerOnLarge,
  ...equalWhereWeLook,
  ...judgeIsBent,
  ...rightForMost,
  ...lostEffects,
  ...hiddenText,
];
