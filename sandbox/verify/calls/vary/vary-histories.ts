import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import type { Encoded, HistoryCall, RecordedHistory } from '../../../runners/node/encoded.ts';
import type { Literals } from './literals.ts';
import { ObservedInputs } from './observed-values.ts';
import { relabeled } from './relabel.ts';
import { type Variation, variantsOf } from './variants.ts';
import type { Varied } from './varied.ts';
import { walks } from './walks.ts';

type VariedHistory = Varied<RecordedHistory>;

const factors = [4, 16, 64] as const;
const mostCalls = 1_000;
const mostHistories = 6;
const mostVariantsOfCall = 12;
/** Of the made-up histories, the share that follows no recorded one. */
const shareOfWalks = 0.6;

/**
 * Makes up lives of objects from recorded ones: calls in another order, twice, more often, with other values, after the
 * calls of another object; after each call a look at what every other method gives now; and lives that nobody led.
 *
 * @returns at most `most` histories, the long ones last, the same for the same seed.
 */
export function varyHistories(
  captured: readonly RecordedHistory[],
  literals: Literals,
  most: number,
  seed: number,
): readonly VariedHistory[] {
  const random = seededRandom(seed);
  const chosen = captured.filter(({ calls }) => calls.length > 0).slice(0, mostHistories);
  const calls = Map.groupBy(
    captured.flatMap((history) => history.calls),
    ({ method }) => method,
  );
  const variations = new Map(
    [...calls].map(([method, own]) => [method, { observed: observedIn(own, literals), literals, random }]),
  );
  const ofMakings: Variation = { observed: observedIn(captured, literals), literals, random };
  const variationOf = (method: string): Variation => variations.get(method) ?? ofMakings;

  const long = chosen.slice(0, 2).flatMap((history) => [...longer(history, variationOf)]);
  const madeOtherwise = chosen.flatMap((history) => [...withOtherMakings(history, ofMakings)]);
  const makings = [
    ...captured,
    ...madeOtherwise.filter(({ isWithinObserved }) => isWithinObserved).map(({ use }) => use),
  ];
  const left = Math.max(0, most - long.length);
  const walked = [
    ...walks(
      { makings, unusualMakings: unusualMakings(chosen, ofMakings), calls, variationOf, random },
      Math.round(left * shareOfWalks),
    ),
  ];
  const varied = chosen.flatMap((history) => [
    ...inOtherOrders(history, captured, random),
    ...withOtherValues(history, variationOf),
  ]);
  const others = shuffled(distinct([...varied, ...madeOtherwise]), random).slice(0, left - walked.length);
  return [...others, ...walked, ...long];
}

/** Objects that were made as nobody was seen to make them. */
const unusualMakings = (
  histories: readonly RecordedHistory[],
  variation: Variation,
): readonly RecordedHistory[] =>
  histories.flatMap((history) =>
    history.args.flatMap((arg, i) =>
      [...variantsOf(arg, String(i), variation)]
        .filter(({ isWithin }) => !isWithin)
        .map(({ value }) => ({ ...history, args: history.args.with(i, value) })),
    ),
  );

const observedIn = (
  made: readonly { readonly args: readonly Encoded[] }[],
  { names }: Literals,
): ObservedInputs =>
  new ObservedInputs(
    made.map(({ args }) => args),
    names,
  );

const distinct = (made: readonly VariedHistory[]): readonly VariedHistory[] => [
  ...new Map(made.map((one) => [JSON.stringify([one.use.args, one.use.calls]), one])).values(),
];

function* inOtherOrders(
  history: RecordedHistory,
  all: readonly RecordedHistory[],
  random: () => number,
): Generator<VariedHistory> {
  const { calls } = history;
  const make = (made: readonly HistoryCall[]): VariedHistory => ({
    use: { ...history, calls: made.slice(0, mostCalls) },
    isWithinObserved: true,
    factor: 1,
  });
  yield make(calls.flatMap((call) => [call, call]));
  yield make([...calls, ...calls]);
  yield make(calls.toReversed());
  for (let i = 0; i < 4; i += 1) yield make(shuffled(calls, random));
  const looks = [...new Map(calls.map((call) => [call.method, call])).values()];
  yield make(calls.flatMap((call) => [call, ...looks.filter(({ method }) => method !== call.method)]));
  const other = all.find(({ object, calls: theirs }) => object !== history.object && theirs.length > 0);
  if (other) yield make(alternating(calls, other.calls));
}

function alternating(first: readonly HistoryCall[], second: readonly HistoryCall[]): readonly HistoryCall[] {
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) =>
    [first[i], second[i]].filter((call) => call !== undefined),
  ).flat();
}

function* withOtherValues(
  history: RecordedHistory,
  variationOf: (method: string) => Variation,
): Generator<VariedHistory> {
  const positions = [...new Map(history.calls.map(({ method }, i) => [method, i])).values()];
  for (const at of positions) {
    const call = history.calls[at];
    if (!call) continue;
    for (const { args, isWithin } of variantsOfArguments(call.args, variationOf(call.method))) {
      const calls = history.calls.toSpliced(at, 0, { ...call, args });
      yield { use: { ...history, calls }, isWithinObserved: isWithin, factor: 1 };
    }
  }
}

function* withOtherMakings(history: RecordedHistory, variation: Variation): Generator<VariedHistory> {
  for (const { args, isWithin } of variantsOfArguments(history.args, variation))
    yield { use: { ...history, args }, isWithinObserved: isWithin, factor: 1 };
}

function variantsOfArguments(args: RecordedHistory['args'], variation: Variation) {
  const variants = args.flatMap((arg, i) =>
    [...variantsOf(arg, String(i), variation)].map(({ value, isWithin, isFromCode = false }) => ({
      args: args.with(i, value),
      isWithin,
      isFromCode,
    })),
  );
  const order = shuffled(variants, variation.random);
  // What the code names comes first, but it must not take all places.
  const fromCode = order.filter(({ isFromCode }) => isFromCode).slice(0, mostVariantsOfCall / 2);
  const others = order.filter((made) => !fromCode.includes(made));
  return [...fromCode, ...others.toSorted((a, b) => Number(b.isWithin) - Number(a.isWithin))].slice(
    0,
    mostVariantsOfCall,
  );
}

/** The same calls again and again, each time with texts of their own. */
function* longer(
  history: RecordedHistory,
  variationOf: (method: string) => Variation,
): Generator<VariedHistory> {
  for (const factor of factors) {
    if (history.calls.length * factor > mostCalls) return;
    const calls = Array.from({ length: factor }, (_, copy) =>
      history.calls.map((call) => ({
        ...call,
        args: relabeled(call.args, copy, variationOf(call.method).observed),
      })),
    ).flat();
    yield { use: { ...history, calls }, isWithinObserved: true, factor };
  }
}
