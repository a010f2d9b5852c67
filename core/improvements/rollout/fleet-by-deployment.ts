import type { Deployment, ServiceStore } from '../../service/service.ts';
import type { Fleet } from '../ports.ts';

/** A fleet that delegates to each service's own fleet, chosen by the deployment in its record. */
export function fleetByDeployment(
  services: Pick<ServiceStore, 'load'>,
  fleetOf: (deployment: Deployment) => Fleet,
): Fleet {
  const find = async (service: string) => fleetOf((await services.load(service)).deployment);
  return {
    serving: async (service) => (await find(service)).serving(service),
    launch: async (service, commit) => (await find(service)).launch(service, commit),
    shift: async (service, commit, weight) => (await find(service)).shift(service, commit, weight),
    promote: async (service, commit) => (await find(service)).promote(service, commit),
    withdraw: async (service, commit) => (await find(service)).withdraw(service, commit),
    retire: async (service, commit) => (await find(service)).retire(service, commit),
  };
}
