import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import { diskFailure } from './disk-failure.ts';

/** The files and folders that outlive an instance. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  /** How far the database's stream was read. */
  readonly streamPosition: string;
  /** The latest requests of each service. */
  readonly requests: string;
  /** Job folders and other bodies. */
  readonly artifacts: string;
  /** The bundled example's own repository, created at the first start. */
  readonly example: string;
  /** One exported tree per commit, from which its version runs. */
  readonly versions: string;
  /** Versions of Node that a service asked for, and that were not installed. */
  readonly nodes: string;
  readonly logs: string;
  readonly keys: string;
  /** The services that each instance starts. */
  readonly services: string;
  /** Where the running instance is reached, and with which token. */
  readonly control: string;
  readonly lock: string;
  /** The data of finished loops, set aside by a new start. */
  readonly earlier: string;
}

/**
 * Names the paths below `path`, creates the folders, and closes them to other users of this machine.
 * @throws InvalidInput `data-folder/not-a-folder`, `data-folder/of-another-user`, and what `diskFailure` knows.
 */
export function openDataFolder(path: string): DataFolder {
  const folder = pathsIn(path);
  try {
    assertOurs(folder.root);
    const isNew = makeFolder(folder.root);
    for (const inner of [folder.requests, folder.artifacts, folder.versions, folder.logs]) makeFolder(inner);
    // A folder that holds something else, too, is not ours to close as a whole.
    if (isNew || existsSync(folder.keys)) chmodSync(folder.root, ownFolder);
    closeToOthers(folder);
  } catch (error) {
    throw diskFailure(error) ?? error;
  }
  return folder;
}

/** @throws InvalidInput `data-folder/none` if no instance or service was in it: nothing is created. */
export function existingDataFolder(path: string): DataFolder {
  const folder = pathsIn(path);
  if (existsSync(folder.keys) || existsSync(folder.services)) return folder;
  throw new InvalidInput(
    `${folder.root} is not the data folder of an instance; name that folder with --data, or start one with \`ironclaw up\`.`,
    { code: 'data-folder/none' },
  );
}

/** Names the paths below `path`, and leaves everything as it is. */
export function pathsIn(path: string): DataFolder {
  const root = resolve(path);
  return {
    root,
    database: join(root, 'learning.db'),
    streamPosition: join(root, 'stream-position.json'),
    requests: join(root, 'requests'),
    artifacts: join(root, 'artifacts'),
    example: join(root, 'storefront'),
    versions: join(root, 'versions'),
    nodes: join(root, 'node-versions'),
    logs: join(root, 'logs'),
    keys: join(root, 'keys.json'),
    services: join(root, 'services.json'),
    control: join(root, 'control.json'),
    lock: join(root, 'lock'),
    earlier: join(root, 'earlier'),
  };
}

/** Node's own recursion says "no such file" where a disk is read-only. @returns whether it is new. */
function makeFolder(path: string): boolean {
  if (existsSync(path)) return false;
  makeFolder(dirname(path));
  mkdirSync(path);
  return true;
}

function assertOurs(root: string): void {
  if (!existsSync(root)) return;
  const { uid } = statSync(root);
  if (!statSync(root).isDirectory())
    throw new InvalidInput(`${root} is a file; name a folder with --data.`, {
      code: 'data-folder/not-a-folder',
    });
  const user = process.getuid?.() ?? uid;
  if (uid !== user)
    throw new InvalidInput(
      `${root} belongs to user ${uid}, and this is user ${user}; start as that user, or name another folder with --data.`,
      { code: 'data-folder/of-another-user' },
    );
}

const ownFolder = 0o700;
const ownFile = 0o600;

/** What lies deeper is closed by the folder above it. Earlier versions left these open. */
function closeToOthers(folder: DataFolder): void {
  const paths = Object.values(folder).filter((path) => path !== folder.root);
  for (const path of [...paths, `${folder.database}-wal`, `${folder.database}-shm`]) {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry?.isDirectory()) chmodSync(path, ownFolder);
    if (entry?.isFile()) chmodSync(path, ownFile);
  }
}
