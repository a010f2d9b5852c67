import { fleetClient } from '#adapters/fleet/fleet-client.ts';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { readEnvironment } from '../environment.ts';
import { once } from '../once.ts';
import { stores } from '../stores.ts';

/** What the tasks of the state machine work with; the generators are the business of `generate` alone. */
export const dependencies = once(() => {
  const environment = readEnvironment();
  return {
    ...stores(),
    artifacts: folderArtifacts(environment.ARTIFACTS_URL),
    fleet: fleetClient(environment.FLEET_URL, environment.FLEET_TOKEN),
  };
});
