import type { Mirror } from '#core/improvements/ports.ts';
import { MirrorEvidence } from '#core/rollouts/mirror.ts';
import { parse } from '#core/validation.ts';
import type { Control } from './control.ts';

/** The mirror in the proxies of this machine. */
export function mirrorClient(command: Control): Mirror {
  return {
    async compare(service, commit, options) {
      const answer = await command(service, 'mirror', { commit, options });
      return parse(MirrorEvidence, answer, "the fleet's response", 'fleet/invalid-answer');
    },
  };
}
