import { types } from 'node:util';
import { describe, encode, encodeOrOpaque } from './encode.ts';
import type { Encoded, Outcome, RecordedAnswer } from './encoded.ts';

/** Most answers that one double keeps for one call. */
const mostAnswers = 500;

/**
 * Gives collaborators that cannot be encoded a stand-in that passes everything on and records what they answered, so
 * that the call can be made again without them.
 */
export class Recording {
  readonly answers: Record<string, RecordedAnswer[]> = {};
  readonly #ids = new Map<object, number>();
  readonly #typeOf: (prototype: object) => string | undefined;

  constructor(typeOf: (prototype: object) => string | undefined) {
    this.#typeOf = typeOf;
  }

  /** What goes into the record in the place of the collaborator. */
  readonly standIn = (value: object): Encoded => {
    const text = typeof value === 'function' ? portableText(value) : null;
    if (text !== null) return { $: 'source', text };
    const id = this.#ids.get(value);
    return id === undefined
      ? { $: 'opaque', why: `${describe(value)} below an argument` }
      : { $: 'double', id, type: describe(value) };
  };

  /** What is passed on in the place of an argument: itself, or a collaborator that is recorded. */
  wrap(value: unknown): unknown {
    if (!this.#isCollaborator(value)) return value;
    const id = this.#ids.size + 1;
    this.#ids.set(value, id);
    const answers: RecordedAnswer[] = [];
    this.answers[id] = answers;
    if (typeof value === 'function')
      return (...args: unknown[]) =>
        this.#follow(answers, '', args, () => Reflect.apply(value, undefined, args));
    return new Proxy(value, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof name === 'symbol' || typeof found !== 'function') return found;
        return (...args: unknown[]) =>
          this.#follow(answers, name, args, () => Reflect.apply(found, target, args));
      },
    });
  }

  #isCollaborator(value: unknown): value is object {
    if (typeof value === 'function') return portableText(value) === null;
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value) || value instanceof Map || value instanceof Set || value instanceof Date)
      return false;
    if (value instanceof Error || value instanceof RegExp || ArrayBuffer.isView(value)) return false;
    const prototype: object | null = Object.getPrototypeOf(value);
    if (prototype === null || this.#typeOf(prototype) !== undefined) return false;
    // A plain object is data, unless it is a handful of functions: `{ stock: async () => ... }`.
    if (prototype === Object.prototype)
      return Object.values(value).some((held) => typeof held === 'function');
    return !types.isPromise(value);
  }

  #follow(answers: RecordedAnswer[], method: string, args: readonly unknown[], call: () => unknown): unknown {
    const encodedArgs = this.#encodeAll(args);
    const keep = (outcome: Outcome) => {
      if (encodedArgs && answers.length < mostAnswers) answers.push({ method, args: encodedArgs, outcome });
    };
    let returned: unknown;
    try {
      returned = call();
    } catch (error) {
      keep({ how: 'threw', value: this.#encodeOne(error) });
      throw error;
    }
    if (!types.isPromise(returned)) {
      keep({ how: 'returned', value: this.#encodeOne(returned) });
      return returned;
    }
    return returned.then(
      (value) => {
        keep({ how: 'resolved', value: this.#encodeOne(value) });
        return value;
      },
      (error) => {
        keep({ how: 'rejected', value: this.#encodeOne(error) });
        throw error;
      },
    );
  }

  #encodeAll(args: readonly unknown[]): readonly Encoded[] | null {
    try {
      return args.map((arg) => encode(arg, { typeOf: this.#typeOf, standIn: this.standIn, most: 20_000 }));
    } catch {
      return null;
    }
  }

  #encodeOne(value: unknown): Encoded {
    return encodeOrOpaque(value, { typeOf: this.#typeOf, standIn: this.standIn, most: 50_000 });
  }
}

/** Names that every process has. */
const globals = new Set(Object.getOwnPropertyNames(globalThis));
const words = new Set(
  (
    'return const let var function if else for of in while do new typeof instanceof null true false undefined this ' +
    'async await yield throw try catch finally switch case default break continue void delete class'
  ).split(' '),
);

/**
 * The text of a function that uses nothing but its parameters, its own variables and globals: a comparator, a predicate.
 * `null` where it may use more; a doubt is a no.
 */
export function portableText(value: object): string | null {
  if (typeof value !== 'function') return null;
  const text = Function.prototype.toString.call(value);
  const isArrow = /^(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>/.test(text);
  const isFunction = /^(?:async\s+)?function\b/.test(text);
  if ((!isArrow && !isFunction) || text.includes('[native code]') || text.length > 2_000) return null;
  const code = text.replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[\s\S]*?\*\//g, '""');
  if (code.includes('`') || code.includes('this')) return null;
  const declared = new Set<string>();
  const parameters = /^(?:async\s*)?(?:function\b[^(]*)?(?:\(([^()]*)\)|([\w$]+)\s*=>)/.exec(code);
  for (const [name] of (parameters?.[1] ?? parameters?.[2] ?? '').matchAll(/[\w$]+/g)) declared.add(name);
  for (const [, name = ''] of code.matchAll(/\b(?:const|let|var|function)\s+([\w$]+)/g)) declared.add(name);
  for (const [, name = ''] of code.matchAll(/(?:\(|,\s*)([\w$]+)(?=[^()]*\)\s*=>)|([\w$]+)\s*=>/g))
    if (name) declared.add(name);
  const used = [...code.matchAll(/(?<![\w$.])([A-Za-z_$][\w$]*)(?!\s*:(?!:))/g)].map(([, name = '']) => name);
  return used.every((name) => declared.has(name) || globals.has(name) || words.has(name)) ? text : null;
}
