import type { Classes } from './classes.ts';
import { encode } from './encode.ts';
import type { Encoded, RecordedHistory } from './encoded.ts';

const mostObjects = 100;
const mostCalls = 200;

interface Life {
  /** Its number among all processes. */
  readonly object: string;
  written: number;
  readonly args: readonly Encoded[];
  readonly calls: { readonly method: string; readonly args: readonly Encoded[] }[];
}

/**
 * Follows objects whose state cannot be read (private fields): how they were made and what was asked of them. Made and
 * asked the same again, an object of the other version has to give the same answers.
 *
 * An object that was made before its class was followed, or with something that cannot be encoded, is not followed.
 */
export class Histories {
  readonly #classes: Classes;
  readonly #write: (history: RecordedHistory) => void;
  readonly #followed = new Set<object>();
  readonly #lives = new Map<string, Map<object, Life>>();
  #depth = 0;

  constructor(classes: Classes, write: (history: RecordedHistory) => void) {
    this.#classes = classes;
    this.#write = write;
  }

  follow(type: string, prototype: object): void {
    if (this.#followed.has(prototype)) return;
    this.#followed.add(prototype);
    this.#lives.set(type, new Map());
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
    const lives = this.#lives.get(type);
    const encoded = this.#encode(args);
    if (lives && encoded && lives.size < mostObjects)
      lives.set(object, { object: `${process.pid}-${lives.size}`, written: 0, args: encoded, calls: [] });
  }

  /** Writes each life that went on since it was last written; a later line of the same object counts. */
  writeChanged(): void {
    for (const [target, lives] of this.#lives)
      for (const life of lives.values()) {
        const { object, args, calls, written } = life;
        if (calls.length === written) continue;
        life.written = calls.length;
        this.#write({ kind: 'history', object, target, args, calls });
      }
  }

  #note(type: string, object: object, method: string, args: readonly unknown[]): void {
    const lives = this.#lives.get(type);
    const life = lives?.get(object);
    if (this.#depth > 0 || !life || life.calls.length >= mostCalls) return;
    const encoded = this.#encode(args);
    // Without this call the later ones would find another state.
    if (encoded === null) lives?.delete(object);
    else life.calls.push({ method, args: encoded });
  }

  #encode(args: readonly unknown[]): readonly Encoded[] | null {
    try {
      const encoded = encode(args, { typeOf: this.#classes.typeOf, most: 20_000 }) as {
        items: readonly Encoded[];
      };
      return JSON.stringify(encoded).includes('"$":"opaque"') ? null : encoded.items;
    } catch {
      return null;
    }
  }
}
