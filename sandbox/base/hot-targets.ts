import type { CheckBaseJob } from '#core/improvements/jobs.ts';
import type { Targets } from '../runners/node/encoded.ts';
import { type Declaration, readDeclarations } from '../verify/calls/declarations.ts';

/** One function whose calls are to be captured. */
export interface HotTarget {
  /** `path#name` */
  readonly functions: readonly [string];
  readonly base: Targets;
}

/** Each is captured in a run of its own: while one runs, calls of the others within it are not recorded. */
const mostTargets = 3;

/** The functions with the largest own shares among those that can be captured: named at the top of a module, once. */
export function hotTargets(
  hottest: NonNullable<CheckBaseJob['hottest']>,
  modules: ReadonlyMap<string, string>,
): readonly HotTarget[] {
  const byOwn = hottest.toSorted((a, b) => b.own - a.own);
  const found = byOwn.flatMap(({ file, name }) => targetOf(file, name, modules.get(file)) ?? []);
  const distinct = new Map(found.map((target) => [target.functions[0], target]));
  return [...distinct.values()].slice(0, mostTargets);
}

function targetOf(path: string, name: string, source: string | undefined): HotTarget | undefined {
  const declarations = source === undefined ? [] : tryToRead(path, source);
  const last = (text: string) => text.split(/[. ]/).at(-1);
  const named = declarations.filter((one) => one.kind === 'function' && last(one.name) === last(name));
  const [target, ...others] = named;
  if (!target || others.length > 0) return undefined;
  const classes = declarations.filter(({ kind }) => kind === 'class').map((one) => one.name);
  const constants = target.constant === null ? [] : [target.constant];
  const base = { [path]: { functions: [target.name], classes, remade: [], constants } };
  return { functions: [`${path}#${target.name}`], base };
}

function tryToRead(path: string, source: string): readonly Declaration[] {
  try {
    return readDeclarations(path, source).declarations;
  } catch {
    return [];
  }
}
