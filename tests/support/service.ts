import { Manifest } from '#core/service/manifest.ts';
import type { Service } from '#core/service/service.ts';

/** A registered service, with the test's own fields. */
export function aService(fields: Partial<Service> = {}): Service {
  return {
    name: 'shop',
    manifest: Manifest.parse({
      name: 'shop',
      language: 'typescript',
      commands: { test: 'node --test', start: 'node src/server.ts' },
    }),
    repository: '/there/is/no/such/repository',
    dependencies: null,
    isolation: 'bubblewrap',
    acceptsModelCode: false,
    deployment: { kind: 'proxy' },
    alarms: [],
    ...fields,
  };
}
