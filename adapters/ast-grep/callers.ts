import { posix } from 'node:path';
import { calleesOf } from './callees.ts';
import { type CodeBase, keyOf, type LocatedFunction, locatedIn, type Module } from './code-base.ts';
import { moduleOf } from './find-declaration.ts';
import type { ImportedName } from './imports.ts';
import { contains } from './syntax.ts';

/** More files than these are not searched: their number says that the name is a common one. */
const mostFiles = 150;

/** The functions of the service that call a function or pass it on, as far as the source tells; the innermost ones. */
export function callersOf(code: CodeBase, callee: LocatedFunction): readonly LocatedFunction[] {
  const { path } = callee.file;
  const stem = posix.basename(path).replace(/\..*$/, '');
  const word = hasOwnName(callee) ? callee.target.name : stem;
  const callers = code.files
    .filter((file) => file.path === path || file.text.includes(word))
    .slice(0, mostFiles)
    .flatMap((file) => code.module(file.path) ?? [])
    .flatMap((module) => callersIn(code, module, callee));
  return callers.filter((outer) => !callers.some((inner) => inner !== outer && isWithin(inner, outer)));
}

/** The default export has another name wherever it is used. */
const hasOwnName = ({ target: { name } }: LocatedFunction): boolean => !['default', 'exports'].includes(name);

function callersIn(code: CodeBase, module: Module, callee: LocatedFunction): readonly LocatedFunction[] {
  const leadsToIt = ({ specifier }: ImportedName) =>
    moduleOf(code, module, specifier)?.file.path === callee.file.path;
  const names = hasOwnName(callee)
    ? [callee.target.name]
    : module.imports.filter(leadsToIt).map(({ local }) => local);
  const key = keyOf(callee);
  return locatedIn(module).filter((caller) => {
    const text = caller.target.node.text();
    const used = keyOf(caller) === key ? [] : names.filter((name) => isWordOf(text, name));
    return used.some((name) => calleesOf(code, caller, name).some((found) => keyOf(found) === key));
  });
}

const isWordOf = (text: string, name: string): boolean =>
  text.includes(name) && new RegExp(`(?<![\\w$])${RegExp.escape(name)}(?![\\w$])`).test(text);

const isWithin = (inner: LocatedFunction, outer: LocatedFunction): boolean =>
  inner.file === outer.file && contains(outer.target.node, inner.target.node);
