import { posix } from 'node:path';
import { calleesOf } from './callees.ts';
import { type CodeBase, keyOf, type LocatedFunction, locatedIn } from './code-base.ts';
import { contains } from './syntax.ts';

/** More files than these are not searched: their number says that the name is a common one. */
const mostFiles = 150;

/** The functions of the service that call a function or pass it on, as far as the source tells; the innermost ones. */
export function callersOf(code: CodeBase, callee: LocatedFunction): readonly LocatedFunction[] {
  const { name } = callee.target;
  const key = keyOf(callee);
  const stem = posix.basename(callee.file.path).replace(/\..*$/, '');
  // The default export has another name wherever it is used; the file is known by its own.
  const only = name === 'default' || name === 'exports' ? undefined : name;
  const callers = code.files
    .filter(({ path, text }) => path === callee.file.path || text.includes(only ?? stem))
    .slice(0, mostFiles)
    .flatMap(({ path }) => locatedIn(code.module(path)))
    .filter((caller) => caller.target.node.text().includes(only ?? '') && keyOf(caller) !== key)
    .filter((caller) => calleesOf(code, caller, only).some((found) => keyOf(found) === key));
  return callers.filter((outer) => !callers.some((inner) => inner !== outer && isWithin(inner, outer)));
}

const isWithin = (inner: LocatedFunction, outer: LocatedFunction): boolean =>
  inner.file === outer.file && contains(outer.target.node, inner.target.node);
