import type { ModuleTargets, Targets } from '../../runners/node/encoded.ts';
import type { BuiltBase } from '../build.ts';
import { type CompiledFile, compiledFrom, readCompiledFiles, sourceAt } from './compiled-files.ts';
import { type Declaration, readDeclarations } from './declarations.ts';

interface Built {
  readonly targets: Targets;
  /** `path#name: why its calls cannot be captured` */
  readonly unreachable: readonly string[];
}

/**
 * Adds to the targets where their modules' code stands in a tree that was built: a service that runs `dist/` loads none of its
 * sources. A function is found by its name at the top of the compiled file, where the source map says that its code is the module's.
 */
export async function builtTargets(
  targets: Targets,
  tree: string,
  { output }: Pick<BuiltBase, 'output'>,
): Promise<Built> {
  if (output.length === 0) return { targets, unreachable: [] };
  const files = await readCompiledFiles(tree, output);
  const found = Object.entries(targets).map(
    ([path, module]) => [path, module, placesOf(path, module, files)] as const,
  );
  return {
    targets: Object.fromEntries(found.map(([path, module, built]) => [path, withPlaces(module, built)])),
    unreachable: found.flatMap(([path, module, built]) => unreachableIn(path, module, built, files)),
  };
}

type Places = NonNullable<ModuleTargets['built']>;

const withPlaces = (module: ModuleTargets, built: Places): ModuleTargets =>
  Object.keys(built).length === 0 ? module : { ...module, built };

/** The compiled files that hold every wanted function of the module, with the offsets of what must be replaceable. */
function placesOf(path: string, module: ModuleTargets, files: readonly CompiledFile[]): Places {
  const places = compiledFrom(path, files).flatMap((file) => {
    const declarations = tryToRead(file);
    const found = module.functions.map((name) => functionOf(name, path, file, declarations));
    if (found.includes(null)) return [];
    return [[file.path, found.flatMap((one) => one?.constant ?? [])] as const];
  });
  return Object.fromEntries(places);
}

/**
 * The function that the module declares under this name, or null: in a file made of several modules, only one keeps a name that
 * two of them have.
 */
function functionOf(
  name: string,
  path: string,
  file: CompiledFile,
  declarations: readonly Declaration[],
): Declaration | null {
  const [found, ...others] = declarations.filter((one) => one.name === name);
  if (found === undefined || others.length > 0) return null;
  const isOfModule =
    file.map === null
      ? !declarations.some((one) => isNumbered(one.name, name))
      : sourceAt(file, found.start) === path;
  return isOfModule ? found : null;
}

/** As bundlers name what would have the same name: `add2`, `add$1`, `Shop2.total`. */
function isNumbered(other: string, name: string): boolean {
  const [holder = '', ...rest] = name.split('.');
  const [numbered = '', ...otherRest] = other.split('.');
  return (
    rest.join() === otherRest.join() &&
    numbered.startsWith(holder) &&
    /^\$?\d+$/.test(numbered.slice(holder.length))
  );
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
    (name) => `${path}#${name}: the build leaves no function in ${compiled.path} that is certainly this one`,
  );
}

function tryToRead({ path, text }: CompiledFile): readonly Declaration[] {
  try {
    return readDeclarations(path, text).declarations;
  } catch {
    return [];
  }
}
