import type { Encoded, Tagged } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';
import type { Beside } from './beside.ts';
import { datesAtDistances } from './dates.ts';
import {
  otherLists,
  somePositions,
  withCloseNumbers,
  withTheSameObject,
  withTies,
  withTwins,
} from './lists.ts';
import type { Literals } from './literals.ts';
import { mutatedTexts } from './mutate-text.ts';
import { isPossibleText, kindOf, type ObservedInputs, type ObservedValues } from './observed-values.ts';
import { numericNames, reservedNames } from './special-names.ts';

/** A value that could stand in the place of another. */
export interface Variant {
  readonly value: Encoded;
  /** Whether it is of a kind, and in a range, that callers were seen to give at its place. */
  readonly isWithin: boolean;
  /** Whether it comes from the code itself: where a version treats an input apart, it is likely this one. */
  readonly isFromCode?: boolean;
  /** What was done and where: the same change of another call says little more. */
  readonly label?: string;
}

export interface Variation {
  readonly observed: ObservedInputs;
  readonly literals: Literals;
  /** What stands in the same call; absent where values are made up one by one. */
  readonly beside?: Beside;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Boundaries, other values that were seen at its place, values that the code names, and values of other types. */
export function* variantsOf(value: Encoded, place: string, variation: Variation): Generator<Variant> {
  let position = 0;
  for (const variant of unlabeledVariantsOf(value, place, variation)) {
    position += 1;
    const what = isTagged(variant.value) ? `variant ${position}` : JSON.stringify(variant.value);
    yield { label: `${place} ${what}`, ...variant };
  }
}

function* unlabeledVariantsOf(value: Encoded, place: string, variation: Variation): Generator<Variant> {
  const seen = variation.observed.at(place);
  const ofAnyKind = (made: Encoded): Variant => ({
    value: made,
    isWithin: seen?.kinds.has(kindOf(made)) ?? false,
  });
  if (typeof value === 'number') yield* variantsOfNumber(value, seen, variation);
  else if (typeof value === 'string') yield* variantsOfText(value, seen, place, variation);
  else if (typeof value === 'boolean') yield { value: !value, isWithin: true };
  else if (isTagged(value)) yield* variantsOfTagged(value, place, variation);
  if (typeof value === 'number') yield ofAnyKind(String(value));
  if (typeof value === 'string') yield ofAnyKind(numberLike(value));
  yield ofAnyKind(null);
  yield ofAnyKind({ $: 'undefined' });
}

/** Numbers that lie between two cents, or seem to: rounding by another formula gives another one. */
const halves = [1.005, 1.115, 2.675, 8.345];

function* variantsOfNumber(
  value: number,
  seen: ObservedValues | undefined,
  { literals, beside }: Variation,
): Generator<Variant> {
  const isKindSeen = (made: number) => seen !== undefined && (!seen.areWhole || Number.isInteger(made));
  // A number that is always the same is a setting: callers may never give another.
  const isInRange = (made: number) =>
    isKindSeen(made) &&
    seen !== undefined &&
    seen.least < seen.greatest &&
    made >= Math.min(seen.least, 0) &&
    made <= seen.greatest;
  const boundaries = [
    0,
    1,
    seen?.least ?? 0,
    seen?.greatest ?? 0,
    -value,
    value + 0.5,
    value * 1_000,
    ...halves,
  ];
  for (const made of boundaries)
    if (made !== value && Number.isFinite(made))
      yield Object.is(made, -0)
        ? { value: { $: 'number', text: '-0' }, isWithin: false }
        : { value: made, isWithin: isInRange(made) };
  for (const literal of literals.numbers)
    for (const made of [literal - 1, literal, literal + 1])
      if (made !== value && !Object.is(made, -0))
        yield {
          value: made,
          isWithin: isKindSeen(made) && made >= Math.min(seen?.least ?? 0, 0),
          isFromCode: true,
        };
  const meets = (beside?.numbers ?? []).flatMap((number) => [number - 1, number, number + 1]);
  for (const made of new Set(meets))
    if (made !== value && !Object.is(made, -0)) yield { value: made, isWithin: isInRange(made) };
  for (const text of ['NaN', '-0', 'Infinity']) yield { value: { $: 'number', text }, isWithin: false };
}

function* variantsOfText(
  value: string,
  seen: ObservedValues | undefined,
  place: string,
  { literals, random, beside }: Variation,
): Generator<Variant> {
  for (const made of (seen?.strings ?? []).filter((other) => other !== value).slice(0, 3))
    yield { value: made, isWithin: true };
  for (const made of datesAtDistances(
    value,
    [...(beside?.dates ?? []), ...(seen?.strings ?? [])],
    literals.numbers,
  ))
    yield { value: made, isWithin: true, isFromCode: true };
  for (const made of literals.texts)
    for (const found of new Set([made, value + made]))
      if (found !== value) yield { value: found, isWithin: isPossibleText(found, seen), isFromCode: true };
  for (const made of ['', ...reservedNames, ...numericNames, ...similarTexts(value)])
    yield { value: made, isWithin: isPossibleText(made, seen) };
  // An argument that is a text is likely read letter by letter; a text inside a list is mostly a name.
  for (const [i, made] of mutatedTexts(value, seen, place.includes('.') ? 6 : 150, random).entries())
    yield { value: made, isWithin: isPossibleText(made, seen), label: `${place} mutated ${i}` };
  yield { value: { $: 'object', properties: [['id', value]] }, isWithin: false };
}

/** Texts that a careless comparison takes for the same: another case, a part, a longer one, one with other letters. */
const similarTexts = (text: string): readonly string[] => [
  text.toUpperCase(),
  `${text} `,
  text.slice(0, -1),
  text.slice(1),
  `${text}x`,
  `é${text}\u{1F600}`,
  // The same letter to a reader, but spelled as two.
  `${text}e\u0301`,
];

function numberLike(text: string): number {
  const digits = Number.parseInt(text.replaceAll(/\D/g, ''), 10);
  return Number.isFinite(digits) ? digits : 7;
}

const notANumber: Encoded = { $: 'number', text: 'NaN' };

function* variantsOfTagged(value: Tagged, place: string, variation: Variation): Generator<Variant> {
  const { random } = variation;
  switch (value.$) {
    case 'array':
    case 'set': {
      const make = (items: readonly Encoded[]): Variant => ({ value: { ...value, items }, isWithin: true });
      yield* otherLists(value.items, random, value.$ === 'array').map(make);
      for (const i of somePositions(value.items.length, random))
        for (const variant of variantsOf(value.items[i] ?? null, `${place}.[]`, variation))
          yield { ...variant, ...make(value.items.with(i, variant.value)), isWithin: variant.isWithin };
      if (value.$ !== 'array') return;
      for (const tied of withTies(value.items)) yield make(tied);
      if (typeof value.items[0] === 'number')
        yield { ...make([...value.items, notANumber, notANumber]), isWithin: false };
      for (const twins of withTwins(value.items, random)) yield make(twins);
      for (const [key, items] of withCloseNumbers(value.items))
        yield { ...make(items), isWithin: variation.observed.at(`${place}.[].${key}`)?.areWhole === false };
      const met = withTheSameObject(value.items);
      if (met) yield make(met);
      return;
    }
    case 'map': {
      const make = (entries: (typeof value)['entries']): Variant => ({
        value: { ...value, entries },
        isWithin: true,
      });
      yield* otherLists(value.entries, random, false).map(make);
      for (const i of somePositions(value.entries.length, random)) {
        const [key = null, held = null] = value.entries[i] ?? [];
        for (const variant of variantsOf(held, `${place}.{value}`, variation))
          yield {
            ...variant,
            ...make(value.entries.with(i, [key, variant.value])),
            isWithin: variant.isWithin,
          };
        for (const variant of variantsOf(key, `${place}.{key}`, variation))
          yield {
            ...variant,
            ...make(value.entries.with(i, [variant.value, held])),
            isWithin: variant.isWithin,
          };
      }
      return;
    }
    case 'object':
      for (const [i, [key, held]] of value.properties.entries())
        for (const variant of variantsOf(held, `${place}.${key}`, variation))
          yield {
            ...variant,
            value: { ...value, properties: value.properties.with(i, [key, variant.value]) },
          };
      yield { value: { ...value, properties: [...value.properties, ['more', 'more']] }, isWithin: false };
      return;
    case 'date':
      yield { value: { ...value, time: 0 }, isWithin: true };
      if (typeof value.time === 'number')
        for (const days of [-400, -1, 31])
          yield { value: { ...value, time: value.time + days * 86_400_000 }, isWithin: true };
      yield { value: { ...value, time: { $: 'number', text: 'NaN' } }, isWithin: false };
      return;
    default:
  }
}
