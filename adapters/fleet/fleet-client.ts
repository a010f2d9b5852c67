import * as z from 'zod';
import type { Fleet } from '#core/improvements/ports.ts';
import { parse } from '#core/validation.ts';
import type { Control } from './control.ts';

const Served = z.object({ version: z.string().nullable(), runsAs: z.string().nullable() });
const Launched = z.object({ baseline: z.string() });

/** The fleet that a control server on this machine runs. */
export function fleetClient(command: Control): Fleet {
  return {
    async serving(service) {
      const answer = await command(service, 'serving');
      return parse(Served, answer, "the fleet's response", 'fleet/invalid-answer');
    },
    async launch(service, commit) {
      const answer = await command(service, 'launch', { commit });
      return parse(Launched, answer, "the fleet's response", 'fleet/invalid-answer');
    },
    async shift(service, commit, weight) {
      await command(service, 'shift', { commit, weight });
    },
    async promote(service, commit) {
      await command(service, 'promote', { commit });
    },
    async withdraw(service, commit) {
      await command(service, 'withdraw', { commit });
    },
    async retire(service, commit) {
      await command(service, 'retire', { commit });
    },
  };
}
