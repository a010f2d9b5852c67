import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Listening, listen } from '#local/processes/listen.ts';

/**
 * What happens to one external call. `response lost`: it has its effect, the response never arrives, and the next one
 * works. `dies before`, `dies after`: the caller ends there, before or after the effect, so that no later call of it
 * arrives.
 */
export const faults = ['response lost', 'dies before', 'dies after'] as const;
export type Fault = (typeof faults)[number];

interface Planned {
  readonly fault: Fault;
  /** Which call it meets, counted from 1. */
  readonly call: number;
}

export interface FaultRelays {
  /** A relay before a server: what connects to its address reaches `target`, or meets the planned fault. */
  before(target: () => string): Promise<Listening>;
  /** Does one piece of work, with at most one fault among its calls. @returns the kind of each call, in order. */
  during(plan: Planned | null, work: () => Promise<unknown>): Promise<readonly string[]>;
}

/** Relays that fail one external call of a piece of work, whichever server it is for. They know no protocol. */
export function openFaultRelays(): FaultRelays {
  let plan: Planned | null = null;
  let calls: string[] = [];
  let isDead = false;

  function nextFault(incoming: IncomingMessage, body: Buffer): Fault | null {
    calls.push(kindOf(incoming, body));
    return plan?.call === calls.length ? plan.fault : null;
  }

  return {
    before: (target) =>
      listen(
        createServer(async (incoming, response) => {
          const body = await buffer(incoming);
          const fault = nextFault(incoming, body);
          if (isDead || fault === 'dies before') {
            isDead ||= fault === 'dies before';
            return void incoming.socket.destroy();
          }
          const answer = await forward(incoming, body, target());
          if (fault !== null) {
            isDead = fault === 'dies after';
            return void incoming.socket.destroy();
          }
          response.writeHead(answer.status, answer.headers).end(answer.body);
        }),
        0,
      ),
    async during(planned, work) {
      plan = planned;
      calls = [];
      isDead = false;
      try {
        await work();
        return [...calls];
      } finally {
        plan = null;
        isDead = false;
      }
    },
  };
}

async function forward({ method, url, headers }: IncomingMessage, body: Buffer, target: string) {
  const outgoing = request(`${target.replace(/\/$/, '')}${url}`, { method, headers });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
}

/** The operation, and the kind of record that it is about: `DynamoDB_20120810.Query METRICS`, `PUT jobs`. */
function kindOf({ method, url, headers }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (target === undefined) return `${method} ${url?.split(/[/?]/).slice(0, 3).join('/')}`;
  const kinds = body.toString().matchAll(/"(?::pk|pk)":\{"S":"([A-Z]+)/g);
  return [target, ...new Set([...kinds].map(([, kind]) => kind))].join(' ');
}
