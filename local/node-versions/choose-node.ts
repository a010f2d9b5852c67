import { join } from 'node:path';
import semver from 'semver';
import { Conflict } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { askedNode } from './asked-node.ts';
import { installNode } from './install-node.ts';
import { installedNodes } from './installed-nodes.ts';

/** The oldest that can be measured. */
const measurable = '>=18';

/** What a service's Node is chosen from. */
export interface NodeChoice {
  readonly repository: { readonly path: string; readonly manifest: Pick<Manifest, 'node' | 'directory'> };
  /** The folder for versions that have to be installed. */
  readonly own: string;
  /** Tells the operator what takes a while. */
  readonly say: (text: string) => void;
  /** Ends an installation. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Node program that runs a service: ours if it may be, else the newest of this machine that the service accepts, else one
 * that is installed now.
 * @returns its path; null for ours.
 * @throws InvalidInput `node/not-a-version`, Conflict `node/too-old`, Unavailable `node/not-installable`.
 */
export async function chooseNode({ repository, own, say, signal }: NodeChoice): Promise<string | null> {
  const { path, manifest } = repository;
  const asked = askedNode(manifest.node, path, join(path, manifest.directory));
  if (asked === null || semver.satisfies(process.versions.node, asked.range)) return null;
  if (!semver.intersects(asked.range, measurable))
    throw new Conflict(
      `${asked.by} asks for Node ${asked.text}; the oldest that can be measured is 18: let it run on that or on a later one.`,
      { code: 'node/too-old' },
    );
  const [newest] = installedNodes(process.env, own)
    .filter(({ version }) => [measurable, asked.range].every((range) => semver.satisfies(version, range)))
    .toSorted((one, other) => semver.rcompare(one.version, other.version));
  if (newest !== undefined) return newest.path;
  say(`installing Node ${asked.text} from the npm registry, for which ${asked.by} asks`);
  return installNode(asked, own, signal);
}
