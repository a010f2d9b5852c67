import { join } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { assertInstalled } from '../service/packages/assert-installed.ts';
import { openRepository, type ServiceRepository } from '../service/repository.ts';
import { resolveVariables, type Secrets } from '../service/resolve-variables.ts';
import type { UpOptions } from '../up-options.ts';
import { nameTaken, readAdded } from './added-services.ts';
import { folderOf } from './folder-of.ts';
import type { WantedService } from './running-desk.ts';

/** What a start is to run. */
export interface WantedServices {
  readonly hasStorefront: boolean;
  /** Named for this start alone: if one cannot start, nothing does. */
  readonly named: readonly WantedService[];
  readonly added: readonly WantedService[];
}

/**
 * Reads which services a start is to run.
 * @throws InvalidInput, Conflict if one that was named for it is not usable.
 */
export async function wantedServices(
  { services, storefront, traffic }: Pick<UpOptions, 'services' | 'storefront' | 'traffic'>,
  folder: Pick<DataFolder, 'services'>,
  secrets: Secrets,
): Promise<WantedServices> {
  const named = new Map<string, WantedService>();
  for (const path of new Set(services.map(folderOf))) {
    const repository = await openRepository(path);
    assertReady(repository, secrets);
    const { name } = repository.manifest;
    const namesake = named.get(name);
    if (namesake) throw nameTaken(name, namesake.path, path);
    named.set(name, { name, path, port: null, isAdded: false });
  }
  const added = readAdded(folder.services).map((service) => ({ ...service, isAdded: true }));
  const hasStorefront = storefront || (named.size === 0 && added.length === 0);
  const isOneOfSeveral = named.size > 1 || (named.size === 0 && !hasStorefront && added.length > 1);
  if (traffic !== undefined && isOneOfSeveral)
    throw new InvalidInput('--traffic plays its requests against one service; name one with --service.', {
      code: 'traffic/several-services',
    });
  return {
    hasStorefront,
    named: [...named.values()],
    // One of the same folder is started once.
    added: added.filter(({ path }) => ![...named.values()].some((one) => one.path === path)),
  };
}

function assertReady({ path, manifest }: ServiceRepository, secrets: Secrets): void {
  resolveVariables(manifest.env, secrets);
  assertInstalled(path, join(path, manifest.directory));
}
