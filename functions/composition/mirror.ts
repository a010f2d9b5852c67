import { mirrorClient } from '#adapters/fleet/mirror-client.ts';
import { lambdaClient } from '#adapters/lambda/client.ts';
import { versionMirror } from '#adapters/lambda/version-mirror.ts';
import { Conflict } from '#core/errors.ts';
import type { Mirror } from '#core/improvements/ports.ts';
import type { Deployment } from '#core/service/service.ts';
import { control } from './fleet-control.ts';
import { once } from './once.ts';
import { requestLog } from './request-log.ts';
import { stores } from './stores.ts';

const lambda = once(lambdaClient);

function mirrorOf(deployment: Deployment): Mirror {
  switch (deployment.kind) {
    case 'proxy':
      return mirrorClient(control());
    case 'lambda-alias':
      return versionMirror(lambda(), deployment, requestLog());
    case 'pipeline':
      throw new Conflict(
        'a pipeline gives a version to all users at once; no request can be mirrored before.',
        {
          code: 'mirror/impossible',
        },
      );
  }
}

/** The mirror of each service's own deployment. */
export const mirror = once(
  (): Mirror => ({
    async compare(service, commit, options) {
      const { deployment } = await stores().services.load(service);
      return mirrorOf(deployment).compare(service, commit, options);
    },
  }),
);
