import { rmSync } from 'node:fs';
import { basePath } from '#functions/api/routes/all-routes.ts';
import type { Role } from '#functions/api/routes/roles.ts';
import { feedbackStore } from '#functions/composition/feedback-store.ts';
import { preferenceStores } from '#functions/composition/preference-stores.ts';
import { stores } from '#functions/composition/stores.ts';
import { startLearning } from '#local/stream/start-learning.ts';
import { type System, startSystem } from '#local/system.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { aService } from './service.ts';
import { keptFolder } from './temporary-folder.ts';
import { until } from './until.ts';

export interface ApiSystem {
  /** Where its routes begin. */
  readonly url: string;
  /** Its data folder. */
  readonly data: string;
  readonly call: ApiClient;
  readonly tokens: System['tokens'];
  /** A token of a user, by default one with all rights that a person can have. */
  tokenOf(sub: string, roles?: readonly Role[]): Promise<string>;
  /** A token of a service. */
  serviceToken(service: string): Promise<string>;
  /** Resolves once all feedback recorded so far is in the profiles. */
  learned(): Promise<void>;
  stop(): Promise<void>;
}

const personal: readonly Role[] = ['user', 'viewer', 'operator', 'approver'];

/** The whole local system with the service `shop` registered. One per process, because the functions keep their stores. */
export async function startApiSystem(): Promise<ApiSystem> {
  const data = keptFolder('api');
  const system = await startSystem({
    data,
    startsAgain: false,
    port: 0,
    model: null,
    windowSeconds: 300,
    analysisSeconds: 3_600,
    profileSeconds: 3,
  });
  const learning = await startLearning(system.folder, system.background);
  await stores().services.save(aService());
  let markers = 0;
  return {
    url: `${system.apiUrl}${basePath}`,
    data,
    call: apiClient(system.apiUrl),
    tokens: system.tokens,
    tokenOf: (sub, roles = personal) => system.tokens.issue({ sub, roles }, '1h'),
    serviceToken: (service) => system.tokens.issue({ sub: service, roles: ['service'], service }, '1h'),
    async learned() {
      // Changes are processed in order.
      markers += 1;
      const userId = `marker-${markers}`;
      const { profiles } = preferenceStores();
      const said = { messageId: 'm', kind: 'thumbs-up', model: 'm', taskType: 't', timeZone: 'UTC' } as const;
      await feedbackStore().record(userId, said, Date.now());
      await until('the profiles include the feedback', () => profiles.load(userId));
    },
    async stop() {
      await learning.stop();
      await system.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
