import { declaredFunctions } from './declared-functions.ts';
import type { ScriptLines } from './script-lines.ts';
import { type CallFrame, type CpuProfile, keyOf, type LocationOf, type ProfileNode } from './stack-reader.ts';

/** Fewer of a node say nothing about its lines. */
const leastTicks = 10;
/** Share of a node's ticks: what a function does by itself spreads over its lines. */
const inOneLine = 0.9;

const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
/** What looks like a call: `if (…) {` looks like a method, too. */
const keywords = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'function', 'super', 'import']);
const call = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\)?\s*(?:\?\.)?\(/gu;

/** The nodes below one node that V8 may have omitted: its samples may be theirs. */
export interface Omitted {
  readonly nodes: readonly number[];
  /** Whether there is one alone, and the line names it: then the samples are its own, whatever endpoint they are of. */
  readonly isCertain: boolean;
}

export interface CompletedProfile {
  readonly profile: CpuProfile;
  readonly omitted: ReadonlyMap<number, Omitted>;
}

/**
 * Adds nodes for functions that V8 may have omitted. Optimized code calls builtins such as `includes` without a frame of their own; V8
 * of Node 22 and 24 then omits the function that called one, and counts its samples for that function's caller, all of them in the line of
 * that call.
 *
 * Where a function has nearly all its samples in one line, the service's functions that it calls are added: those whose name is in that
 * line, whether they were seen or are only declared; or, of a library, all that it was seen to call at this place. In which lines these
 * spent their time stays unknown.
 */
export function addOmittedFrames(
  profile: CpuProfile,
  locationOf: LocationOf,
  linesOf: ScriptLines,
): CompletedProfile {
  const calleesOf = calleesBelow(profile.nodes, locationOf, linesOf);
  let lastId = profile.nodes.reduce((last, { id }) => Math.max(last, id), 0);
  const added: ProfileNode[] = [];
  const omitted = new Map<number, Omitted>();
  for (const node of profile.nodes) {
    const callees = calleesOf(node);
    const below = callees.map((callFrame): ProfileNode => ({ id: ++lastId, callFrame }));
    added.push(...below);
    const isCertain = callees.length === 1 && locationOf(node.callFrame) !== null;
    if (below.length > 0) omitted.set(node.id, { nodes: below.map(({ id }) => id), isCertain });
  }
  if (omitted.size === 0) return { profile, omitted };
  const nodes = profile.nodes.map((node) => ({
    ...node,
    children: [...(node.children ?? []), ...(omitted.get(node.id)?.nodes ?? [])],
  }));
  return { profile: { ...profile, nodes: [...nodes, ...added] }, omitted };
}

/** Returns a function from a node to the service's functions in which its samples may have been. */
function calleesBelow(nodes: readonly ProfileNode[], locationOf: LocationOf, linesOf: ScriptLines) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const below = ({ children = [] }: ProfileNode) =>
    children.flatMap((id) => frames.get(id) ?? []).filter((frame) => locationOf(frame) !== null);
  const belowAll = new Map<string, Map<string, CallFrame>>();
  for (const node of nodes) {
    const known = belowAll.get(keyOf(node.callFrame)) ?? new Map<string, CallFrame>();
    for (const called of below(node)) known.set(keyOf(called), called);
    belowAll.set(keyOf(node.callFrame), known);
  }
  const declared = new Map<string, readonly CallFrame[]>();
  return (node: ProfileNode): readonly CallFrame[] => {
    const { callFrame } = node;
    const line = onlyLine(node);
    if (line === null || line === callFrame.lineNumber + 1) return [];
    if (locationOf(callFrame) === null) return below(node);
    const text = linesOf(callFrame.url)[line - 1] ?? '';
    const names = new Set(text.match(word));
    const all = [...(belowAll.get(keyOf(callFrame))?.values() ?? [])];
    const seen = all.filter(({ functionName }) => names.has(functionName.split('.').at(-1) ?? ''));
    if (seen.length > 0) return seen;
    const place = `${line}:${keyOf(callFrame)}`;
    const found = declared.get(place) ?? declaredFor(callFrame, text, linesOf);
    declared.set(place, found);
    return found;
  };
}

/** The functions that a line of a caller calls, but for the caller itself. */
function declaredFor(caller: CallFrame, line: string, linesOf: ScriptLines): readonly CallFrame[] {
  const called = [...line.matchAll(call)].map(([, name = '']) => name).filter((name) => !keywords.has(name));
  return declaredFunctions(caller.url, new Set(called), linesOf).filter(
    ({ url, lineNumber }) => url !== caller.url || lineNumber !== caller.lineNumber,
  );
}

/** The line, counted from 1, that has nearly all ticks of a node; null if none has. */
function onlyLine({ positionTicks = [] }: ProfileNode): number | null {
  const all = positionTicks.reduce((sum, { ticks }) => sum + ticks, 0);
  const [most] = [...positionTicks].sort((a, b) => b.ticks - a.ticks);
  return most && all >= leastTicks && most.ticks >= inOneLine * all ? most.line : null;
}
