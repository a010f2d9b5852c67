import { fleetClient } from '#adapters/fleet/fleet-client.ts';
import { aliasFleet } from '#adapters/lambda/alias-fleet.ts';
import { lambdaClient } from '#adapters/lambda/client.ts';
import type { Fleet } from '#core/improvements/ports.ts';
import { fleetByDeployment } from '#core/improvements/rollout/fleet-by-deployment.ts';
import { pipelineFleet } from '#core/improvements/rollout/pipeline-fleet.ts';
import type { Deployment } from '#core/service/service.ts';
import { control } from './fleet-control.ts';
import { once } from './once.ts';
import { stores } from './stores.ts';

const lambda = once(lambdaClient);

function fleetOf(deployment: Deployment): Fleet {
  switch (deployment.kind) {
    case 'proxy':
      return fleetClient(control());
    case 'lambda-alias':
      return aliasFleet(lambda(), deployment);
    case 'pipeline':
      return pipelineFleet(stores());
  }
}

/** The fleet that runs the versions of the services. */
export const fleet = once(() => fleetByDeployment(stores().services, fleetOf));
