import { createResolveImport, type ResolveImport } from '#adapters/module-resolution/resolve-import.ts';
import type { Snapshot, SourceFile } from '#core/improvements/candidate/candidate.ts';
import { type ImportedName, importedNames } from './imports.ts';
import { type NamedFunction, namedFunctions } from './named-functions.ts';
import { isSource, type Node, parseSource } from './syntax.ts';

/** A file of code, parsed. */
export interface Module {
  readonly file: SourceFile;
  readonly root: Node;
  readonly functions: readonly NamedFunction[];
  readonly imports: readonly ImportedName[];
}

/** A function with the file that it is in. */
export interface LocatedFunction {
  readonly file: SourceFile;
  readonly root: Node;
  readonly target: NamedFunction;
}

/** The code of a snapshot; a file is parsed when it is first asked for. */
export interface CodeBase {
  /** Undefined if there is no such file, or it is no code. */
  module(path: string): Module | undefined;
  /** All files of code, those that a candidate may change first. */
  readonly files: readonly SourceFile[];
  readonly resolve: ResolveImport;
  /** Every function of that name; none if so many files have the word that it is a common one. */
  functionsNamed(name: string): readonly LocatedFunction[];
}

const mostFiles = 40;

export function createCodeBase({ files, context = [] }: Omit<Snapshot, 'commit'>): CodeBase {
  const all = [...files, ...context];
  const code = all.filter(({ path }) => isSource(path));
  const byPath = new Map(code.map((file) => [file.path, file]));
  const parsed = new Map<string, Module>();
  const byName = new Map<string, readonly LocatedFunction[]>();

  function module(path: string): Module | undefined {
    const file = byPath.get(path);
    const known = parsed.get(path) ?? (file && parse(file));
    if (known) parsed.set(path, known);
    return known;
  }
  function find(name: string): readonly LocatedFunction[] {
    const defines = definitionOf(name);
    const paths = code
      .filter(({ text }) => text.includes(name) && defines.test(text))
      .map(({ path }) => path);
    if (paths.length > mostFiles) return [];
    return paths.flatMap((path) => locatedIn(module(path))).filter(({ target }) => target.name === name);
  }
  return {
    files: code,
    resolve: createResolveImport(all),
    module,
    functionsNamed(name) {
      const known = byName.get(name) ?? find(name);
      byName.set(name, known);
      return known;
    },
  };
}

/** Text that may define a function of that name; a file that only calls it on something else need not be parsed. */
function definitionOf(name: string): RegExp {
  const word = RegExp.escape(name);
  return new RegExp(`(?<![.\\w$])${word}\\s*[(<]|(?<![\\w$])${word}['"]?\\s*[=:]`);
}

/** The functions of a file. */
export const locatedIn = (module: Module | undefined): readonly LocatedFunction[] =>
  module?.functions.map((target) => located(module, target)) ?? [];

export const located = ({ file, root }: Module, target: NamedFunction): LocatedFunction => ({
  file,
  root,
  target,
});

function parse(file: SourceFile): Module {
  const root = parseSource(file.path, file.text);
  return { file, root, functions: namedFunctions(root), imports: importedNames(root) };
}

/** Tells functions apart, and recognizes one that was found twice. */
export const keyOf = ({ file, target }: LocatedFunction): string =>
  `${file.path} ${target.node.range().start.index}`;
