import type { HotFunction } from './protocol.ts';

/** What attribution needs of V8's CPU profile. Times in microseconds. */
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
  /** Empty where the function has no name. */
  readonly functionName: string;
  readonly url: string;
  /** 0-based, where the function begins. */
  readonly lineNumber: number;
}

/** A function of the service. */
export type CodeLocation = Pick<HotFunction, 'name' | 'file' | 'line'>;

/** The service's own functions on a stack, each once, innermost first. */
export interface Stack {
  readonly locations: readonly CodeLocation[];
  /** The one that ran, if it is the service's. */
  readonly top: CodeLocation | null;
}

const notWork = new Set(['(root)', '(idle)', '(program)', '(garbage collector)']);

/** Reads stacks so that one function is always the same object. */
export class StackReader {
  readonly #fileOf: (url: string) => string | null;
  readonly #places = new Map<string, CodeLocation>();

  constructor(fileOf: (url: string) => string | null) {
    this.#fileOf = fileOf;
  }

  /** The stack of every node that is work, by the node's id. */
  ofNodes(nodes: readonly ProfileNode[]): Map<number, Stack> {
    const parents = new Map(
      nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
    );
    const work = nodes.filter((node) => !notWork.has(node.callFrame.functionName));
    return new Map(work.map((node) => [node.id, this.ofFrames(framesFrom(node, parents))]));
  }

  ofFrames(frames: readonly CallFrame[]): Stack {
    const places = frames.map((frame) => this.#placeOf(frame));
    return { locations: [...new Set(places.filter((place) => place !== null))], top: places[0] ?? null };
  }

  #placeOf({ functionName, url, lineNumber }: CallFrame): CodeLocation | null {
    const file = this.#fileOf(url);
    if (file === null || lineNumber < 0) return null;
    const name = (functionName || '(anonymous)').slice(0, 200);
    const key = `${file}:${lineNumber}:${name}`;
    const place = this.#places.get(key) ?? { name, file, line: lineNumber + 1 };
    this.#places.set(key, place);
    return place;
  }
}

function framesFrom(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): CallFrame[] {
  const frames: CallFrame[] = [];
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id)) frames.push(at.callFrame);
  return frames;
}
