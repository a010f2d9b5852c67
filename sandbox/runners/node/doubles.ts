import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { MadeUpAnswers } from './answers/made-up-answers.ts';
import { type Decoding, decode } from './decode.ts';
import { encode } from './encode.ts';
import type { Encoded, Outcome, RecordedAnswer, RecordedCall } from './encoded.ts';

/** Questions that are kept at most, and characters of each: a longer one is told by its digest. */
const mostAsked = 1_000;
const longestAsked = 300;
/** Answers that are made up for one call at most: what asks on and on ends. */
const mostMadeUp = 5_000;

/** Thrown where a double is asked for something that was not recorded: then nothing can be compared. */
class Unrecorded extends Error {}

/** What is known of a collaborator beyond the recording of one call. */
export interface KnownCollaborator {
  readonly isFunction: boolean;
  readonly answers: MadeUpAnswers;
}

/** Stand-ins for the collaborators of one call, which answer as the recording says, and beyond it as other recordings let expect. */
export class Doubles {
  /** What was asked that no recording has. */
  unrecorded: string | null = null;
  /** What was asked of all doubles, in order. */
  readonly asked: string[] = [];
  /** What of it got an answer that was not recorded in this call. */
  readonly madeUp = new Set<string>();
  /** Whether what was answered so may depend on commands that a collaborator got before. */
  mayRemember = false;
  /** Promises of all doubles that were open at the same time, at most. */
  peak = 0;
  #open = 0;
  #left = mostMadeUp;
  readonly #made = new Map<number, unknown>();
  readonly #answers: RecordedCall['answers'];
  readonly #known: (id: number) => KnownCollaborator;
  readonly #decoding: Omit<Decoding, 'double'>;
  readonly #typeOf: (prototype: object) => string | undefined;

  constructor(
    answers: RecordedCall['answers'],
    known: (id: number) => KnownCollaborator,
    decoding: Omit<Decoding, 'double'>,
    typeOf: (prototype: object) => string | undefined,
  ) {
    this.#answers = answers;
    this.#known = known;
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
    const { isFunction, answers: all } = this.#known(id);
    // A callback is another one in each call: what others answered says something only where it was never asked.
    const others = isFunction && answers.length > 0 ? new MadeUpAnswers(answers) : all;
    const answer = (method: string, given: readonly unknown[]): unknown => {
      const args = given.map((arg) =>
        encode(arg, { typeOf: this.#typeOf, standIn: () => ({ $: 'opaque', why: 'a function' }) }),
      );
      const key = keyOf(method, args);
      const question = this.#note(`${id === 1 ? '' : `${id}.`}${method}(${argumentsIn(key)})`);
      const found = left.get(key);
      // The last answer stays: a version may ask more often for the same.
      const next = found && found.length > 1 ? found.shift() : found?.[0];
      const outcome = next?.outcome ?? this.#makeUp(others, method, args, question);
      if (!outcome) {
        this.unrecorded ??= `${method === '' ? 'a function' : method}(${argumentsIn(key).slice(0, 200)})`;
        throw new Unrecorded('not recorded');
      }
      return this.#play(outcome);
    };
    if (isFunction) return (...args: unknown[]) => answer('', args);
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

  #makeUp(others: MadeUpAnswers, method: string, args: readonly Encoded[], question: string): Outcome | null {
    this.#left -= 1;
    const outcome = this.#left < 0 ? null : others.answerTo(method, args);
    // What never gives anything gives nothing for sure.
    if (!outcome || others.isSilent(method)) return outcome;
    this.madeUp.add(question);
    this.mayRemember ||= others.takesCommands;
    return outcome;
  }

  /** Keeps a question, and gives it as it is kept. */
  #note(question: string): string {
    const { length } = question;
    const noted =
      length > longestAsked ? `${question.slice(0, longestAsked)}… ${digest(question)}` : question;
    if (this.asked.length < mostAsked) this.asked.push(noted);
    return noted;
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
