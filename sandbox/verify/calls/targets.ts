import type { ChangedFile } from '../../patch/apply-patch.ts';
import type { Targets } from '../../runners/node/encoded.ts';
import { type Affected, affectedBy } from './affected.ts';
import { type Declaration, type ModuleDeclarations, readDeclarations } from './declarations.ts';
import { joinLiterals, type Literals, literalsOfChange, namesOfModule } from './vary/literals.ts';

/** What is to be compared, and what each version's runner needs to know of the modules. */
export interface ComparisonTargets {
  /** As `path#name`. */
  readonly functions: readonly string[];
  readonly base: Targets;
  readonly candidate: Targets;
  /** Those of the functions that only others among them can call. */
  readonly inner: ReadonlySet<string>;
  readonly literals: Literals;
  /** What of the change no function shows, in words. */
  readonly unseen: readonly string[];
}

/** @param modules the base's other source files by their path: values may be of classes that they declare. */
export function findTargets(
  changes: readonly ChangedFile[],
  modules: ReadonlyMap<string, string>,
): ComparisonTargets {
  const functions: string[] = [];
  const unseen: string[] = [];
  const base: Record<string, Targets[string]> = {};
  const candidate: Record<string, Targets[string]> = {};
  const literals: Literals[] = [];
  const inner = new Set<string>();
  const added: Added[] = [];
  const comparedText = new Map<string, string>();
  for (const [path, source] of modules) {
    const declarations = tryToRead(path, source);
    if (declarations === null) continue;
    literals.push(namesOfModule(path, source));
    const classes = classesIn(declarations);
    if (classes.length > 0)
      base[path] = candidate[path] = { functions: [], classes, remade: [], constants: [] };
  }
  for (const { path, before, after } of changes) {
    const [was, is] = [tryToRead(path, before), tryToRead(path, after)];
    if (was === null || is === null) {
      unseen.push(`${path}: its syntax cannot be read (enums, parameter properties, JSX)`);
      continue;
    }
    literals.push(literalsOfChange(path, before, after));
    const affected: Affected = affectedBy(was, is, changes.length > 1);
    functions.push(...affected.functions.map((name) => `${path}#${name}`));
    if (affected.inner !== null) inner.add(`${path}#${affected.inner}`);
    unseen.push(...affected.unseen.map((what) => `${path}: ${what}`));
    added.push(...affected.added.map((name) => ({ path, name })));
    if (affected.functions.length > 0) comparedText.set(path, textOf(is));
    const remade = classesIn(was).filter((name) => syntaxOf(name, was) !== syntaxOf(name, is));
    base[path] = moduleTargets(affected.functions, was.declarations, remade);
    candidate[path] = moduleTargets(affected.functions, is.declarations, remade);
  }
  unseen.push(...added.filter(isUnusedIn(comparedText)).map(({ path, name }) => `${path}: ${name}`));
  return { functions, base, candidate, inner, literals: joinLiterals(literals), unseen };
}

/** Something that a changed module exports now, and did not before. */
interface Added {
  readonly path: string;
  readonly name: string;
}

/** Whether no other module with compared functions uses it: then nothing compared can lead to it. */
const isUnusedIn =
  (comparedText: ReadonlyMap<string, string>) =>
  ({ path, name }: Added): boolean =>
    ![...comparedText].some(
      ([user, text]) => user !== path && new RegExp(`\\b${RegExp.escape(name)}\\b`).test(text),
    );

const textOf = ({ declarations }: ModuleDeclarations): string =>
  declarations.map(({ text }) => text).join('\n');

function moduleTargets(
  functions: readonly string[],
  declarations: readonly Declaration[],
  remade: readonly string[],
): Targets[string] {
  const wanted = declarations.filter(({ name }) => functions.includes(name));
  return {
    functions,
    classes: classesIn({ declarations }),
    remade,
    constants: wanted.flatMap(({ constant }) => constant ?? []),
  };
}

const syntaxOf = (name: string, { declarations }: ModuleDeclarations): string | undefined =>
  declarations.find((declaration) => declaration.name === name)?.syntax;

const classesIn = ({ declarations }: { readonly declarations: readonly Declaration[] }): readonly string[] =>
  declarations.filter(({ kind }) => kind === 'class').map(({ name }) => name);

function tryToRead(path: string, source: string) {
  try {
    return readDeclarations(path, source);
  } catch {
    return null;
  }
}
