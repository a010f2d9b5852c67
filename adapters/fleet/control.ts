import * as z from 'zod';
import { Unavailable } from '#core/errors.ts';
import { minute } from '#core/time.ts';
import { parse } from '#core/validation.ts';

const Refusal = z.object({ code: z.string(), detail: z.string() });

/** Sends the control server of this machine one command about a service, and returns its response. */
export type Control = (service: string, verb: string, body?: object) => Promise<unknown>;

/** @throws Unavailable `fleet/unreachable`, or with the server's own code, from each call. */
export function openControl(url: string, token: string): Control {
  return async (service, verb, body) => {
    let response: Response;
    try {
      response = await fetch(new URL(`services/${encodeURIComponent(service)}/${verb}`, url), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
        signal: AbortSignal.timeout(2 * minute),
      });
    } catch (cause) {
      throw new Unavailable('the fleet does not answer; is it running?', {
        code: 'fleet/unreachable',
        cause,
      });
    }
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const { code, detail } = parse(Refusal, answer, "the fleet's response", 'fleet/invalid-answer');
    throw new Unavailable(detail, { code });
  };
}
