import * as z from 'zod';
import { parse } from '#core/validation.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import type { Tokens } from '../gateway/tokens.ts';
import { type Loop, repeat } from '../repeat.ts';
import { callMilliseconds } from './call-milliseconds.ts';

/** People of the demo: a candidate may need two approvals. */
const approvers = ['demo-approver-1', 'demo-approver-2'] as const;
/** Sooner than the next analysis, which would start another improvement meanwhile. */
const everyMilliseconds = 200;

const Waiting = z.object({ items: z.array(z.object({ id: z.string() })) });
const Detail = z.object({ candidate: z.object({ hash: z.string() }).nullable() });

/**
 * Approves what waits for people, so that the demo can be watched without a hand: through the API, as a person would.
 * It runs for the bundled example only.
 */
export async function startApprover(apiUrl: string, tokens: Tokens, service: string): Promise<Loop> {
  const url = `${apiUrl}${basePath}`;
  const authorizations = await Promise.all(
    approvers.map(
      async (sub) => `Bearer ${await tokens.issue({ sub, roles: ['viewer', 'approver'] }, '1h')}`,
    ),
  );
  return repeat("the demo's approver", approveWaiting, everyMilliseconds);

  async function approveWaiting(): Promise<void> {
    const query = `service=${encodeURIComponent(service)}&status=awaiting-approval`;
    const { items } = parse(Waiting, await read(`/improvements?${query}`), 'the list', 'demo/unreadable');
    for (const { id } of items) {
      const { candidate } = parse(
        Detail,
        await read(`/improvements/${id}`),
        'the improvement',
        'demo/unreadable',
      );
      for (const authorization of authorizations)
        await fetch(`${url}/improvements/${id}/approve`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({
            candidateHash: candidate?.hash,
            reason: 'approved by the demo in your place',
          }),
          signal: AbortSignal.timeout(callMilliseconds),
        });
    }
  }

  async function read(path: string): Promise<unknown> {
    const response = await fetch(`${url}${path}`, {
      headers: { authorization: authorizations[0] ?? '' },
      signal: AbortSignal.timeout(callMilliseconds),
    });
    return response.json();
  }
}
