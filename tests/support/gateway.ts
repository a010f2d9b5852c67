import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '#functions/api/routes/roles.ts';
import { startGateway } from '#local/gateway/gateway.ts';
import { openTokens } from '#local/gateway/tokens.ts';
import type { Listening } from '#local/processes/listen.ts';
import { keptFolder } from './temporary-folder.ts';

export interface Gateway extends Listening {
  /** The Authorization header of a person with these roles. */
  authorization(...roles: readonly Role[]): Promise<string>;
}

/** The local API without a database: a route that reads or writes records fails. */
export async function startBareGateway(): Promise<Gateway> {
  const folder = keptFolder('gateway');
  const tokens = await openTokens(join(folder, 'keys.json'));
  const listening = await startGateway({ port: 0, tokens, throttle: { rate: 10_000, burst: 10_000 } });
  return {
    ...listening,
    authorization: async (...roles) => `Bearer ${await tokens.issue({ sub: 'user-1', roles }, '1h')}`,
    async close() {
      await listening.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
