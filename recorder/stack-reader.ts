import type { HotFunction } from './protocol.ts';

/** The part of V8's CPU profile that attribution needs. Times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  /** How often each line, counted from 1, was the one that ran. */
  readonly positionTicks?: readonly LineTicks[] | undefined;
  readonly children?: readonly number[] | undefined;
}

export interface LineTicks {
  readonly line: number;
  readonly ticks: number;
}

export interface CallFrame {
  /** Empty if the function has no name. */
  readonly functionName: string;
  readonly url: string;
  /** 0-based line and column where the function begins. */
  readonly lineNumber: number;
  readonly columnNumber: number;
  /** 1-based line where it waits; a CPU profile tells only of the function that runs. */
  readonly waitsAt?: number | undefined;
}

/** Equal for frames of one function. */
export const keyOf = ({ functionName, url, lineNumber, columnNumber }: CallFrame): string =>
  `${lineNumber}:${columnNumber}:${functionName}:${url}`;

/** The location of a function of the service. */
export type CodeLocation = Pick<HotFunction, 'name' | 'file' | 'line'>;

/** The service's functions on a stack, each once, innermost first. */
export interface Stack {
  readonly locations: readonly CodeLocation[];
  /** The function that was running, if it belongs to the service. */
  readonly top: CodeLocation | null;
  /** The function that was running, or that had called the library that was; null if nothing ran. */
  readonly owner: CodeLocation | null;
  /** Lines of these functions in which the time of the stack was spent, each with its share of that. */
  readonly lines: readonly SpentLine[];
}

export interface SpentLine {
  readonly location: CodeLocation;
  readonly line: number;
  readonly share: number;
}

const notWork = new Set(['(root)', '(idle)', '(program)', '(garbage collector)']);

/** A frame's function; `null` if that does not belong to the service. */
export type LocationOf = (frame: CallFrame) => CodeLocation | null;

/** Reads stacks. Represents each function by the same object on all stacks. */
export class StackReader {
  readonly #locate: LocationOf;
  readonly #locations = new Map<string, CodeLocation>();

  constructor(locationOf: LocationOf) {
    this.#locate = locationOf;
  }

  /** The stacks of all nodes that represent work, by node id. */
  ofNodes(nodes: readonly ProfileNode[]): Map<number, Stack> {
    const parents = new Map(
      nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
    );
    const work = nodes.filter((node) => !notWork.has(node.callFrame.functionName));
    return new Map(work.map((node) => [node.id, this.#ofNode(node, framesFrom(node, parents))]));
  }

  /** The stack of a wait: nothing runs, but each function waits in a line. */
  ofWait(frames: readonly CallFrame[]): Stack {
    const lines = new Map(
      [...frames].reverse().flatMap((frame) => {
        const line = frame.waitsAt ? this.#spentLine(frame, frame.waitsAt, 1) : null;
        return line ? [[line.location, line]] : [];
      }),
    );
    return { locations: this.#locationsOf(frames), top: null, owner: null, lines: [...lines.values()] };
  }

  #ofNode({ positionTicks = [] }: ProfileNode, frames: readonly CallFrame[]): Stack {
    const locations = this.#locationsOf(frames);
    const top = frames[0] ? this.#locationOf(frames[0]) : null;
    const all = positionTicks.reduce((sum, { ticks }) => sum + ticks, 0);
    const [frame] = frames;
    const lines = frame
      ? positionTicks.flatMap(({ line, ticks }) => this.#spentLine(frame, line, ticks / all) ?? [])
      : [];
    return { locations, top, owner: locations[0] ?? null, lines };
  }

  #locationsOf(frames: readonly CallFrame[]): readonly CodeLocation[] {
    const locations = frames.map((frame) => this.#locationOf(frame));
    return [...new Set(locations.filter((location) => location !== null))];
  }

  /** `null` if the line does not come from the function's file. */
  #spentLine(frame: CallFrame, at: number, share: number): SpentLine | null {
    const location = this.#locationOf(frame);
    if (location === null) return null;
    // All of a function that a tool wrote in one line is in that line: where in it, V8 does not say.
    const place = at === frame.lineNumber + 1 ? location : this.#locate(lineFrame(frame, at));
    return place?.file === location.file ? { location, line: place.line, share } : null;
  }

  #locationOf(frame: CallFrame): CodeLocation | null {
    const location = this.#locate(frame);
    if (location === null) return null;
    const key = `${location.file}:${location.line}:${location.name}`;
    const known = this.#locations.get(key) ?? location;
    this.#locations.set(key, known);
    return known;
  }
}

/** All frames, and the lines in them, whose places must be known to read the stacks. */
export function framesToLocate(nodes: readonly ProfileNode[], waits: readonly CallFrame[]): CallFrame[] {
  return [
    ...nodes.flatMap(({ callFrame, positionTicks = [] }) => [
      callFrame,
      ...positionTicks.map(({ line }) => lineFrame(callFrame, line)),
    ]),
    ...waits.flatMap((frame) => (frame.waitsAt ? [frame, lineFrame(frame, frame.waitsAt)] : [frame])),
  ];
}

/** The beginning of a line, counted from 1, as a frame: a source map tells where that comes from. */
const lineFrame = (frame: CallFrame, line: number): CallFrame => ({
  ...frame,
  lineNumber: line - 1,
  columnNumber: 0,
});

function framesFrom(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): CallFrame[] {
  const frames: CallFrame[] = [];
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id)) frames.push(at.callFrame);
  return frames;
}
