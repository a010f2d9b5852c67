import { type Git, gitIn } from './git.ts';
import { remoteFailure } from './remote-failure.ts';
import { gitEnvironment, withoutToken } from './token.ts';

/** Branches by name, and other refs by their full names, each with its commit. */
export type Heads = ReadonlyMap<string, string>;

/** A repository at a URL, accessed from a clone of it. */
export interface Remote {
  /** The `branches` that exist there. */
  heads(branches: readonly string[]): Promise<Heads>;
  /** Copies the branches into the clone; with `depth`, only the newest commits of each. */
  fetch(heads: Heads, depth: number | null): Promise<void>;
  /**
   * Moves every branch of `to` forward, or none: each must still be at its commit in `from`, or still be missing.
   * @throws Conflict `git/push-refused` if the host refuses.
   */
  push(from: Heads, to: Heads): Promise<void>;
  /** The refs there that match a pattern, whose last character may be a `*`. */
  refs(pattern: string): Promise<readonly string[]>;
  forget(refs: readonly string[]): Promise<void>;
}

/** Git does not ask the machine's credential helpers, and gives up on a host that stops responding. */
const settings = [
  'credential.helper=',
  'core.askPass=',
  'http.followRedirects=false',
  'http.lowSpeedLimit=1',
  'http.lowSpeedTime=60',
];

/**
 * @throws from each method Unavailable `git/unreachable`, Forbidden `git/credentials-refused` or NotFound
 * `git/not-a-repository`, each naming the host and the setting to check.
 */
export function openRemote(clone: Git, url: URL, token: string | null): Remote {
  const git = gitIn(clone.folder, settings, gitEnvironment(url, token));
  const exchange = (...args: string[]) =>
    git(...args).catch((error: Error) => {
      throw remoteFailure(url, withoutToken(error.message, token));
    });
  return {
    heads: async (branches) => {
      const listed = await exchange('ls-remote', '--quiet', url.href, ...branches.map(refOf));
      const pairs = listed.split('\n').map((line) => line.split('\t'));
      return new Map(
        branches.flatMap((branch) => {
          const found = pairs.find(([, ref]) => ref === refOf(branch))?.[0];
          return found === undefined ? [] : [[branch, found]];
        }),
      );
    },
    fetch: async (heads, depth) => {
      if (heads.size === 0) return;
      const specs = [...heads.keys()].map((branch) => `+${refOf(branch)}:${refOf(branch)}`);
      const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
      await exchange(
        'fetch',
        ...options,
        ...(depth === null ? [] : [`--depth=${depth}`]),
        url.href,
        ...specs,
      );
    },
    push: async (from, to) => {
      const branches = [...to.keys()];
      const leases = branches.map(
        (branch) => `--force-with-lease=${refOf(branch)}:${from.get(branch) ?? ''}`,
      );
      const specs = branches.map((branch) => `${refOf(branch)}:${refOf(branch)}`);
      await exchange('push', '--quiet', '--atomic', '--no-verify', ...leases, url.href, ...specs);
    },
    refs: async (pattern) => {
      const listed = await exchange('ls-remote', '--quiet', url.href, pattern);
      return listed.split('\n').flatMap((line) => line.split('\t')[1] ?? []);
    },
    forget: async (refs) => {
      if (refs.length > 0)
        await exchange('push', '--quiet', '--no-verify', url.href, ...refs.map((ref) => `:${ref}`));
    },
  };
}

/** Whether it is the name of a branch, not of another ref. */
export const isBranch = (name: string): boolean => !name.startsWith('refs/');

export const refOf = (name: string): string => (isBranch(name) ? `refs/heads/${name}` : name);
