import { runInThisContext } from 'node:vm';
import type { Encoded, Properties } from './encoded.ts';

/** What the decoder asks of the process that it runs in. */
export interface Decoding {
  /** The prototype of `path#Name`. @throws Error when the service has no such class. */
  readonly prototypeOf: (type: string) => object;
  /** The double with this number. */
  readonly double: (id: number) => unknown;
}

/** Makes values of their encoding; those of one call share their references. @throws Error when there is no such class. */
export function decode(values: readonly Encoded[], decoding: Decoding): unknown[] {
  const decoder = new Decoder(decoding);
  return values.map((value) => decoder.decode(value));
}

const byteTypes: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  Buffer: (bytes) => bytes,
  Uint8Array: (bytes) => new Uint8Array(bytes),
  Uint8ClampedArray: (bytes) => new Uint8ClampedArray(bytes),
  Int8Array: (bytes) => new Int8Array(bytes),
  Uint16Array: (bytes) => new Uint16Array(copyOf(bytes)),
  Int16Array: (bytes) => new Int16Array(copyOf(bytes)),
  Uint32Array: (bytes) => new Uint32Array(copyOf(bytes)),
  Int32Array: (bytes) => new Int32Array(copyOf(bytes)),
  Float32Array: (bytes) => new Float32Array(copyOf(bytes)),
  Float64Array: (bytes) => new Float64Array(copyOf(bytes)),
  BigInt64Array: (bytes) => new BigInt64Array(copyOf(bytes)),
  BigUint64Array: (bytes) => new BigUint64Array(copyOf(bytes)),
  DataView: (bytes) => new DataView(copyOf(bytes)),
};

const errorTypes: Readonly<Record<string, ErrorConstructor>> = {
  TypeError: TypeError as ErrorConstructor,
  RangeError: RangeError as ErrorConstructor,
  SyntaxError: SyntaxError as ErrorConstructor,
};

class Decoder {
  readonly #decoding: Decoding;
  readonly #shared = new Map<number, unknown>();

  constructor(decoding: Decoding) {
    this.#decoding = decoding;
  }

  decode(value: Encoded): unknown {
    if (typeof value !== 'object' || value === null) return value;
    switch (value.$) {
      case 'undefined':
      case 'hole':
        return undefined;
      case 'number':
        return Number(value.text);
      case 'bigint':
        return BigInt(value.text);
      case 'symbol':
        return value.isRegistered ? Symbol.for(value.text) : Reflect.get(Symbol, value.text);
      case 'ref':
        if (!this.#shared.has(value.id)) throw new Error('a reference leads nowhere');
        return this.#shared.get(value.id);
      case 'array': {
        const array = this.#keep(value.id, [] as unknown[]);
        array.length = value.items.length;
        for (const [i, item] of value.items.entries()) if (!isHole(item)) array[i] = this.decode(item);
        return this.#withProperties(array, value.properties ?? []);
      }
      case 'object': {
        const { type } = value;
        const prototype = type === undefined ? Object.prototype : type && this.#decoding.prototypeOf(type);
        return this.#withProperties(this.#keep(value.id, Object.create(prototype || null)), value.properties);
      }
      case 'map': {
        const map = this.#keep(value.id, new Map<unknown, unknown>());
        for (const [key, held] of value.entries) map.set(this.decode(key), this.decode(held));
        return map;
      }
      case 'set': {
        const set = this.#keep(value.id, new Set<unknown>());
        for (const item of value.items) set.add(this.decode(item));
        return set;
      }
      case 'date':
        return this.#keep(value.id, new Date(this.decode(value.time) as number));
      case 'regexp': {
        const regexp = this.#keep(value.id, new RegExp(value.source, value.flags));
        regexp.lastIndex = value.lastIndex;
        return regexp;
      }
      case 'error': {
        const error = this.#keep(value.id, new (errorTypes[value.type] ?? Error)(value.message));
        return this.#withProperties(error, value.properties);
      }
      case 'bytes':
        return this.#keep(value.id, byteTypes[value.type]?.(Buffer.from(value.base64, 'base64')));
      case 'iterated':
        return this.#keep(value.id, value.items.map((item) => this.decode(item))[Symbol.iterator]());
      case 'source':
        // It comes from the service's own code, and runs where the service's own code runs.
        return runInThisContext(`'use strict'; (${value.text});`);
      case 'double':
        return this.#decoding.double(value.id);
      case 'opaque':
        throw new Error(`${value.why} cannot be made again`);
    }
  }

  #keep<Value>(id: number | undefined, value: Value): Value {
    if (id !== undefined) this.#shared.set(id, value);
    return value;
  }

  #withProperties<Holder extends object>(holder: Holder, properties: Properties): Holder {
    for (const [key, value] of properties)
      Object.defineProperty(holder, key, {
        value: this.decode(value),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    return holder;
  }
}

const isHole = (value: Encoded): boolean => typeof value === 'object' && value !== null && value.$ === 'hole';

const copyOf = (bytes: Buffer): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
