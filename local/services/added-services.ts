import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { Conflict } from '#core/errors.ts';
import { serviceNamePattern } from '#core/service/service-name.ts';
import { parseJson } from '#core/validation.ts';
import { openDataFolder } from '../data-folder/data-folder.ts';
import { replaceFile } from '../data-folder/replace-file.ts';
import { noSuchService } from './no-such-service.ts';

const AddedService = z.strictObject({
  name: z.string().regex(serviceNamePattern),
  /** The folder that has the `ironclaw.json`, without links. */
  path: z.string().startsWith('/'),
  /** Of its proxy: the address outlives a start. Null before the first one. */
  port: z.number().int().min(1).max(65_535).nullable(),
});
const File = z.strictObject({ services: z.array(AddedService) });

/** A service that every instance on a data folder starts. */
export type AddedService = Readonly<z.infer<typeof AddedService>>;

/** In the order in which they were added; none before the first one. @throws InvalidInput `services/damaged`. */
export function readAdded(file: string): readonly AddedService[] {
  if (!existsSync(file)) return [];
  return parseJson(File, readFileSync(file, 'utf8'), file, 'services/damaged').services;
}

/** The folders of the services that were added to a data folder. */
export const addedFolders = (data: string): readonly string[] =>
  readAdded(openDataFolder(data).services).map(({ path }) => path);

/** Whole or not at all, also if this process is killed meanwhile. */
export const writeAdded = (file: string, services: readonly AddedService[]): void =>
  replaceFile(file, `${JSON.stringify({ services }, null, 2)}\n`);

/**
 * The services with one more, or the same ones if it is among them.
 * @throws Conflict `service/name-taken`, `service/renamed`.
 */
export function withAdded(
  services: readonly AddedService[],
  { name, path }: Pick<AddedService, 'name' | 'path'>,
): readonly AddedService[] {
  const [namesake, same] = [
    services.find((one) => one.name === name),
    services.find((one) => one.path === path),
  ];
  if (namesake && namesake === same) return services;
  if (namesake) throw nameTaken(name, namesake.path, path);
  if (same)
    throw new Conflict(
      `${path} was added as ${same.name}, and its ironclaw.json now names it ${name}; remove ${same.name} first.`,
      { code: 'service/renamed' },
    );
  return [...services, { name, path, port: null }];
}

/** The services without one. @throws InvalidInput `service/unknown`, naming those that there are. */
export function withoutAdded(services: readonly AddedService[], name: string): readonly AddedService[] {
  const left = services.filter((one) => one.name !== name);
  if (left.length < services.length) return left;
  throw noSuchService(
    name,
    services.map((one) => one.name),
  );
}

/** The services, one of them with the port that it got; the same ones if it is not among them any more. */
export const withPort = (
  services: readonly AddedService[],
  name: string,
  port: number,
): readonly AddedService[] => services.map((one) => (one.name === name ? { ...one, port } : one));

/** Names are part of addresses, tokens and records: two services cannot share one. */
export const nameTaken = (name: string, holder: string, other: string): Conflict =>
  new Conflict(
    `${name} is the name of the service in ${holder}; give the one in ${other} another name in its ironclaw.json.`,
    { code: 'service/name-taken' },
  );
