import type { ModuleTargets, Targets } from '../../runners/node/encoded.ts';
import type { BuiltBase } from '../build.ts';
import { type CompiledFile, compiledFrom, readCompiledFiles } from './compiled-files.ts';
import { type Declaration, readDeclarations } from './declarations.ts';

interface Built {
  readonly targets: Targets;
  /** `path#name: why its calls cannot be captured` */
  readonly unreachable: readonly string[];
}

/**
 * Adds to the targets where their modules' code stands in a tree that was built: a service that runs `dist/` loads none of its
 * sources. A function is found by its name at the top of the compiled file.
 */
export async function builtTargets(
  targets: Targets,
  tree: string,
  { output }: Pick<BuiltBase, 'output'>,
): Promise<Built> {
  if (output.length === 0) return { targets, unreachable: [] };
  const files = await readCompiledFiles(tree, output);
  const found = Object.entries(targets).map(
    ([path, module]) => [path, module, placesOf(path, module, targets, files)] as const,
  );
  return {
    targets: Object.fromEntries(found.map(([path, module, built]) => [path, withPlaces(module, built)])),
    unreachable: found.flatMap(([path, module, built]) => unreachableIn(path, module, built, files)),
  };
}

type Places = NonNullable<ModuleTargets['built']>;

const withPlaces = (module: ModuleTargets, built: Places): ModuleTargets =>
  Object.keys(built).length === 0 ? module : { ...module, built };

/** The compiled files that hold every wanted name of the module, with the offsets of what must be replaceable. */
function placesOf(
  path: string,
  module: ModuleTargets,
  targets: Targets,
  files: readonly CompiledFile[],
): Places {
  const places = compiledFrom(path, files).flatMap((file) => {
    const declarations = tryToRead(file);
    const named = (name: string) => declarations.filter((one) => one.name === name);
    const isShared = (name: string) => isInAnother(name, path, file, targets);
    if (!module.functions.every((name) => named(name).length === 1 && !isShared(name))) return [];
    return [[file.path, module.functions.flatMap((name) => named(name)[0]?.constant ?? [])] as const];
  });
  return Object.fromEntries(places);
}

/** In a file made of several modules, only one keeps a name that two of them have. */
function isInAnother(name: string, path: string, { sources }: CompiledFile, targets: Targets): boolean {
  return (sources ?? []).some((other) => {
    const { functions = [], classes = [] } = other === path ? {} : (targets[other] ?? {});
    return functions.includes(name) || classes.includes(name);
  });
}

function unreachableIn(
  path: string,
  { functions }: ModuleTargets,
  built: Places,
  files: readonly CompiledFile[],
): readonly string[] {
  const [compiled] = compiledFrom(path, files);
  if (compiled === undefined || Object.keys(built).length > 0) return [];
  return functions.map(
    (name) => `${path}#${name}: the build leaves no function of this name in ${compiled.path}`,
  );
}

function tryToRead({ path, text }: CompiledFile): readonly Declaration[] {
  try {
    return readDeclarations(path, text).declarations;
  } catch {
    return [];
  }
}
