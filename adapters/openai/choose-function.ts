import {
  awaitsInLoop,
  functionAround,
  functionAt,
  type NamedFunction,
  namedFunctions,
} from '#adapters/ast-grep/named-functions.ts';
import { isSource, mentions, type Node, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { GenerationRequest, SourceFile, TriedChange } from '#core/improvements/candidate/candidate.ts';
import { clean } from './untrusted.ts';

/** The function that the model will rewrite. */
export interface FunctionChoice {
  readonly file: SourceFile;
  readonly root: Node;
  readonly target: NamedFunction;
  /** Earlier attempts on it, oldest first. */
  readonly earlier: readonly TriedChange[];
}

type Known = Omit<FunctionChoice, 'earlier'>;
interface Hot extends Known {
  readonly self: number;
}

/** A model does not rewrite a longer function without mistakes. */
const longestFunction = 12_000;
const mostAttempts = 3;
/** An endpoint with a smaller share of samples on top of the stack mostly waits instead of computing. */
const tinySelf = 0.05;

/**
 * Chooses the function that seems to cost the most. If the endpoint computes: the function with the largest own
 * share. If it waits: a function that waits in a loop, otherwise the hottest. Without a profile: a function that the
 * route leads to.
 */
export function chooseFunction(request: GenerationRequest): FunctionChoice | null {
  const hot = hotFunctions(request).filter((known) => isOpen(known, request));
  const chosen = hot.length > 0 ? mostCostly(hot) : alongTheRoute(request);
  return chosen ? { ...chosen, earlier: triedOn(chosen, request) } : null;
}

function mostCostly(hot: readonly Hot[]): Hot | undefined {
  const computing = hot.toSorted((a, b) => b.self - a.self)[0];
  if (computing && computing.self >= tinySelf) return computing;
  return hot.find(({ target }) => awaitsInLoop(target)) ?? hot[0];
}

/** In the profile's order; callbacks count for their enclosing function. */
function hotFunctions({ finding, snapshot }: GenerationRequest): Hot[] {
  const found = new Map<string, Hot>();
  for (const hot of finding.hottest) {
    const file = snapshot.files.find(({ path }) => path === hot.file);
    if (!file || !isSource(file.path)) continue;
    const root = parseSource(file.path, file.text);
    const target = functionAt(root, hot);
    if (!target) continue;
    const key = `${file.path} ${target.node.range().start.index}`;
    const known = found.get(key);
    found.set(
      key,
      known ? { ...known, self: known.self + hot.self } : { file, root, target, self: hot.self },
    );
  }
  return [...found.values()];
}

/** Follows names, function by function, from the place where the endpoint's route is declared. */
function alongTheRoute(request: GenerationRequest): Known | undefined {
  const route = request.finding.endpoint?.split(' ')[1];
  if (!route || request.finding.hottest.length > 0) return undefined;
  const all = request.snapshot.files.filter(({ path }) => isSource(path)).flatMap(functionsIn);
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

function functionsIn(file: SourceFile): Known[] {
  const root = parseSource(file.path, file.text);
  return namedFunctions(root).map((target) => ({ file, root, target }));
}

function routeOffset({ text }: SourceFile, route: string): number {
  return ["'", '"', '`'].map((mark) => text.indexOf(mark + route + mark)).find((offset) => offset >= 0) ?? -1;
}

function lineAround(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', offset) + 1, end < 0 ? undefined : end);
}

/** Whether it may be tried again, and can be shown to the model unchanged. */
function isOpen(known: Known, request: GenerationRequest): boolean {
  const text = known.target.declaration.text();
  const tried = triedOn(known, request).filter(({ source, patch }) => source === 'model' && patch !== '');
  return tried.length < mostAttempts && clean(text, longestFunction) === text;
}

/** Also malformed answers, which name no function. */
function triedOn({ file, target }: Known, { earlier }: GenerationRequest): TriedChange[] {
  return earlier.filter(
    (attempt) =>
      (attempt.path === file.path && attempt.function === target.name) ||
      (attempt.source === 'model' && attempt.function === ''),
  );
}
