import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The files and folders that outlive an instance. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  /** How far the database's stream was read. */
  readonly streamPosition: string;
  /** Job folders and other bodies. */
  readonly artifacts: string;
  /** The bundled example's own repository, created at the first start. */
  readonly example: string;
  /** One exported tree per commit, from which its version runs. */
  readonly versions: string;
  readonly logs: string;
  readonly keys: string;
  readonly lock: string;
  /** The data of finished loops, set aside by a new start. */
  readonly earlier: string;
}

/** Names the paths below `root` and creates the folders. */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folder = {
    root,
    database: join(root, 'learning.db'),
    streamPosition: join(root, 'stream-position.json'),
    artifacts: join(root, 'artifacts'),
    example: join(root, 'storefront'),
    versions: join(root, 'versions'),
    logs: join(root, 'logs'),
    keys: join(root, 'keys.json'),
    lock: join(root, 'lock'),
    earlier: join(root, 'earlier'),
  };
  for (const log of [folder.artifacts, folder.versions, folder.logs]) mkdirSync(log, { recursive: true });
  return folder;
}
