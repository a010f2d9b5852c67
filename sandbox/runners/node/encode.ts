import { types } from 'node:util';
import type { Encoded, Properties } from './encoded.ts';

/** What the encoder asks of the process that it runs in. */
export interface Encoding {
  /** `path#Name` of a class of the service whose prototype this is; `undefined` for any other. */
  readonly typeOf: (prototype: object) => string | undefined;
  /** Gives something that cannot be encoded a double, or says why it has none. */
  readonly standIn?: (value: object) => Encoded;
  /** Values at most; what has more is not encoded. */
  readonly most?: number;
}

class TooLarge extends Error {}

const mostIterated = 10_000;

/** Encodes values that may share objects. @throws Error if they hold more values than allowed, or one that cannot be read. */
export function encode(value: unknown, encoding: Encoding): Encoded {
  return new Encoder(encoding).encode(value);
}

/** Encodes a value; one that cannot be encoded is opaque, with the reason. */
export function encodeOrOpaque(value: unknown, encoding: Encoding): Encoded {
  try {
    return encode(value, encoding);
  } catch (error) {
    return { $: 'opaque', why: error instanceof TooLarge ? error.message : 'a value that cannot be read' };
  }
}

/** Why a value cannot be made again, from its encoding as JSON; undefined if it can. */
export const obstacleIn = (text: string): string | undefined =>
  /\{"\$":"opaque","why":"([^"]*)"\}/.exec(text)?.[1];

class Encoder {
  readonly #encoding: Encoding;
  readonly #met = new Map<object, { id?: number }>();
  #left: number;
  #ids = 0;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
    this.#left = encoding.most ?? 200_000;
  }

  encode(value: unknown): Encoded {
    this.#left -= 1;
    if (this.#left < 0) throw new TooLarge('the values are too large');
    switch (typeof value) {
      case 'string':
        this.#left -= Math.floor(value.length / 16);
        return value;
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
      case 'undefined':
        return { $: 'undefined' };
      case 'bigint':
        return { $: 'bigint', text: String(value) };
      case 'symbol':
        return encodeSymbol(value);
      case 'function':
        return this.#standIn(value);
      default:
        return value === null ? null : this.#encodeObject(value as object);
    }
  }

  #encodeObject(value: object): Encoded {
    const first = this.#met.get(value);
    if (first) {
      this.#ids += first.id === undefined ? 1 : 0;
      first.id ??= this.#ids;
      return { $: 'ref', id: first.id };
    }
    if (types.isProxy(value)) return this.#standIn(value);
    // Filled in below, once it is known: a reference to it may come first.
    const node = {} as { id?: number };
    this.#met.set(value, node);
    const encoded = this.#encodeKind(value);
    if (typeof encoded !== 'object' || encoded === null) return encoded;
    return Object.assign(node, encoded) as Encoded;
  }

  #encodeKind(value: object): Encoded {
    const prototype: object | null = Object.getPrototypeOf(value);
    if (Array.isArray(value))
      return prototype === Array.prototype ? this.#encodeArray(value) : this.#standIn(value);
    if (prototype === Map.prototype)
      return {
        $: 'map',
        entries: [...(value as Map<unknown, unknown>)].map(
          ([k, v]) => [this.encode(k), this.encode(v)] as const,
        ),
      };
    if (prototype === Set.prototype)
      return { $: 'set', items: [...(value as Set<unknown>)].map((item) => this.encode(item)) };
    if (prototype === Date.prototype) return { $: 'date', time: this.encode((value as Date).getTime()) };
    if (types.isRegExp(value))
      return { $: 'regexp', source: value.source, flags: value.flags, lastIndex: value.lastIndex };
    if (types.isNativeError(value) || value instanceof Error) return this.#encodeError(value as Error);
    if (ArrayBuffer.isView(value)) return this.#encodeBytes(value);
    if (prototype === null || prototype === Object.prototype)
      return {
        $: 'object',
        ...(prototype === null ? { type: null } : {}),
        properties: this.#propertiesOf(value),
      };
    const type = this.#encoding.typeOf(prototype);
    if (type !== undefined) return { $: 'object', type, properties: this.#propertiesOf(value) };
    if (isIterator(value)) return this.#drain(value);
    return this.#standIn(value);
  }

  #encodeArray(value: readonly unknown[]): Encoded {
    const items: Encoded[] = [];
    for (let i = 0; i < value.length; i += 1) items.push(i in value ? this.encode(value[i]) : { $: 'hole' });
    const extra = Object.keys(value).filter((key) => !/^\d+$/.test(key));
    if (extra.length === 0) return { $: 'array', items };
    return { $: 'array', items, properties: extra.map((key) => [key, this.#read(value, key)] as const) };
  }

  #encodeError(error: Error): Encoded {
    const hidden = new Set(['stack', 'message']);
    const properties = Object.getOwnPropertyNames(error)
      .filter((key) => !hidden.has(key))
      .map((key) => [key, this.#read(error, key)] as const);
    const type: unknown = error.constructor?.name;
    return {
      $: 'error',
      type: typeof type === 'string' ? type : 'Error',
      message: String(error.message),
      properties,
    };
  }

  #encodeBytes(value: ArrayBufferView): Encoded {
    this.#left -= Math.floor(value.byteLength / 16);
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { $: 'bytes', type: value.constructor.name, base64: bytes.toString('base64') };
  }

  #propertiesOf(value: object): Properties {
    return Reflect.ownKeys(value).flatMap((key) => {
      if (typeof key === 'symbol') return [];
      return Object.getOwnPropertyDescriptor(value, key)?.enumerable
        ? [[key, this.#read(value, key)] as const]
        : [];
    });
  }

  /** A getter may throw. */
  #read(value: object, key: string): Encoded {
    let found: unknown;
    try {
      found = Reflect.get(value, key);
    } catch {
      return { $: 'opaque', why: `the getter ${key} throws` };
    }
    return this.encode(found);
  }

  #drain(iterator: Iterator<unknown>): Encoded {
    const items: Encoded[] = [];
    for (let i = 0; i < mostIterated; i += 1) {
      const { done, value } = iterator.next();
      if (done) return { $: 'iterated', items, isWhole: true };
      items.push(this.encode(value));
    }
    return { $: 'iterated', items, isWhole: false };
  }

  #standIn(value: object): Encoded {
    return this.#encoding.standIn?.(value) ?? { $: 'opaque', why: describe(value) };
  }
}

/** "a function", "a Socket". */
export function describe(value: object): string {
  if (typeof value === 'function') return 'a function';
  if (types.isProxy(value)) return 'a Proxy';
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object of an unknown class';
}

function isIterator(value: object): value is Iterator<unknown> {
  return Symbol.iterator in value && 'next' in value && typeof value.next === 'function';
}

function encodeSymbol(value: symbol): Encoded {
  const registered = Symbol.keyFor(value);
  if (registered !== undefined) return { $: 'symbol', text: registered, isRegistered: true };
  const name = Object.getOwnPropertyNames(Symbol).find((key) => Reflect.get(Symbol, key) === value);
  return name === undefined
    ? { $: 'opaque', why: `the symbol ${String(value.description)}` }
    : { $: 'symbol', text: name, isRegistered: false };
}
