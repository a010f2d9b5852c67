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
  readonly children?: readonly number[] | undefined;
}

export interface CallFrame {
  /** Empty if the function has no name. */
  readonly functionName: string;
  readonly url: string;
  /** 0-based line and column where the function begins. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** The location of a function of the service. */
export type CodeLocation = Pick<HotFunction, 'name' | 'file' | 'line'>;

/** The service's functions on a stack, each once, innermost first. */
export interface Stack {
  readonly locations: readonly CodeLocation[];
  /** The function that was running, if it belongs to the service. */
  readonly top: CodeLocation | null;
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
    return new Map(work.map((node) => [node.id, this.ofFrames(framesFrom(node, parents))]));
  }

  ofFrames(frames: readonly CallFrame[]): Stack {
    const locations = frames.map((frame) => this.#known(frame));
    return {
      locations: [...new Set(locations.filter((location) => location !== null))],
      top: locations[0] ?? null,
    };
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

function framesFrom(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): CallFrame[] {
  const frames: CallFrame[] = [];
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id)) frames.push(at.callFrame);
  return frames;
}
