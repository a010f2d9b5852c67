import { Conflict } from '../errors.ts';
import type { Manifest } from './manifest.ts';
import type { Deployment, Service, ServiceStore } from './service.ts';

/** What the installation configures for a service; the service describes itself in its manifest. */
export interface InstalledService {
  readonly name: string;
  readonly repository: string;
  readonly deployment: Deployment;
  readonly alarms: readonly string[];
}

/** Port: checks the resources that a service needs outside of the records before anything relies on them. */
export interface ServiceEnvironment {
  /** One sentence for each missing or unsuitable resource, with the name of its setting; empty when all are there. */
  missing(service: InstalledService, manifest: Manifest): Promise<readonly string[]>;
}

export interface RegisterService {
  readonly manifest: Manifest;
  readonly installed: InstalledService;
  readonly environment: ServiceEnvironment;
  readonly services: Pick<ServiceStore, 'save'>;
}

/**
 * Registers a managed service, or replaces its registration, once every resource that it names exists.
 * @throws Conflict `service/not-ready` with one sentence for each missing resource; nothing is written then.
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
    // Jobs install its packages themselves, and run its code as another user of their container.
    dependencies: null,
    isolation: 'container',
    acceptsModelCode: true,
  };
  await services.save(service);
  return service;
}

/** The service's own command publishes a version of the function; without it no rollout could start. */
function deployCommand({ deployment }: InstalledService, { commands }: Manifest): readonly string[] {
  if (deployment.kind !== 'lambda-alias' || commands.deploy !== undefined) return [];
  return ['its ironclaw.json needs commands.deploy, which publishes a version of its function'];
}
