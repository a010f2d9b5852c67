import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import semver from 'semver';
import { InvalidInput } from '#core/errors.ts';

/** The version of Node that a service asks for. */
export interface AskedNode {
  /** As in `engines`. */
  readonly range: string;
  /** As it is written. */
  readonly text: string;
  /** Where it is written, for messages. */
  readonly by: string;
}

/** Names of long-term releases, as `.nvmrc` may have them. */
const releases = { hydrogen: '18', iron: '20', jod: '22', krypton: '24' } as const;
/** Whatever is newest will do. */
const anyVersion = ['', '*', 'node', 'system', 'stable', 'latest', 'current', 'lts/*', 'lts'];

/**
 * What the manifest asks for, or else the nearest of the files that version managers and npm read.
 * @param folder the service's own, below the root of its repository or the root itself.
 * @returns null if any version will do.
 * @throws InvalidInput `node/not-a-version`.
 */
export function askedNode(named: string | undefined, root: string, folder: string): AskedNode | null {
  const found = named === undefined ? nearest(root, folder) : { text: named, by: 'node in ironclaw.json' };
  if (found === null || anyVersion.includes(found.text)) return null;
  const { text, by } = found;
  const range = semver.validRange(releases[text.replace(/^lts\//, '') as keyof typeof releases] ?? text);
  if (range !== null) return { range, text, by };
  throw new InvalidInput(
    `${by} asks for Node "${text}", which is no version; write one such as 20 or >=18.`,
    {
      code: 'node/not-a-version',
    },
  );
}

interface Written {
  readonly text: string;
  readonly by: string;
}

function nearest(root: string, folder: string): Written | null {
  for (const name of ['.nvmrc', '.node-version']) {
    const text = read(join(folder, name))?.split('\n').find(isNoComment)?.trim().toLowerCase();
    if (text !== undefined) return { text, by: name };
  }
  const { volta, engines } = packageIn(folder);
  if (volta?.node !== undefined) return { text: volta.node, by: 'volta.node in package.json' };
  if (engines?.node !== undefined) return { text: engines.node, by: 'engines.node in package.json' };
  return folder === root ? null : nearest(root, dirname(folder));
}

const isNoComment = (line: string): boolean => !/^\s*(?:#|$)/.test(line);

const read = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null);

interface Asking {
  readonly volta?: { readonly node?: string };
  readonly engines?: { readonly node?: string };
}

function packageIn(folder: string): Asking {
  try {
    return JSON.parse(read(join(folder, 'package.json')) ?? '{}');
  } catch {
    // The service itself will say what is wrong with it.
    return {};
  }
}
