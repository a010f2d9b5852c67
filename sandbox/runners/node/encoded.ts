/*
 * Values as JSON, so that a call can leave the process that it happened in and happen again in another.
 *
 * JSON's own strings, booleans, null and finite numbers stand for themselves (but -0, which is tagged). Everything else is
 * an object with a tag in `$`. An object that is met again is a reference to the first meeting, so that cycles end.
 */
export type Encoded = string | number | boolean | null | Tagged;

export type Tagged =
  | { readonly $: 'undefined' }
  | { readonly $: 'hole' }
  /** NaN, Infinity, -Infinity or -0, as a text. */
  | { readonly $: 'number'; readonly text: string }
  | { readonly $: 'bigint'; readonly text: string }
  /** A symbol of the global registry, or a well-known one. */
  | { readonly $: 'symbol'; readonly text: string; readonly isRegistered: boolean }
  | { readonly $: 'ref'; readonly id: number }
  | EncodedArray
  | EncodedObject
  | (Shared & { readonly $: 'map'; readonly entries: readonly (readonly [Encoded, Encoded])[] })
  | (Shared & { readonly $: 'set'; readonly items: readonly Encoded[] })
  | (Shared & { readonly $: 'date'; readonly time: Encoded })
  | (Shared & {
      readonly $: 'regexp';
      readonly source: string;
      readonly flags: string;
      readonly lastIndex: number;
    })
  /** An error; `type` is the name of its class. */
  | (Shared & {
      readonly $: 'error';
      readonly type: string;
      readonly message: string;
      readonly properties: Properties;
    })
  /** Bytes of a typed array, a buffer or a DataView, as base64. */
  | (Shared & { readonly $: 'bytes'; readonly type: string; readonly base64: string })
  /** What a generator, an iterator or a stream gave, drained. */
  | (Shared & { readonly $: 'iterated'; readonly items: readonly Encoded[]; readonly isWhole: boolean })
  /** A function that uses nothing but its parameters and globals: its text is all of it. */
  | { readonly $: 'source'; readonly text: string }
  /** Something that lives in its process alone and is answered for from a recording. */
  | { readonly $: 'double'; readonly id: number; readonly type: string }
  /** Something that cannot be compared; `why` says what it is. */
  | { readonly $: 'opaque'; readonly why: string };

/** Where an object is met again, the first meeting has a number. */
interface Shared {
  readonly id?: number;
}

export type Properties = readonly (readonly [string, Encoded])[];

export interface EncodedArray extends Shared {
  readonly $: 'array';
  readonly items: readonly Encoded[];
  /** Properties that are no indices. */
  readonly properties?: Properties;
}

export interface EncodedObject extends Shared {
  readonly $: 'object';
  /** `path#Name` of a class of the service; `null` for an object without prototype; absent for a plain one. */
  readonly type?: string | null;
  /** In the order in which the object has them. */
  readonly properties: Properties;
}

/** How a call ended. */
export type Outcome =
  | { readonly how: 'returned' | 'threw' | 'resolved' | 'rejected'; readonly value: Encoded }
  /** The promise did not settle in time. */
  | { readonly how: 'pending' }
  /** It asked a double for something that was not recorded. */
  | { readonly how: 'unrecorded'; readonly what: string };

/** An answer that a double has recorded. */
export interface RecordedAnswer {
  /** The method that was called; empty where the double is a function. */
  readonly method: string;
  readonly args: readonly Encoded[];
  readonly outcome: Outcome;
}

/** By the target, and by the index of the argument that answered. */
export type KnownAnswers = Readonly<Record<string, Readonly<Record<number, readonly RecordedAnswer[]>>>>;

/** One call of one function, as it can be made again. */
export interface RecordedCall {
  readonly kind: 'call';
  /** `path#name`, `path#Class.method`, `path#Class.static method` or `path#object.method`. */
  readonly target: string;
  readonly self: Encoded;
  readonly args: readonly Encoded[];
  /** By the id of the double. */
  readonly answers: Readonly<Record<string, readonly RecordedAnswer[]>>;
}

/** The life of an object whose state cannot be read: how it was made, and what was asked of it. */
export interface RecordedHistory {
  readonly kind: 'history';
  /** Tells the objects of all processes apart. */
  readonly object: string;
  /** `path#Class`. */
  readonly target: string;
  readonly args: readonly Encoded[];
  readonly calls: readonly HistoryCall[];
}

/** What was asked of an object. */
export interface HistoryCall {
  readonly method: string;
  readonly args: readonly Encoded[];
  /** Whether another object, made in the same way, is asked: objects that share something show it. */
  readonly ofAnother?: true;
}

export type RecordedUse = RecordedCall | RecordedHistory;

/** What may be compared in a module of the service. */
export interface ModuleTargets {
  /** `name`, `Class.method`, `Class.static method` or `object.method`. */
  readonly functions: readonly string[];
  /** Classes whose instances values may hold. */
  readonly classes: readonly string[];
  /** Classes of which the versions make other objects: an object of one is none that the other could have made. */
  readonly remade: readonly string[];
  /** Offsets of `const` where a function must be replaceable: `let` takes its place. */
  readonly constants: readonly number[];
  /** The files that a build made of the module, with such offsets in each; absent where nothing was built of it. */
  readonly built?: Readonly<Record<string, readonly number[]>>;
}

/** By the path of the module below the service's root. */
export type Targets = Readonly<Record<string, ModuleTargets>>;
