import * as z from 'zod';
import { SeenRequest } from '#core/improvements/jobs.ts';
import type { RequestLog } from '#core/improvements/ports.ts';
import { parse } from '#core/validation.ts';
import type { Control } from './control.ts';

/** The requests that went through the proxies of this machine. */
export function fleetRequests(command: Control): RequestLog {
  return {
    async seenRequests(service) {
      const answer = await command(service, 'requests');
      return parse(z.array(SeenRequest), answer, "the fleet's response", 'fleet/invalid-answer');
    },
  };
}
