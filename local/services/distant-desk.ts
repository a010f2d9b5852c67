import { Conflict, InvalidInput, Unavailable } from '#core/errors.ts';
import { minute } from '#core/time.ts';
import { folderOf } from './folder-of.ts';
import type { RunningInstance } from './running-instance.ts';
import type { RemovedService, ServiceDesk, ServiceLine } from './service-desk.ts';

/** A service may take long to start, and its processes to end. */
const patience = 5 * minute;

/** The desk of a running instance, through its control server. */
export function distantDesk({ control, token }: Pick<RunningInstance, 'control' | 'token'>): ServiceDesk {
  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${control}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(patience),
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch((cause: unknown) => {
      throw new Unavailable('the instance does not respond; try again once it runs, or is stopped.', {
        code: 'instance/unreachable',
        cause,
      });
    });
    const answer = (await response.json()) as Answer & { code: string; detail: string };
    if (response.ok) return answer;
    const { code, detail } = answer;
    throw response.status === 400 ? new InvalidInput(detail, { code }) : new Conflict(detail, { code });
  }

  return {
    add: (path) => ask<ServiceLine>('POST', '/desk', { path: folderOf(path) }),
    list: async () => (await ask<{ services: readonly ServiceLine[] }>('GET', '/desk')).services,
    remove: (name) => ask<RemovedService>('DELETE', `/desk/${encodeURIComponent(name)}`),
  };
}
