import * as z from 'zod';

/** The files of a package, without the machine around them. */
export interface ProjectFiles {
  /** Relative to the package, with slashes. */
  readonly paths: readonly string[];
  /** Null if there is no such file. */
  read(path: string): string | null;
}

const Texts = z.record(z.string(), z.string()).catch({}).default({});
const PackageJson = z.object({ scripts: Texts, dependencies: Texts, devDependencies: Texts });

/** What a package says of itself, as far as its tests are concerned. */
export interface TestedPackage {
  readonly scripts: Readonly<Record<string, string>>;
  /** Versions or ranges by name. */
  readonly packages: Readonly<Record<string, string>>;
}

/** @returns null without a `package.json` that is JSON. */
export function readTestedPackage(project: ProjectFiles): TestedPackage | null {
  try {
    const text = project.read('package.json') ?? '';
    const { scripts, dependencies, devDependencies } = PackageJson.parse(JSON.parse(text));
    return { scripts, packages: { ...dependencies, ...devDependencies } };
  } catch {
    return null;
  }
}
