import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import type { Outcome, RecordedAnswer, RecordedCall } from '../../runners/node/encoded.ts';
import type { Literals } from './vary/literals.ts';
import { ObservedInputs } from './vary/observed-values.ts';
import { variantsOf } from './vary/variants.ts';
import type { Varied } from './vary/varied.ts';

/** Calls whose answers are varied, the smallest ones, and answers of each. */
const most = { calls: 12, answers: 8 };
/** Of all, those with an answer of a kind that nobody was seen to give. */
const shareOutside = 0.25;

/**
 * Captured calls to which collaborators answer otherwise: what they answered to other questions, and values of the kinds
 * that they were seen to give, and few others, with every list, text and number varied as those of arguments are.
 *
 * @returns at most `count` calls, the same for the same seed.
 */
export function varyAnswers(
  captured: readonly RecordedCall[],
  literals: Literals,
  count: number,
  seed: number,
): readonly Varied<RecordedCall>[] {
  const random = seededRandom(seed);
  const calls = captured
    .filter(({ answers }) => Object.values(answers).some((given) => given.length > 0))
    .toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)
    .slice(0, most.calls);
  const made = calls.flatMap((call) =>
    Object.entries(call.answers).flatMap(([id, answers]) =>
      steadyAnswers(answers)
        .slice(0, most.answers)
        .flatMap((answer) => {
          const similar = calls
            .flatMap((other) => other.answers[id] ?? [])
            .filter(({ method }) => method === answer.method);
          return otherOutcomes(answer.outcome, similar, literals, random).map(({ outcome, isWithin }) => ({
            use: withAnswer(call, id, answer, outcome),
            isWithinObserved: isWithin,
            factor: 1,
          }));
        }),
    ),
  );
  const distinct = new Map(made.toReversed().map((one) => [JSON.stringify(one.use), one]));
  const order = shuffled([...distinct.values()], random);
  const outside = order
    .filter(({ isWithinObserved }) => !isWithinObserved)
    .slice(0, Math.round(count * shareOutside));
  const within = order.filter(({ isWithinObserved }) => isWithinObserved).slice(0, count - outside.length);
  return [...within, ...outside];
}

/** The first answer to each question that always had the same. */
const steadyAnswers = (answers: readonly RecordedAnswer[]): readonly RecordedAnswer[] =>
  [...Map.groupBy(answers, questionOf).values()].flatMap(([first, ...others]) =>
    first && others.every(({ outcome }) => JSON.stringify(outcome) === JSON.stringify(first.outcome))
      ? [first]
      : [],
  );

function otherOutcomes(
  outcome: Outcome,
  similar: readonly RecordedAnswer[],
  literals: Literals,
  random: () => number,
): readonly { readonly outcome: Outcome; readonly isWithin: boolean }[] {
  const recorded = similar.map((answer) => answer.outcome);
  const seen = recorded.map((other) => ({ outcome: other, isWithin: true }));
  if (outcome.how !== 'returned' && outcome.how !== 'resolved') return seen;
  const values = recorded.flatMap((other) => (other.how === outcome.how ? [[other.value]] : []));
  const observed = new ObservedInputs(values, literals.names);
  const variants = variantsOf(outcome.value, '0', { observed, literals, random });
  const made = [...variants].map(({ value, isWithin }) => ({ outcome: { ...outcome, value }, isWithin }));
  return [...seen, ...made];
}

function withAnswer(call: RecordedCall, id: string, asked: RecordedAnswer, outcome: Outcome): RecordedCall {
  const question = questionOf(asked);
  const answers = (call.answers[id] ?? []).map((answer) =>
    questionOf(answer) === question ? { ...answer, outcome } : answer,
  );
  return { ...call, answers: { ...call.answers, [id]: answers } };
}

const questionOf = ({ method, args }: RecordedAnswer): string => JSON.stringify([method, args]);
