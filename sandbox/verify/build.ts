import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '#core/service/manifest.ts';
import { protectionOf } from '#core/service/protected-paths.ts';
import {
  type BuildOutput,
  filesOf,
  findOutput,
  isThere,
  sharedOutput,
  takeOutput,
} from '../isolation/build-output.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { isDirectory } from '../isolation/tree-writes.ts';
import { lastOutput } from '../last-output.ts';
import { makeCandidateTree } from '../trees.ts';
import type { Session } from './session.ts';

interface BuiltService extends Pick<Session, 'log'> {
  readonly sandbox: Pick<Sandbox, 'run' | 'settings'>;
  readonly manifest: Manifest;
}

/** The base as its build command leaves it, once a job. */
export interface BuiltBase {
  /** The tree of the commit. */
  readonly source: string;
  /** That tree with what the build wrote; the same folder for a service that is not built. */
  readonly tree: string;
  readonly output: BuildOutput;
  /** Why it could not be built; null if it was, or need not be. */
  readonly failure: string | null;
}

/** Builds the base of a job in the new folder `tree`. */
export async function buildBase(service: BuiltService, source: string, tree: string): Promise<BuiltBase> {
  if (service.manifest.commands.build === undefined)
    return { source, tree: source, output: [], failure: null };
  await makeCandidateTree(source, tree, []);
  let output: BuildOutput = [];
  const failure = await build(service, tree, 'build, base', (copy) => {
    output = findOutput(tree, copy);
    takeOutput(copy, tree, output);
  });
  return { source, tree, output, failure };
}

/**
 * Builds a candidate in its own tree. Only what the base's build writes, too, is kept: a build that runs the candidate's code
 * could otherwise leave another configuration behind. What is protected, such as tests that the build makes, is the base's.
 *
 * @returns why it could not be built, or null.
 */
export async function buildCandidate(
  service: BuiltService,
  tree: string,
  base: BuiltBase,
): Promise<string | null> {
  if (service.manifest.commands.build === undefined) return null;
  const closed = ['', service.sandbox.settings.directory];
  const isTaken = candidateMayWrite(base, service.manifest);
  return build(service, tree, 'build, candidate', (copy) => {
    const output = sharedOutput(tree, findOutput(tree, copy), base.output, closed);
    takeOutput(copy, tree, output, (path) => isTaken(path) && !isOtherLink(copy, path, base));
    takeOutput(
      base.tree,
      tree,
      filesOf(base.tree, base.output).filter((path) => !isTaken(path)),
    );
  });
}

/**
 * Whether a path is none that the service protects. Hidden folders are where some frameworks build to: they are the candidate's
 * where the base's build made them.
 */
const candidateMayWrite =
  ({ source, tree }: BuiltBase, { protectedPaths }: Manifest) =>
  (path: string): boolean => {
    const guard = protectionOf(path, protectedPaths);
    if (!guard?.startsWith('.')) return guard === null;
    const hidden = /^(?:.*?\/)?\.[^/]*/.exec(path)?.[0] ?? path;
    return isDirectory(join(tree, hidden)) && !isThere(join(source, hidden));
  };

/** A link may lead anywhere: the base's build must have made the same. */
function isOtherLink(copy: string, path: string, { tree }: BuiltBase): boolean {
  const linkAt = (folder: string) =>
    lstatSync(join(folder, path), { throwIfNoEntry: false })?.isSymbolicLink()
      ? readlinkSync(join(folder, path))
      : null;
  const link = linkAt(copy);
  return link !== null && link !== linkAt(tree);
}

async function build(
  { sandbox, manifest, log }: BuiltService,
  tree: string,
  title: string,
  atEnd: (copy: string) => void,
): Promise<string | null> {
  const line = manifest.commands.build ?? '';
  const { code, killed, output } = await sandbox.run({ tree, line, atEnd });
  log(title, output);
  if (code === 0) return null;
  if (killed !== null) return `\`${line}\` was ${killed} ("limits" in ironclaw.json).`;
  return `\`${line}\` ends with code ${code}: ${lastOutput(output, 1_000)}`;
}
