import type { Encoded, Outcome, RecordedAnswer } from '../encoded.ts';
import { echoed, repeatNumbers } from './echo.ts';
import { shapeOf } from './leaves.ts';
import { canBeMadeUp, hashOf, nearestOf } from './nearest.ts';
import { answerInParts } from './parts.ts';

/** What was recorded of one method. */
interface Known {
  readonly answers: readonly RecordedAnswer[];
  readonly byQuestion: ReadonlyMap<string, RecordedAnswer>;
  /** Whether the same question had two answers: then an answer is no function of the question. */
  readonly isUnsteady: boolean;
  /** Whether it never answers anything. */
  readonly isSilent: boolean;
  readonly repeatsNumbers: boolean;
}

/**
 * Answers to questions that were not recorded, made up from those that were: the same question gets the same answer,
 * whichever version asks, and whenever. An unknown question is taken for a recorded one of the same shape, so that methods that
 * are asked about one thing answer as for one thing.
 */
export class MadeUpAnswers {
  readonly #known: ReadonlyMap<string, Known>;
  readonly #made = new Map<string, Outcome | null>();

  /** @param world a whole number: 0 may give any recorded answer, another one gives some of them, more often. */
  constructor(recorded: readonly RecordedAnswer[], world = 0) {
    // `Map.groupBy` came with Node 21.
    const names = new Set(recorded.map(({ method }) => method));
    const answersOf = (name: string | null) => recorded.filter(({ method }) => method === name);
    this.#known = new Map([...names].map((name) => [name, knownOf(answersOf(name), world)]));
  }

  /** Whether it also takes commands, which may change what it answers later. */
  get takesCommands(): boolean {
    return [...this.#known.values()].some(({ isSilent }) => isSilent);
  }

  /** Whether a method gives nothing, whatever it is asked. */
  isSilent(method: string): boolean {
    return this.#known.get(method)?.isSilent ?? false;
  }

  /** Null where nobody can say what the answer would be. */
  answerTo(method: string, args: readonly Encoded[]): Outcome | null {
    const question = JSON.stringify([method, args]);
    const made = this.#made.get(question);
    if (made !== undefined) return made;
    const known = this.#known.get(method);
    const answer = known ? answerFrom(known, args) : null;
    this.#made.set(question, answer);
    return answer;
  }
}

function knownOf(answers: readonly RecordedAnswer[], world: number): Known {
  const byQuestion = new Map<string, RecordedAnswer>();
  let isUnsteady = false;
  for (const answer of answers) {
    const question = JSON.stringify(answer.args);
    const first = byQuestion.get(question);
    if (!first) byQuestion.set(question, answer);
    else isUnsteady ||= JSON.stringify(first.outcome) !== JSON.stringify(answer.outcome);
  }
  return {
    answers: inWorld([...byQuestion.values()], world),
    byQuestion,
    isUnsteady,
    isSilent: answers.every(({ outcome }) => isNothing(outcome)),
    repeatsNumbers: repeatNumbers([...byQuestion.values()]),
  };
}

/** Where any answer may be an error, a long list of questions always meets one. */
function inWorld(answers: readonly RecordedAnswer[], world: number): readonly RecordedAnswer[] {
  if (world === 0) return answers;
  const some = answers.filter(({ args }) => hashOf(JSON.stringify([world, args])) % 2 === 0);
  return some.length > 0 ? some : answers;
}

function answerFrom(known: Known, args: readonly Encoded[]): Outcome | null {
  const { answers, byQuestion, isUnsteady, isSilent, repeatsNumbers } = known;
  if (isSilent) return answers[0]?.outcome ?? null;
  if (isUnsteady || !canBeMadeUp(args)) return null;
  const same = byQuestion.get(JSON.stringify(args));
  if (same) return same.outcome;
  const inParts = answerInParts(answers, args);
  if (inParts) return inParts;
  if (answers.some(isRelation)) return null;
  const nearest = nearestOf(answers, args);
  if (!nearest || !('value' in nearest.answer.outcome)) return null;
  const { outcome } = nearest.answer;
  return { ...outcome, value: echoed(outcome.value, nearest.replacements, repeatsNumbers) };
}

const isNothing = (outcome: Outcome): boolean =>
  (outcome.how === 'returned' || outcome.how === 'resolved') &&
  shapeOf(outcome.value) === '{"$":"undefined"}';

/**
 * What compares two values, or makes one of two, has laws: if a comes before b and b before c, then a before c. No recorded
 * answer to another question keeps them.
 */
function isRelation({ args, outcome }: RecordedAnswer): boolean {
  const shapes = args.map(shapeOf);
  const twice = shapes.find((shape, i) => shapes.indexOf(shape) !== i);
  if (twice === undefined || !('value' in outcome)) return false;
  const { value } = outcome;
  const isText = typeof value === 'string';
  return typeof value === 'number' || typeof value === 'boolean' || (!isText && shapeOf(value) === twice);
}
