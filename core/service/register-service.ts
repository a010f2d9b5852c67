import { Conflict } from '../errors.ts';
import type { Manifest } from './manifest.ts';
import type { Deployment, Service, ServiceStore } from './service.ts';

/** What an installation says of a service; what the service says of itself is its manifest. */
export interface InstalledService {
  readonly name: string;
  readonly repository: string;
  readonly deployment: Deployment;
  readonly alarms: readonly string[];
}

/** Port: what a service needs outside of the records, to be looked at before it is relied on. */
export interface ServiceEnvironment {
  /** One sentence for each thing that is not as it should be, with the name of its setting; none when all is there. */
  missing(service: InstalledService, manifest: Manifest): Promise<readonly string[]>;
}

export interface RegisterService {
  readonly manifest: Manifest;
  readonly installed: InstalledService;
  readonly environment: ServiceEnvironment;
  readonly services: Pick<ServiceStore, 'save'>;
}

/**
 * Takes a service under care, or replaces what is known of it, once everything that it names is there.
 * @throws Conflict `service/not-ready` with every sentence of what is missing; nothing is written then.
 */
export async function registerService(request: RegisterService): Promise<Service> {
  const { manifest, installed, environment, services } = request;
  const missing = [
    ...deployCommand(installed, manifest),
    ...(await environment.missing(installed, manifest)),
  ];
  if (missing.length > 0)
    throw new Conflict(`${installed.name} cannot be registered yet: ${missing.join('; ')}.`, {
      code: 'service/not-ready',
      data: { missing },
    });
  const { name, repository, deployment, alarms } = installed;
  const service: Service = {
    name,
    manifest,
    repository,
    deployment,
    alarms,
    // The jobs install its packages themselves, and hold its code as another user of their container.
    dependencies: null,
    isolation: 'container',
    acceptsModelCode: true,
  };
  await services.save(service);
  return service;
}

/** A version of a function is published by the service's own command; without one no rollout could begin. */
function deployCommand({ deployment }: InstalledService, { commands }: Manifest): readonly string[] {
  if (deployment.kind !== 'lambda-alias' || commands.deploy !== undefined) return [];
  return ['its ironclaw.json has no commands.deploy, which publishes a version of its function'];
}
