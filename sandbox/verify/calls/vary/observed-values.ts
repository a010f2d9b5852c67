import type { Encoded } from '../../../runners/node/encoded.ts';

/** What was seen at one place of a function's arguments, over all captured calls. */
export interface ObservedValues {
  /** `number`, `string`, `null`, or the tag of an encoded value. */
  readonly kinds: ReadonlySet<string>;
  readonly least: number;
  readonly greatest: number;
  readonly areWhole: boolean;
  readonly strings: readonly string[];
  /**
   * Few texts that come again and again, and that the code or the values have a name for: options, where another text would
   * be no valid input.
   */
  readonly areOptions: boolean;
  /** What all texts look like: dates, numbers, addresses; null where they may be anything. */
  readonly format: RegExp | null;
}

/** Whether a text is one that callers could give: no option is made up, and a date stays a date. */
export const isPossibleText = (made: string, seen: ObservedValues | undefined): boolean =>
  seen !== undefined && !seen.areOptions && (seen.format?.test(made) ?? true);

const formats: readonly RegExp[] = [
  /^\d{4}-\d{2}-\d{2}/,
  /^\d{1,2}:\d{2}/,
  /^[+-]?\d+(?:[.,]\d+)?$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  /^[a-z][a-z\d+.-]*:\/\//i,
  /^\s*[[{]/,
];

const mostStrings = 200;

/**
 * What was seen of a function's inputs, by their place: `1.[].sku` is the property `sku` of the items of the second
 * value. It says which made-up inputs are of the kind that callers give.
 */
export class ObservedInputs {
  readonly #places = new Map<string, Mutable>();
  readonly #names: ReadonlySet<string>;
  readonly #keys = new Set<string>();

  /** @param names texts and names of properties in the code. */
  constructor(inputs: readonly (readonly Encoded[])[], names: ReadonlySet<string>) {
    this.#names = names;
    for (const values of inputs) for (const [i, value] of values.entries()) this.#add(String(i), value);
  }

  at(place: string): ObservedValues | undefined {
    const found = this.#places.get(place);
    if (!found) return undefined;
    const strings = [...found.strings.keys()];
    const seen = [...found.strings.values()].reduce((sum, count) => sum + count, 0);
    return {
      ...found,
      strings,
      areOptions: strings.length <= 5 && seen >= 4 * strings.length && this.#areNamed(strings),
      format:
        formats.find((format) => strings.length > 0 && strings.every((text) => format.test(text))) ?? null,
    };
  }

  /** What was seen at each place. */
  all(): readonly ObservedValues[] {
    return [...this.#places.keys()].flatMap((place) => this.at(place) ?? []);
  }

  #add(place: string, value: Encoded): void {
    const found = this.#places.get(place) ?? emptyPlace();
    this.#places.set(place, found);
    found.kinds.add(kindOf(value));
    if (typeof value === 'number') {
      found.least = Math.min(found.least, value);
      found.greatest = Math.max(found.greatest, value);
      found.areWhole &&= Number.isInteger(value);
    }
    if (typeof value === 'string' && (found.strings.has(value) || found.strings.size < mostStrings))
      found.strings.set(value, (found.strings.get(value) ?? 0) + 1);
    if (typeof value === 'object' && value?.$ === 'object')
      for (const [key] of value.properties) this.#keys.add(key);
    for (const [step, child] of stepsInto(value)) this.#add(`${place}.${step}`, child);
  }

  #areNamed(texts: readonly string[]): boolean {
    return texts.some((text) => this.#names.has(text) || this.#keys.has(text));
  }
}

interface Mutable {
  readonly kinds: Set<string>;
  least: number;
  greatest: number;
  areWhole: boolean;
  readonly strings: Map<string, number>;
}

const emptyPlace = (): Mutable => ({
  kinds: new Set(),
  least: Number.POSITIVE_INFINITY,
  greatest: Number.NEGATIVE_INFINITY,
  areWhole: true,
  strings: new Map(),
});

export const kindOf = (value: Encoded): string =>
  value === null ? 'null' : typeof value === 'object' ? value.$ : typeof value;

/** The values inside a value, each with the step that leads to it; items of a list share one step. */
export function stepsInto(value: Encoded): readonly (readonly [string, Encoded])[] {
  if (typeof value !== 'object' || value === null) return [];
  switch (value.$) {
    case 'array':
    case 'set':
      return value.items.map((item) => ['[]', item] as const);
    case 'map':
      return value.entries.flatMap(([key, held]) => [['{key}', key] as const, ['{value}', held] as const]);
    case 'object':
      return value.properties.map(([key, held]) => [key, held] as const);
    default:
      return [];
  }
}
