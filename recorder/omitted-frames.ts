import { type CallFrame, type CpuProfile, keyOf, type LocationOf, type ProfileNode } from './stack-reader.ts';

/** Fewer of a node say nothing about its lines. */
const leastTicks = 10;
/** Share of a node's ticks: what a function does by itself spreads over its lines. */
const inOneLine = 0.9;

/** From a script and a line, counted from 1, to that line; to '' if it cannot be read. */
type LineOf = (url: string, line: number) => string;

export interface CompletedProfile {
  readonly profile: CpuProfile;
  /** Nodes that were added below a node: its samples may be those of one of them. */
  readonly omitted: ReadonlyMap<number, readonly number[]>;
}

/**
 * Adds nodes for functions that V8 may have omitted. Optimized code calls builtins such as `includes` without a frame of their own; V8
 * of Node 22 and 24 then omits the function that called one, and counts its samples for that function's caller, all of them in the line of
 * that call.
 *
 * Where a function has nearly all its samples in one line, the service's functions that it was seen to call are added: those that the
 * line names, or, of a library, all at this place. In which lines these spent their time stays unknown.
 */
export function addOmittedFrames(
  profile: CpuProfile,
  locationOf: LocationOf,
  lineOf: LineOf,
): CompletedProfile {
  const calleesOf = calleesBelow(profile.nodes, locationOf, lineOf);
  let lastId = profile.nodes.reduce((last, { id }) => Math.max(last, id), 0);
  const added: ProfileNode[] = [];
  const omitted = new Map<number, readonly number[]>();
  for (const node of profile.nodes) {
    const below = calleesOf(node).map((callFrame): ProfileNode => ({ id: ++lastId, callFrame }));
    added.push(...below);
    if (below.length > 0)
      omitted.set(
        node.id,
        below.map(({ id }) => id),
      );
  }
  const nodes = profile.nodes.map((node) => ({
    ...node,
    children: [...(node.children ?? []), ...(omitted.get(node.id) ?? [])],
  }));
  return { profile: { ...profile, nodes: [...nodes, ...added] }, omitted };
}

/** Returns a function from a node to the service's functions in which its samples may have been. */
function calleesBelow(nodes: readonly ProfileNode[], locationOf: LocationOf, lineOf: LineOf) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const below = ({ children = [] }: ProfileNode) =>
    children.flatMap((id) => frames.get(id) ?? []).filter((frame) => locationOf(frame) !== null);
  const belowAll = new Map<string, Map<string, CallFrame>>();
  for (const node of nodes) {
    const known = belowAll.get(keyOf(node.callFrame)) ?? new Map<string, CallFrame>();
    for (const called of below(node)) known.set(keyOf(called), called);
    belowAll.set(keyOf(node.callFrame), known);
  }
  return (node: ProfileNode): readonly CallFrame[] => {
    const { callFrame } = node;
    const line = onlyLine(node);
    if (line === null || line === callFrame.lineNumber + 1) return [];
    if (locationOf(callFrame) === null) return below(node);
    const names = new Set(lineOf(callFrame.url, line).match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    const all = [...(belowAll.get(keyOf(callFrame))?.values() ?? [])];
    return all.filter(({ functionName }) => names.has(functionName.split('.').at(-1) ?? ''));
  };
}

/** The line, counted from 1, that has nearly all ticks of a node; null if none has. */
function onlyLine({ positionTicks = [] }: ProfileNode): number | null {
  const all = positionTicks.reduce((sum, { ticks }) => sum + ticks, 0);
  const [most] = [...positionTicks].sort((a, b) => b.ticks - a.ticks);
  return most && all >= leastTicks && most.ticks >= inOneLine * all ? most.line : null;
}
