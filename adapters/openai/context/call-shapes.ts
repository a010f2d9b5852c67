import type { LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import type { CallShapes } from '#core/improvements/base/base-report.ts';
import type { Part } from './part.ts';

/** What the function was called with while requests were replayed: kinds and sizes. */
export function callShapes(calls: readonly CallShapes[], { file, target }: LocatedFunction): readonly Part[] {
  const found = calls.find((one) => {
    const [path, name = ''] = one.function.split('#');
    return path === file.path && name.split(/[. ]/).at(-1) === target.name;
  });
  if (!found || found.arguments.length === 0) return [];
  const text = found.arguments.map((shape, i) => `argument ${i + 1}: ${shape}`).join('\n');
  const name = `what ${target.name} is called with, in ${found.calls} calls`;
  return [{ name, text, heat: 0.65 }];
}
