import { calleesOf } from '#adapters/ast-grep/callees.ts';
import { callersOf } from '#adapters/ast-grep/callers.ts';
import { type CodeBase, keyOf, type LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { contains } from '#adapters/ast-grep/syntax.ts';
import { callSites } from './call-sites.ts';
import type { HotCode } from './heat.ts';
import { type Part, percent } from './part.ts';
import { isTest } from './tests-of.ts';

/** What the profile has not seen is shown after what it has. */
const unseen = { caller: 0.05, callee: 0.06 };
const mostCallers = 12;

type Relation = 'calls it' | 'is called by it' | 'is on the hot path';

/**
 * The functions around a function, each whole: what it calls, what calls it, what those call and are called by where the profile has
 * seen it, and what else the profile has seen.
 */
export function hotPath(code: CodeBase, target: LocatedFunction, hot: readonly HotCode[]): readonly Part[] {
  const heats = new Map(hot.map((one) => [keyOf(one), one]));
  const found = new Map<string, Part>();
  const add = (relation: Relation, least: number, known: readonly LocatedFunction[]) => {
    for (const one of known) {
      const key = keyOf(one);
      if (isWithin(one, target) || isTest(one.file.path) || found.has(key)) continue;
      found.set(key, partOf(one, relation, heats.get(key), least));
    }
  };
  const isHot = (one: LocatedFunction) => heats.has(keyOf(one));
  const callees = calleesOf(code, target);
  const callers = callersOf(code, target).toSorted((a, b) => Number(isHot(b)) - Number(isHot(a)));
  add('is called by it', unseen.callee, callees);
  add('calls it', unseen.caller, callers.slice(0, mostCallers));
  add(
    'is on the hot path',
    0,
    callees.filter(isHot).flatMap((one) => calleesOf(code, one)),
  );
  add('is on the hot path', 0, hot);
  const shown = [...found.values()].filter(({ heat }) => heat > 0);
  return [
    ...callSites(
      callers.filter(({ file }) => !isTest(file.path)),
      target,
    ),
    ...shown,
  ];
}

const isWithin = (inner: LocatedFunction, outer: LocatedFunction): boolean =>
  inner.file === outer.file && contains(outer.target.declaration, inner.target.node);

function partOf(
  { file, target }: LocatedFunction,
  relation: Relation,
  hot: HotCode | undefined,
  least: number,
): Part {
  const line = target.node.range().start.line + 1;
  const share = hot ? `, ${percent(hot.total)} of the time` : '';
  return {
    name: `${target.name} in ${file.path} line ${line}, ${relation}${share}`,
    text: target.declaration.text(),
    path: file.path,
    heat: Math.max(hot?.total ?? 0, least),
  };
}
