import { shuffled } from '#core/numbers/shuffled.ts';
import type { Encoded, HistoryCall, RecordedHistory } from '../../../runners/node/encoded.ts';
import { datesAtDistances } from './dates.ts';
import { domainsOf } from './domains.ts';
import { mapLeaves } from './map-leaves.ts';
import { isPossibleText, type ObservedValues } from './observed-values.ts';
import { numericNames, reservedNames } from './special-names.ts';
import type { Variation } from './variants.ts';
import type { Varied } from './varied.ts';

/** How many calls a walk has; a few are long, because some faults need that much. */
const lengths = [3, 4, 5, 6, 8, 8, 12, 12, 20, 40, 120];
/** Of all walks, those with two objects, with reserved names, with numbers for names, and of an object made unusually. */
const shares = { twoObjects: 0.15, specialNames: 0.15, otherKinds: 0.1, unusualMakings: 0.1 };
/** Names of one kind that one walk uses: few, so that they meet. */
const mostNames = 3;
const mostMet = 6;

export interface Walkways {
  /** How objects were made. */
  readonly makings: readonly RecordedHistory[];
  /** How nobody was seen to make one. */
  readonly unusualMakings: readonly RecordedHistory[];
  /** What was asked of them, by method. */
  readonly calls: ReadonlyMap<string, readonly HistoryCall[]>;
  readonly variationOf: (method: string) => Variation;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Makes up lives of objects that nobody led: any method at any time, with few names that come again and again, and with
 * numbers that lie at, just before and just after those that the object got before, moved by those that it was made with.
 */
export function* walks(ways: Walkways, count: number): Generator<Varied<RecordedHistory>> {
  if (ways.calls.size === 0) return;
  const domains = domainsOf(namesByPlace(ways));
  for (let i = 0; i < count; i += 1) yield new Walk(ways, domains).go();
}

function namesByPlace({ calls, variationOf }: Walkways): readonly (readonly string[])[] {
  return [...calls.keys()].flatMap((method) =>
    variationOf(method)
      .observed.all()
      .filter(isName)
      .map(({ strings }) => strings),
  );
}

const isName = ({ areOptions, format }: ObservedValues): boolean => !areOptions && format === null;

class Walk {
  readonly #ways: Walkways;
  readonly #domains: ReadonlyMap<string, readonly string[]>;
  /** The names of each kind that this walk uses. */
  readonly #cast = new Map<readonly string[], readonly Encoded[]>();
  readonly #hasSpecialNames: boolean;
  readonly #hasOtherKinds: boolean;
  /** Numbers that the object was made with. */
  #making: readonly number[] = [];
  /** Numbers that the object got, the last ones. */
  #met: number[] = [];
  #isWithin = true;

  constructor(ways: Walkways, domains: ReadonlyMap<string, readonly string[]>) {
    this.#ways = ways;
    this.#domains = domains;
    this.#hasSpecialNames = ways.random() < shares.specialNames;
    this.#hasOtherKinds = ways.random() < shares.otherKinds;
  }

  go(): Varied<RecordedHistory> {
    const { makings, unusualMakings, calls, random } = this.#ways;
    const unusual = random() < shares.unusualMakings ? this.#oneOf(unusualMakings) : undefined;
    this.#isWithin = unusual === undefined;
    const making = unusual ?? (this.#oneOf(makings) as RecordedHistory);
    this.#making = numbersIn(making.args);
    const hasTwoObjects = random() < shares.twoObjects;
    const methods = [...calls.keys()];
    const made = Array.from({ length: this.#oneOf(lengths) ?? 0 }, (): HistoryCall => {
      const method = this.#oneOf(methods) ?? '';
      const call = this.#varied(this.#oneOf(calls.get(method) ?? []) as HistoryCall);
      return hasTwoObjects && random() < 0.5 ? { ...call, ofAnother: true } : call;
    });
    return { use: { ...making, calls: made }, isWithinObserved: this.#isWithin, factor: 1 };
  }

  #varied({ method, args }: HistoryCall): HistoryCall {
    const { observed, literals } = this.#ways.variationOf(method);
    // What the object was made with is tried more often than what only stands in the code.
    const own = this.#making;
    const steps = [0, ...own, ...own, ...own, ...literals.numbers].filter(Number.isInteger);
    const replace = (leaf: Encoded, place: string): Encoded => {
      const seen = observed.at(place);
      if (seen === undefined) return leaf;
      if (typeof leaf === 'number') return this.#number(leaf, seen, steps);
      return typeof leaf === 'string' ? this.#text(leaf, seen, steps) : leaf;
    };
    return { method, args: args.map((arg, i) => mapLeaves(arg, String(i), replace)) };
  }

  #number(observed: number, seen: ObservedValues, steps: readonly number[]): number {
    // A number that is always the same is a setting, and no steps lead from one fraction to another.
    if (seen.least === seen.greatest || !seen.areWhole) return observed;
    const { random } = this.#ways;
    const from = this.#oneOf([0, ...this.#met]) ?? 0;
    const step = (this.#oneOf(steps) ?? 0) * (random() < 0.3 ? -1 : 1);
    const made = from + step + (this.#oneOf([0, 0, 0, -1, 1]) ?? 0);
    const isPossible = made >= Math.min(seen.least, 0) && Number.isSafeInteger(made);
    const chosen = random() < 0.4 || !isPossible ? observed : made;
    this.#met = [...this.#met, chosen].slice(-mostMet);
    return chosen;
  }

  #text(observed: string, seen: ObservedValues, steps: readonly number[]): Encoded {
    if (seen.format !== null) {
      const dates = datesAtDistances(observed, seen.strings, steps);
      return this.#oneOf([...seen.strings, ...dates]) ?? observed;
    }
    const domain = this.#domains.get(observed);
    if (!isName(seen) || domain === undefined) return observed;
    const names = this.#cast.get(domain) ?? this.#castFrom(domain);
    this.#cast.set(domain, names);
    const chosen = this.#oneOf(names) ?? observed;
    this.#isWithin &&= typeof chosen === 'string' && isPossibleText(chosen, seen);
    return chosen;
  }

  #castFrom(domain: readonly string[]): readonly Encoded[] {
    const { random } = this.#ways;
    const known = shuffled(domain, random).slice(0, mostNames);
    // One name alone meets no other.
    const names = known.length > 1 ? known : [...known, `${known[0]}x`];
    if (this.#hasOtherKinds) return [...names.slice(0, 1), 7, '7'];
    return this.#hasSpecialNames
      ? shuffled([...reservedNames, ...numericNames, '', ...names], random).slice(0, mostNames)
      : names;
  }

  #oneOf<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.#ways.random() * items.length)];
  }
}

function numbersIn(values: readonly Encoded[]): readonly number[] {
  const found: number[] = [];
  for (const value of values)
    mapLeaves(value, '', (leaf) => {
      if (typeof leaf === 'number') found.push(leaf);
      return leaf;
    });
  return found;
}
