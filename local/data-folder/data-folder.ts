import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
  readonly logs: string;
  readonly keys: string;
  readonly lock: string;
}

/** Names the paths below `root` and creates the folders. */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folder = {
    root,
    database: join(root, 'learning.db'),
    streamPosition: join(root, 'stream-position.json'),
    requests: join(root, 'requests'),
    artifacts: join(root, 'artifacts'),
    example: join(root, 'storefront'),
    versions: join(root, 'versions'),
    logs: join(root, 'logs'),
    keys: join(root, 'keys.json'),
    lock: join(root, 'lock'),
  };
  const { requests, artifacts, versions, logs } = folder;
  for (const path of [requests, artifacts, versions, logs]) mkdirSync(path, { recursive: true });
  return folder;
}
