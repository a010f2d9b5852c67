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
  readonly #locationOf: LocationOf;
  readonly #locations = new Map<string, CodeLocation>();

  constructor(locationOf: LocationOf) {
    this.#locationOf = locationOf;
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
      frames.toReversed().flatMap((frame) => {
        const [location, line] = [this.#known(frame), frame.waitsAt ?? 0];
        const isKnown = location !== null && line > 0 && isInPlace(frame, location);
        return isKnown ? [[location, { location, line, share: 1 }]] : [];
      }),
    );
    return { locations: this.#locationsOf(frames), top: null, owner: null, lines: [...lines.values()] };
  }

  #ofNode({ positionTicks = [] }: ProfileNode, frames: readonly CallFrame[]): Stack {
    const locations = this.#locationsOf(frames);
    const [frame] = frames;
    const top = frame ? this.#known(frame) : null;
    const all = positionTicks.reduce((sum, { ticks }) => sum + ticks, 0);
    const lines =
      frame && top && isInPlace(frame, top)
        ? positionTicks.map(({ line, ticks }) => ({ location: top, line, share: ticks / all }))
        : [];
    return { locations, top, owner: locations[0] ?? null, lines };
  }

  #locationsOf(frames: readonly CallFrame[]): readonly CodeLocation[] {
    const locations = frames.map((frame) => this.#known(frame));
    return [...new Set(locations.filter((location) => location !== null))];
  }

  #known(frame: CallFrame): CodeLocation | null {
    const location = this.#locationOf(frame);
    if (location === null) return null;
    const key = `${location.file}:${location.line}:${location.name}`;
    const known = this.#locations.get(key) ?? location;
    this.#locations.set(key, known);
    return known;
  }
}

/** Whether the function runs where it is written: the lines of built code are not those of its sources. */
const isInPlace = ({ url, lineNumber }: CallFrame, { file, line }: CodeLocation): boolean =>
  line === lineNumber + 1 && (url.includes(file) || url.includes(encodeURI(file)));

function framesFrom(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): CallFrame[] {
  const frames: CallFrame[] = [];
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id)) frames.push(at.callFrame);
  return frames;
}
