import { z } from 'zod';
import { Unavailable } from '#core/errors.ts';
import { SeenRequest } from '#core/improvements/jobs.ts';
import type { Fleet } from '#core/improvements/ports.ts';
import { parse } from '#core/validation.ts';

const Launched = z.object({ baseline: z.string() });
const Refusal = z.object({ code: z.string(), detail: z.string() });

/** The fleet that a control server on this machine runs. */
export function fleetClient(url: string, token: string): Fleet {
  async function call(service: string, verb: string, body?: object): Promise<unknown> {
    const address = new URL(`services/${encodeURIComponent(service)}/${verb}`, url);
    let response: Response;
    try {
      response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
        signal: AbortSignal.timeout(120_000),
      });
    } catch (cause) {
      throw new Unavailable('the fleet does not answer; is it running?', {
        code: 'fleet/unreachable',
        cause,
      });
    }
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const { code, detail } = parse(Refusal, answer, "the fleet's answer", 'fleet/invalid-answer');
    throw new Unavailable(detail, { code });
  }

  return {
    async launch(service, commit) {
      return parse(
        Launched,
        await call(service, 'launch', { commit }),
        "the fleet's answer",
        'fleet/invalid-answer',
      );
    },
    async shift(service, commit, weight) {
      await call(service, 'shift', { commit, weight });
    },
    async promote(service, commit) {
      await call(service, 'promote', { commit });
    },
    async withdraw(service, commit) {
      await call(service, 'withdraw', { commit });
    },
    async retire(service, commit) {
      await call(service, 'retire', { commit });
    },
    async seenRequests(service) {
      const answer = await call(service, 'requests');
      return parse(z.array(SeenRequest), answer, "the fleet's answer", 'fleet/invalid-answer');
    },
  };
}
