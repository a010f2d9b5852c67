import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type Decoding, decode } from './decode.ts';
import { encode } from './encode.ts';
import type { Outcome, RecordedAnswer, RecordedCall } from './encoded.ts';

/** Questions that are kept at most, and characters of each: a longer one is told by its digest. */
const mostAsked = 1_000;
const longestAsked = 300;

/** Thrown where a double is asked for something that was not recorded: then nothing can be compared. */
class Unrecorded extends Error {}

/** Stand-ins for the collaborators of one call, which answer as the recording says. */
export class Doubles {
  /** What was asked that no recording has. */
  unrecorded: string | null = null;
  /** What was asked of all doubles, in order. */
  readonly asked: string[] = [];
  /** Promises of all doubles that were open at the same time, at most. */
  peak = 0;
  #open = 0;
  readonly #made = new Map<number, unknown>();
  readonly #answers: RecordedCall['answers'];
  readonly #decoding: Omit<Decoding, 'double'>;
  readonly #typeOf: (prototype: object) => string | undefined;

  constructor(
    answers: RecordedCall['answers'],
    decoding: Omit<Decoding, 'double'>,
    typeOf: (prototype: object) => string | undefined,
  ) {
    this.#answers = answers;
    this.#decoding = decoding;
    this.#typeOf = typeOf;
  }

  readonly double = (id: number): unknown => {
    if (!this.#made.has(id)) this.#made.set(id, this.#make(id));
    return this.#made.get(id);
  };

  #make(id: number): unknown {
    const answers = this.#answers[id] ?? [];
    const left = new Map<string, RecordedAnswer[]>();
    for (const answer of answers) {
      const key = keyOf(answer.method, answer.args);
      left.set(key, [...(left.get(key) ?? []), answer]);
    }
    const answer = (method: string, args: readonly unknown[]): unknown => {
      const key = keyOf(
        method,
        args.map((arg) =>
          encode(arg, { typeOf: this.#typeOf, standIn: () => ({ $: 'opaque', why: 'a function' }) }),
        ),
      );
      this.#note(`${id === 1 ? '' : `${id}.`}${method}(${argumentsIn(key)})`);
      const found = left.get(key);
      // The last answer stays: a version may ask more often for the same.
      const next = found && found.length > 1 ? found.shift() : found?.[0];
      if (!next) {
        this.unrecorded ??= `${method === '' ? 'a function' : method}(${argumentsIn(key).slice(0, 200)})`;
        throw new Unrecorded('not recorded');
      }
      return this.#play(next.outcome);
    };
    const methods = new Set(answers.map(({ method }) => method));
    if (methods.has('')) return (...args: unknown[]) => answer('', args);
    return new Proxy(
      {},
      {
        get: (_, name) =>
          typeof name === 'symbol' || name === 'then'
            ? undefined
            : (...args: unknown[]) => answer(name, args),
      },
    );
  }

  #note(question: string): void {
    if (this.asked.length >= mostAsked) return;
    const { length } = question;
    this.asked.push(
      length > longestAsked ? `${question.slice(0, longestAsked)}… ${digest(question)}` : question,
    );
  }

  #play(outcome: Outcome): unknown {
    if (outcome.how === 'pending' || outcome.how === 'unrecorded') throw new Unrecorded('not recorded');
    const [value] = decode([outcome.value], { ...this.#decoding, double: this.double });
    if (outcome.how === 'returned') return value;
    if (outcome.how === 'threw') throw value;
    this.#open += 1;
    this.peak = Math.max(this.peak, this.#open);
    return setImmediate().then(() => {
      this.#open -= 1;
      if (outcome.how === 'rejected') throw value;
      return value;
    });
  }
}

const argumentsIn = (key: string): string => key.slice(key.indexOf('[') + 1, -1);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

const keyOf = (method: string, args: readonly unknown[]): string => `${method}${JSON.stringify(args)}`;
