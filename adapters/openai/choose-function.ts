import { calleesOf } from '#adapters/ast-grep/callees.ts';
import {
  type CodeBase,
  createCodeBase,
  keyOf,
  type LocatedFunction,
  locatedIn,
} from '#adapters/ast-grep/code-base.ts';
import { awaitsInLoop, functionAround, type NamedFunction } from '#adapters/ast-grep/named-functions.ts';
import { mentions, nodesOf } from '#adapters/ast-grep/syntax.ts';
import type { GenerationRequest, SourceFile, TriedChange } from '#core/improvements/candidate/candidate.ts';
import { type HotCode, hotFunctions } from './context/heat.ts';
import { clean } from './untrusted.ts';

/** The function that the model should change. */
export interface FunctionChoice extends LocatedFunction {
  readonly code: CodeBase;
  /** Earlier attempts on it, oldest first. */
  readonly earlier: readonly TriedChange[];
}

const mostAttempts = 3;
/** An endpoint with a smaller share of samples in its own functions mostly waits instead of computing. */
const tinyOwn = 0.05;

/**
 * Chooses the function that seems to cost the most. If the endpoint computes: the function with the largest own
 * share, with the libraries that it calls. If it waits: a function that waits in a loop, otherwise the hottest. Without a
 * profile: a function that the route leads to.
 */
export function chooseFunction(request: GenerationRequest): FunctionChoice | null {
  const code = createCodeBase(request.snapshot);
  const changeable = new Set(request.snapshot.files.map(({ path }) => path));
  const hot = hotFunctions(request.finding, code).filter(({ file }) => changeable.has(file.path));
  const chosen =
    hot.length > 0 ? byCost(hot, code).find((known) => isOpen(known, request)) : alongTheRoute(request, code);
  return chosen ? { ...chosen, code, earlier: triedOn(chosen, request) } : null;
}

/** The most costly first; after a function that repeats nothing itself, those that call it so often. */
function byCost(hot: readonly HotCode[], code: CodeBase): readonly LocatedFunction[] {
  const byOwn = hot.toSorted((a, b) => b.own - a.own);
  if ((byOwn[0]?.own ?? 0) < tinyOwn) return [...hot.filter(({ target }) => awaitsInLoop(target)), ...hot];
  const callersOf = (callee: HotCode) =>
    hot.filter((caller) =>
      calleesOf(code, caller, callee.target.name).some((found) => keyOf(found) === keyOf(callee)),
    );
  return byOwn.flatMap((one) => (repeats(one.target) ? [one] : [one, ...callersOf(one)]));
}

/** Whether something in the function may run many times in one call. */
const repeats = ({ node }: NamedFunction): boolean =>
  nodesOf(node, 'for_statement', 'for_in_statement', 'while_statement', 'do_statement', 'arrow_function')
    .length > 0;

/** Follows names, function by function, from the place where the endpoint's route is declared. */
function alongTheRoute(request: GenerationRequest, code: CodeBase): LocatedFunction | undefined {
  const route = request.finding.endpoint?.split(' ')[1];
  if (!route || request.finding.hottest.length > 0) return undefined;
  const all = request.snapshot.files.flatMap(({ path }) => locatedIn(code.module(path)));
  const start = all.find(({ file, root, target }) => {
    const offset = routeOffset(file, route);
    return offset >= 0 && (functionAround(root, offset)?.name === target.name || isHandlerOf(route, target));
  });
  if (!start) return undefined;
  const line = lineAround(start.file.text, routeOffset(start.file, route));
  const reached = all.filter(({ target }) => new RegExp(`\\b${RegExp.escape(target.name)}\\b`).test(line));
  for (const { target } of reached) {
    const next = all.filter((known) => !reached.includes(known) && mentions(target.node, known.target.name));
    reached.push(...next);
  }
  const open = [...reached, start].filter((known) => isOpen(known, request));
  return open.find(({ target }) => awaitsInLoop(target)) ?? open[0];
}

/** An inline handler has the name of the call that declares its route. */
const isHandlerOf = (route: string, { name }: NamedFunction): boolean =>
  ["'", '"', '`'].some((mark) => name.endsWith(`(${mark}${route}${mark})`));

function routeOffset({ text }: SourceFile, route: string): number {
  return ["'", '"', '`'].map((mark) => text.indexOf(mark + route + mark)).find((offset) => offset >= 0) ?? -1;
}

function lineAround(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', offset) + 1, end < 0 ? undefined : end);
}

/** Whether it may be tried again, and can be shown to the model unchanged. */
function isOpen(known: LocatedFunction, request: GenerationRequest): boolean {
  const text = known.target.declaration.text();
  const tried = triedOn(known, request).filter(({ source, patch }) => source === 'model' && patch !== '');
  return tried.length < mostAttempts && clean(text, Number.POSITIVE_INFINITY) === text;
}

/** Also malformed answers, which name no function. */
function triedOn({ file, target }: LocatedFunction, { earlier }: GenerationRequest): TriedChange[] {
  return earlier.filter(
    (attempt) =>
      (attempt.path === file.path && attempt.function === target.name) ||
      (attempt.source === 'model' && attempt.function === ''),
  );
}
