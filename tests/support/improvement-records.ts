import type { Improvement } from '#core/improvements/improvement.ts';
import { stores } from '#functions/composition/stores.ts';
import { anImprovement, proposed } from './improvement.ts';

let count = 0;

/** Adds a separate improvement to the running system's records. */
export async function recordImprovement(fields: Partial<Improvement> = {}): Promise<Improvement> {
  count += 1;
  const improvement = anImprovement({ id: `improvement-${count}`, createdAt: Date.now(), ...fields });
  await stores().improvements.create(improvement, proposed(improvement));
  return improvement;
}
