import type { Classes } from './classes.ts';
import { encode, obstacleIn } from './encode.ts';
import type { Encoded, HistoryCall, RecordedHistory } from './encoded.ts';
import type { CaptureSummary } from './plan.ts';

const mostObjects = 100;
const mostCalls = 200;

interface Life {
  /** Its number among all processes. */
  readonly object: string;
  written: number;
  readonly args: readonly Encoded[];
  readonly calls: HistoryCall[];
}

/** The objects of one class. */
interface Kind {
  made: number;
  readonly lives: Map<object, Life>;
  /** Why objects could not be followed, with their number. */
  readonly lost: Record<string, number>;
}

/**
 * Follows objects whose state cannot be read (private fields): how they were made and what was asked of them. Made and
 * asked the same again, an object of the other version has to give the same answers.
 *
 * An object that was made before its class was followed, or with something that cannot be encoded, is not followed.
 */
export class Histories {
  readonly #classes: Classes;
  readonly #write: (line: RecordedHistory | CaptureSummary) => void;
  readonly #followed = new Set<object>();
  readonly #kinds = new Map<string, Kind>();
  #depth = 0;

  constructor(classes: Classes, write: (line: RecordedHistory | CaptureSummary) => void) {
    this.#classes = classes;
    this.#write = write;
  }

  follow(type: string, prototype: object): void {
    if (this.#followed.has(prototype)) return;
    this.#followed.add(prototype);
    this.#kinds.set(type, { made: 0, lives: new Map(), lost: {} });
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const found = Object.getOwnPropertyDescriptor(prototype, name);
      if (name === 'constructor' || typeof found?.value !== 'function') continue;
      const run = found.value as (...args: unknown[]) => unknown;
      const noted = (object: object, args: readonly unknown[]): unknown => {
        this.#note(type, object, name, args);
        this.#depth += 1;
        try {
          return Reflect.apply(run, object, args);
        } finally {
          this.#depth -= 1;
        }
      };
      const followed = function (this: object, ...args: unknown[]): unknown {
        return noted(this, args);
      };
      Object.defineProperty(prototype, name, { ...found, value: followed });
    }
  }

  /** Tells that an object was made. */
  made(type: string, object: object, args: readonly unknown[]): void {
    const kind = this.#kinds.get(type);
    if (!kind || kind.made >= mostObjects) return;
    const number = kind.made;
    kind.made += 1;
    const encoded = this.#encode(args, kind);
    if (encoded)
      kind.lives.set(object, { object: `${process.pid}-${number}`, written: 0, args: encoded, calls: [] });
  }

  /** Writes each life that went on since it was last written; a later line of the same object or class counts. */
  writeChanged(): void {
    for (const [target, { made, lives, lost }] of this.#kinds) {
      let hasChanged = false;
      for (const life of lives.values()) {
        const { object, args, calls, written } = life;
        if (calls.length === written) continue;
        hasChanged = true;
        life.written = calls.length;
        this.#write({ kind: 'history', object, target, args, calls });
      }
      if (hasChanged || lives.size < made)
        this.#write({
          kind: 'summary',
          process: process.pid,
          target,
          called: made,
          kept: lives.size,
          reasons: lost,
        });
    }
  }

  #note(type: string, object: object, method: string, args: readonly unknown[]): void {
    const kind = this.#kinds.get(type);
    const life = kind?.lives.get(object);
    if (this.#depth > 0 || !kind || !life || life.calls.length >= mostCalls) return;
    const encoded = this.#encode(args, kind);
    // Without this call the later ones would find another state.
    if (encoded === null) kind.lives.delete(object);
    else life.calls.push({ method, args: encoded });
  }

  /** Null where they cannot be encoded, which loses an object. */
  #encode(args: readonly unknown[], { lost }: Kind): readonly Encoded[] | null {
    try {
      const encoded = encode(args, { typeOf: this.#classes.typeOf, most: 20_000 }) as {
        items: readonly Encoded[];
      };
      const obstacle = obstacleIn(JSON.stringify(encoded));
      if (obstacle === undefined) return encoded.items;
      throw new Error(obstacle);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      lost[reason] = (lost[reason] ?? 0) + 1;
      return null;
    }
  }
}
