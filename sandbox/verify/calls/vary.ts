import { seededRandom } from '#core/numbers/seeded-random.ts';
import type { Encoded, RecordedCall, Tagged } from '../../runners/node/encoded.ts';
import { isTagged } from './compare.ts';
import { kindOf, ObservedInputs } from './observed-values.ts';
import { numericNames, reservedNames } from './special-names.ts';

/** A call that nobody made, but somebody could. */
export interface VariedCall {
  readonly call: RecordedCall;
  /** Whether each value is of a kind, and in a range, that callers were seen to give at its place. */
  readonly isWithinObserved: boolean;
  /** How many times larger its lists are than those of the captured call; 1 where they are not. */
  readonly factor: number;
}

interface Variant {
  readonly value: Encoded;
  readonly isWithin: boolean;
}

const factors = [4, 16, 64] as const;
/** Values of a scaled call at most: a function that takes quadratic time has to end, too. */
const mostScaled = 20_000;

/**
 * Makes up calls from captured ones: boundaries, empty lists, duplicates, ties, other orders, reserved names, other
 * types, and lists that are 4, 16 and 64 times as long. Copies in a longer list get texts of their own, the same ones
 * for the same copy everywhere in the call, so that what refers to each other still does.
 *
 * @returns at most `most` calls, scaled ones last, the same for the same seed.
 */
export function vary(captured: readonly RecordedCall[], most: number, seed: number): readonly VariedCall[] {
  const observed = new ObservedInputs(captured);
  const random = seededRandom(seed);
  const bases = spread(captured, 12);
  const varied = bases.flatMap((call) => [...variantsOfCall(call, observed, random)]);
  const scaled = spread(captured, 4).flatMap((call) => [...scaledCalls(call, observed)]);
  const distinct = new Map([...varied].map((made) => [JSON.stringify(made.call.args), made]));
  const chosen = spreadByKind([...distinct.values()], most - scaled.length, random);
  return [...chosen, ...scaled.toSorted((a, b) => a.factor - b.factor)];
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

/** Made-up calls that look like captured ones come first: what they show counts for more. */
function spreadByKind(
  calls: readonly VariedCall[],
  most: number,
  random: () => number,
): readonly VariedCall[] {
  const shuffledCalls = calls.map((call) => ({ call, at: random() })).toSorted((a, b) => a.at - b.at);
  const within = shuffledCalls.filter(({ call }) => call.isWithinObserved).map(({ call }) => call);
  const outside = shuffledCalls.filter(({ call }) => !call.isWithinObserved).map(({ call }) => call);
  const share = Math.max(0, Math.round(most * 0.7));
  const chosen = [...within.slice(0, share), ...outside.slice(0, most - Math.min(share, within.length))];
  return chosen;
}

function* variantsOfCall(
  call: RecordedCall,
  observed: ObservedInputs,
  random: () => number,
): Generator<VariedCall> {
  for (const [i, arg] of call.args.entries()) {
    if (isTagged(arg) && (arg.$ === 'double' || arg.$ === 'source')) continue;
    for (const { value, isWithin } of variantsOf(arg, String(i + 1), observed, random)) {
      const args = call.args.with(i, value);
      yield { call: { ...call, args }, isWithinObserved: isWithin, factor: 1 };
    }
  }
}

function* variantsOf(
  value: Encoded,
  place: string,
  observed: ObservedInputs,
  random: () => number,
): Generator<Variant> {
  const seen = observed.at(place);
  const outside = (made: Encoded): Variant => ({
    value: made,
    isWithin: seen?.kinds.has(kindOf(made)) ?? false,
  });
  if (typeof value === 'number') {
    const inRange = (made: number): Variant => ({
      value: made,
      isWithin:
        seen !== undefined &&
        made >= Math.min(seen.least, 0) &&
        made <= seen.greatest &&
        (!seen.areWhole || Number.isInteger(made)),
    });
    for (const made of [0, 1, seen?.least ?? 0, seen?.greatest ?? 0, -value, value + 0.5, value * 1_000])
      if (made !== value && Number.isFinite(made))
        yield Object.is(made, -0) ? outside({ $: 'number', text: '-0' }) : inRange(made);
    for (const text of ['NaN', '-0', 'Infinity']) yield { value: { $: 'number', text }, isWithin: false };
    yield outside(String(value));
  } else if (typeof value === 'string') {
    const isText = seen !== undefined && !seen.areOptions;
    const others = seen?.strings.filter((other) => other !== value) ?? [];
    for (const made of others.slice(0, 3)) yield { value: made, isWithin: true };
    for (const made of ['', ...reservedNames, ...numericNames, value.toUpperCase(), `${value} `])
      yield { value: made, isWithin: isText };
    yield outside(
      Number.isFinite(Number.parseInt(value.replaceAll(/\D/g, ''), 10))
        ? Number.parseInt(value.replaceAll(/\D/g, ''), 10)
        : 7,
    );
    yield { value: { $: 'object', properties: [['id', value]] }, isWithin: false };
  } else if (typeof value === 'boolean') yield { value: !value, isWithin: true };
  else if (isTagged(value)) yield* variantsOfTagged(value, place, observed, random);
  yield outside(null);
  yield outside({ $: 'undefined' });
}

function* variantsOfTagged(
  value: Tagged,
  place: string,
  observed: ObservedInputs,
  random: () => number,
): Generator<Variant> {
  switch (value.$) {
    case 'array':
    case 'set': {
      const make = (items: readonly Encoded[]): Variant => ({ value: { ...value, items }, isWithin: true });
      yield* lists(value.items, random, value.$ === 'array').map(make);
      for (const i of positions(value.items.length, random))
        for (const { value: item, isWithin } of variantsOf(
          value.items[i] ?? null,
          `${place}.[]`,
          observed,
          random,
        ))
          yield { ...make(value.items.with(i, item)), isWithin };
      if (value.$ === 'array') for (const tied of withTies(value.items)) yield make(tied);
      return;
    }
    case 'map': {
      const make = (entries: (typeof value)['entries']): Variant => ({
        value: { ...value, entries },
        isWithin: true,
      });
      yield* lists(value.entries, random, false).map(make);
      for (const i of positions(value.entries.length, random)) {
        const [key = null, held = null] = value.entries[i] ?? [];
        for (const { value: made, isWithin } of variantsOf(held, `${place}.{value}`, observed, random))
          yield { ...make(value.entries.with(i, [key, made])), isWithin };
        for (const { value: made, isWithin } of variantsOf(key, `${place}.{key}`, observed, random))
          yield { ...make(value.entries.with(i, [made, held])), isWithin };
      }
      return;
    }
    case 'object':
      for (const [i, [key, held]] of value.properties.entries())
        for (const { value: made, isWithin } of variantsOf(held, `${place}.${key}`, observed, random))
          yield { value: { ...value, properties: value.properties.with(i, [key, made]) }, isWithin };
      return;
    case 'date':
      yield { value: { ...value, time: 0 }, isWithin: true };
      yield { value: { ...value, time: { $: 'number', text: 'NaN' } }, isWithin: false };
      return;
    default:
  }
}

/** Other lists of the same items. */
function lists<Item>(items: readonly Item[], random: () => number, mayRepeat: boolean): (readonly Item[])[] {
  const [first] = items;
  if (first === undefined) return [];
  const made = [[], [first], items.toReversed(), items.slice(0, -1), shuffle(items, random)];
  return mayRepeat ? [...made, [...items, ...items], [...items, first], [first, first]] : made;
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The first, the last, and one between. */
const positions = (length: number, random: () => number): readonly number[] =>
  length === 0 ? [] : [...new Set([0, length - 1, Math.floor(random() * length)])];

/** The same list with one property the same in every item: what sorts by it has to keep their order. */
function* withTies(items: readonly Encoded[]): Generator<readonly Encoded[]> {
  const [first] = items;
  if (first === undefined || items.length < 2) return;
  if (!isTagged(first) || first.$ !== 'object') return;
  for (const [key, held] of first.properties)
    yield items.map((item) =>
      isTagged(item) && item.$ === 'object'
        ? {
            ...item,
            properties: item.properties.map(([name, own]) => [name, name === key ? held : own] as const),
          }
        : item,
    );
}

function* scaledCalls(call: RecordedCall, observed: ObservedInputs): Generator<VariedCall> {
  const isList = (arg: Encoded) => isTagged(arg) && (arg.$ === 'array' || arg.$ === 'map' || arg.$ === 'set');
  const size = JSON.stringify(call.args).length / 20;
  for (const factor of factors) {
    if (size * factor > mostScaled) return;
    const copies = Array.from({ length: factor }, (_, copy) => relabeled(call.args, copy, observed));
    const args = call.args.map((arg, i) =>
      isList(arg)
        ? joined(
            arg,
            copies.map((copy) => copy[i] ?? null),
          )
        : arg,
    );
    if (!call.args.some(isList)) return;
    yield { call: { ...call, args }, isWithinObserved: true, factor };
  }
}

function joined(arg: Encoded, copies: readonly Encoded[]): Encoded {
  if (!isTagged(arg)) return arg;
  const tagged = copies.filter(isTagged);
  if (arg.$ === 'array')
    return { ...arg, items: tagged.flatMap((copy) => (copy.$ === 'array' ? copy.items : [])) };
  if (arg.$ === 'set')
    return { ...arg, items: tagged.flatMap((copy) => (copy.$ === 'set' ? copy.items : [])) };
  if (arg.$ === 'map')
    return { ...arg, entries: tagged.flatMap((copy) => (copy.$ === 'map' ? copy.entries : [])) };
  return arg;
}

/** The values with each text marked by its copy; the first copy, and names of options, stay as they are. */
function relabeled(args: readonly Encoded[], copy: number, observed: ObservedInputs): readonly Encoded[] {
  if (copy === 0) return args;
  const relabel = (value: Encoded, place: string): Encoded => {
    if (typeof value === 'string') return observed.at(place)?.areOptions ? value : `${value}~${copy}`;
    if (!isTagged(value)) return value;
    switch (value.$) {
      case 'array':
      case 'set':
        return {
          ...value,
          ...renumbered(value, copy),
          items: value.items.map((item) => relabel(item, `${place}.[]`)),
        };
      case 'map':
        return {
          ...value,
          ...renumbered(value, copy),
          entries: value.entries.map(
            ([key, held]) => [relabel(key, `${place}.{key}`), relabel(held, `${place}.{value}`)] as const,
          ),
        };
      case 'object':
        return {
          ...value,
          ...renumbered(value, copy),
          properties: value.properties.map(([key, held]) => [key, relabel(held, `${place}.${key}`)] as const),
        };
      case 'ref':
        return { ...value, id: value.id + copy * 1_000_000 };
      default:
        return value;
    }
  };
  return args.map((arg, i) => relabel(arg, String(i + 1)));
}

/** A copy refers to its own objects. */
const renumbered = ({ id }: { readonly id?: number }, copy: number): { readonly id?: number } =>
  id === undefined ? {} : { id: id + copy * 1_000_000 };
