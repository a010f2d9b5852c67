import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import type { Encoded, RecordedCall } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';
import { besideIn } from './beside.ts';
import { deepened } from './deepen.ts';
import { askedForTheLast, enlarged, resized } from './enlarge.ts';
import { type ListPlace, listAt, listsIn, nameOfItems, withList } from './list-places.ts';
import type { Literals } from './literals.ts';
import { ObservedInputs } from './observed-values.ts';
import { renamedCalls, withRenamedWords } from './rename.ts';
import { type Variation, variantsOf } from './variants.ts';
import type { Varied } from './varied.ts';

const factors = [4, 16, 64] as const;
/** Values of a large call at most: a function that takes quadratic time has to end, too. */
const mostValues = 20_000;
/** The longest list that is made because the code names its length. */
const longestNamed = 2_000;
/** Lists so many times as long get some of the variants, too: late items are the ones that a short cut leaves out. */
const late = { factor: 16, most: 40 };
/**
 * Of the made-up calls, the share with two changes at once, and of the others the share with what the code names, and of
 * the rest the share of the kind that callers make.
 */
const shares = { twice: 0.15, fromCode: 0.35, within: 0.7 };
/** A call with one change that is changed again is tried with so many other changes. */
const secondChanges = 3;
/** Lists of a length that the code names get so many other last items. */
const lastItems = 4;

type VariedCall = Varied<RecordedCall> & { readonly isFromCode?: boolean; readonly label?: string };

/**
 * Makes up calls from captured ones: boundaries, empty lists, duplicates, ties, other orders, reserved names, other
 * types, numbers, texts and lengths that the code names, numbers and dates that meet others of the call, and values that are
 * 4, 16 and 64 times as long or as deep.
 *
 * @returns at most `most` calls, the same for the same seed.
 */
export function varyCalls(
  captured: readonly RecordedCall[],
  literals: Literals,
  most: number,
  seed: number,
): readonly Varied<RecordedCall>[] {
  const variation: Variation = {
    observed: observedIn(captured, literals),
    literals,
    random: seededRandom(seed),
  };
  const small = spread(captured, 12).flatMap((call) => [...variantsOfCall(call, variation)]);
  const inLarge = spread(captured, 2).flatMap((call) => [...variantsOfLargeCall(call, variation)]);
  const named = spread(captured, 2).flatMap((call) => [...callsOfNamedLength(call, variation)]);
  const renamed = spread(captured, 4).flatMap((call) => [
    ...renamedCalls(call, variation.observed),
    ...withRenamedWords(call, variation.observed),
  ]);
  const large = spread(captured, 4).flatMap((call) => [...largeCalls(call, variation)]);
  const deep = spread(captured, 12).flatMap((call) => [...deepCalls(call)]);
  const once = distinct([...named, ...inLarge, ...renamed, ...deep, ...small]);
  const left = most - large.length;
  const twice = changedTwice(once, Math.round(left * shares.twice), variation);
  const chosen = choose(once, left - twice.length, variation.random);
  return [...distinct([...chosen, ...twice]), ...large];
}

const distinct = (calls: readonly VariedCall[]): readonly VariedCall[] => [
  ...new Map(calls.map((made) => [JSON.stringify(made.use.args), made])).values(),
];

/** Calls with a second change: some faults show only where two things come together. Half of them have what the code names. */
function changedTwice(
  once: readonly VariedCall[],
  most: number,
  variation: Variation,
): readonly VariedCall[] {
  const { random } = variation;
  const within = shuffled(
    once.filter(({ use, isWithinObserved }) => isWithinObserved && JSON.stringify(use.args).length < 20_000),
    random,
  );
  const bases = Math.ceil(most / secondChanges);
  const fromCode = within.filter(({ isFromCode }) => isFromCode).slice(0, Math.ceil(bases / 2));
  const others = within.filter(({ isFromCode }) => !isFromCode).slice(0, bases - fromCode.length);
  return [...fromCode, ...others]
    .flatMap(({ use }) => {
      const again = [...variantsOfCall(use, variation)].filter(({ isWithinObserved }) => isWithinObserved);
      return shuffled(again, random).slice(0, secondChanges);
    })
    .slice(0, most);
}

/** What was seen of a function's `this` and arguments. */
export const observedIn = (captured: readonly RecordedCall[], { names }: Literals): ObservedInputs =>
  new ObservedInputs(
    captured.map(({ self, args }) => [self, ...args]),
    names,
  );

/** The call with lists so many times as long; null where nothing can grow, or where it would have more than `most` values. */
export function longerCall(
  call: RecordedCall,
  factor: number,
  observed: ObservedInputs,
  most = mostValues,
): RecordedCall | null {
  const values: readonly Encoded[] = [call.self, ...call.args];
  if ((JSON.stringify(values).length / 20) * factor > most) return null;
  const [self = null, ...args] = enlarged(values, factor, observed) ?? [];
  return args.length === 0 ? null : { ...call, self, args };
}

/** Calls of all sizes, the smallest and the largest among them. */
function spread(calls: readonly RecordedCall[], most: number): readonly RecordedCall[] {
  const sorted = calls
    .map((call) => ({ call, size: JSON.stringify(call.args).length }))
    .filter(({ size }) => size < 200_000)
    .toSorted((a, b) => a.size - b.size);
  if (sorted.length <= most) return sorted.map(({ call }) => call);
  return Array.from(
    { length: most },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (most - 1))]?.call,
  ).filter((call) => call !== undefined);
}

/** Calls with what the code names come first, then those that look like captured ones: what they show counts for more. */
function choose(calls: readonly VariedCall[], most: number, random: () => number): readonly VariedCall[] {
  const order = firstOfEachLabel(shuffled(calls, random));
  const fromCode = order.filter(({ isFromCode }) => isFromCode).slice(0, Math.round(most * shares.fromCode));
  const others = order.filter(({ isFromCode }) => !isFromCode);
  const left = most - fromCode.length;
  const within = others
    .filter(({ isWithinObserved }) => isWithinObserved)
    .slice(0, Math.max(0, Math.round(left * shares.within)));
  const outside = others.filter(({ isWithinObserved }) => !isWithinObserved);
  return [...fromCode, ...within, ...outside.slice(0, Math.max(0, left - within.length))];
}

/** Calls whose change no call before them has come first. */
function firstOfEachLabel(calls: readonly VariedCall[]): readonly VariedCall[] {
  const counts = new Map<string, number>();
  const ranked = calls.map((call) => {
    const rank = call.label === undefined ? 0 : (counts.get(call.label) ?? 0);
    if (call.label !== undefined) counts.set(call.label, rank + 1);
    return { call, rank };
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ call }) => call);
}

function* variantsOfCall(call: RecordedCall, varied: Variation): Generator<VariedCall> {
  const variation: Variation = { ...varied, beside: besideIn(call.args) };
  for (const [i, arg] of call.args.entries()) {
    if (isTagged(arg) && (arg.$ === 'double' || arg.$ === 'source')) continue;
    for (const { value, isWithin, isFromCode = false, label = '' } of variantsOf(
      arg,
      String(i + 1),
      variation,
    ))
      yield {
        use: { ...call, args: call.args.with(i, value) },
        isWithinObserved: isWithin,
        isFromCode,
        label,
        factor: 1,
      };
  }
}

function* callsOfNamedLength(call: RecordedCall, variation: Variation): Generator<VariedCall> {
  const { literals, observed } = variation;
  const values: readonly Encoded[] = [call.self, ...call.args];
  const lengths = literals.numbers.flatMap((number) => [number - 1, number, number + 1]);
  for (const length of new Set(lengths)) {
    if (!Number.isInteger(length) || length < 2 || length > longestNamed) continue;
    for (const place of listsIn(values).filter(([at]) => at !== 0)) {
      const long = resized(values, place, length, observed);
      if (!long) continue;
      for (const [, ...args] of [long, ...withOtherLastItem(long, place, variation)])
        yield { use: { ...call, args }, isWithinObserved: true, isFromCode: true, factor: 1 };
    }
  }
}

/** What comes after the limit of a short cut is like what comes before, unless the last item is another one. */
function withOtherLastItem(
  values: readonly Encoded[],
  place: ListPlace,
  variation: Variation,
): readonly (readonly Encoded[])[] {
  const list = listAt(values, place);
  if (!isTagged(list) || list.$ !== 'array') return [];
  const others = [...variantsOf(list.items.at(-1) ?? null, nameOfItems(values, place), variation)]
    .filter(({ isWithin }) => isWithin)
    .map(({ value }) => value);
  return shuffled(others, variation.random)
    .slice(0, lastItems)
    .map((last) => withList(values, place, () => ({ ...list, items: list.items.with(-1, last) })));
}

function* deepCalls(call: RecordedCall): Generator<VariedCall> {
  for (const levels of factors)
    for (const [i, arg] of call.args.entries()) {
      const value = deepened(arg, levels);
      if (value === null) continue;
      yield { use: { ...call, args: call.args.with(i, value) }, isWithinObserved: true, factor: 1 };
    }
}

function* largeCalls(call: RecordedCall, { observed }: Variation): Generator<VariedCall> {
  const values: readonly Encoded[] = [call.self, ...call.args];
  const size = JSON.stringify(values).length / 20;
  for (const factor of factors) {
    if (size * factor > mostValues) return;
    const large = enlarged(values, factor, observed);
    if (large === null) return;
    yield largeCall(call, large, factor);
    const other = askedForTheLast(large, values, factor, observed);
    if (JSON.stringify(other) !== JSON.stringify(large)) yield largeCall(call, other, factor);
  }
}

function variantsOfLargeCall(call: RecordedCall, variation: Variation): readonly VariedCall[] {
  const { observed, random } = variation;
  const large = longerCall(call, late.factor, observed);
  if (!large) return [];
  const isWithin = JSON.stringify(large.self) === JSON.stringify(call.self);
  return shuffled([...variantsOfCall(large, variation)], random)
    .filter(({ isWithinObserved }) => isWithinObserved)
    .slice(0, late.most)
    .map((made) => ({ ...made, isWithinObserved: isWithin, label: `large ${made.label}` }));
}

function largeCall(
  call: RecordedCall,
  [self = null, ...args]: readonly Encoded[],
  factor: number,
): VariedCall {
  // Nobody knows what holds between the parts of a larger `this`.
  const isWithinObserved = JSON.stringify(self) === JSON.stringify(call.self);
  return { use: { ...call, self, args }, isWithinObserved, factor };
}
