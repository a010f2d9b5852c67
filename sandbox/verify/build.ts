import type { Manifest } from '#core/service/manifest.ts';
import { protectionOf } from '#core/service/protected-paths.ts';
import {
  type BuildOutput,
  filesOf,
  findOutput,
  sharedOutput,
  takeOutput,
} from '../isolation/build-output.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
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
 * could otherwise leave another configuration behind. Tests that the build makes are the base's.
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
  return build(service, tree, 'build, candidate', (copy) => {
    takeOutput(copy, tree, sharedOutput(findOutput(tree, copy), base.output, closed));
    const tests = filesOf(base.tree, base.output).filter((path) => isTest(path, service.manifest));
    takeOutput(base.tree, tree, tests);
  });
}

/** Hidden folders are where some frameworks build to. */
function isTest(path: string, { protectedPaths }: Manifest): boolean {
  return !(protectionOf(path, protectedPaths)?.startsWith('.') ?? true);
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
