import type { Encoded, EncodedArray } from '../encoded.ts';

/** How an answer about many things is made of answers about each. A thing without a part was not found. */
export interface Form {
  /** The parts by the things that were asked for; null where the answer has another form. */
  readonly read: (things: readonly Encoded[], answer: Encoded) => ReadonlyMap<string, Encoded> | null;
  readonly write: (things: readonly Encoded[], partOf: (thing: Encoded) => Encoded | undefined) => Encoded;
}

export const textOf = (value: unknown): string => JSON.stringify(value);
const distinct = (things: readonly Encoded[]): readonly Encoded[] => [
  ...new Map(things.map((thing) => [textOf(thing), thing])).values(),
];
export const isArray = (value: Encoded | undefined): value is EncodedArray =>
  typeof value === 'object' && value !== null && value.$ === 'array';

/** `stocks(['a', 'b'])` gives `[3, 0]`. */
const inPlace: Form = {
  read: (things, answer) =>
    isArray(answer) && answer.items.length === things.length
      ? new Map(things.map((thing, i) => [textOf(thing), answer.items[i] ?? null]))
      : null,
  write: (things, partOf) => ({
    $: 'array',
    items: things.map(partOf).map((part) => (part === undefined ? { $: 'undefined' } : part)),
  }),
};

/** `users(['a', 'b'])` gives `[{ id: 'b', … }]`. */
const rowsWith = (name: string): Form => ({
  read: (things, answer) => {
    if (!isArray(answer)) return null;
    const names = answer.items.map((row) => textOf(heldBy(row, name)));
    const order = distinct(things)
      .map(textOf)
      .filter((thing) => names.includes(thing));
    return order.join() === names.join()
      ? new Map(answer.items.map((row, i) => [names[i] ?? '', row]))
      : null;
  },
  write: (things, partOf) => ({
    $: 'array',
    items: distinct(things)
      .map(partOf)
      .filter((row) => row !== undefined),
  }),
});

/** `prices(['a', 'b'])` gives `{ a: 3, b: 1 }`. */
const byName: Form = {
  read: (things, answer) => {
    if (typeof answer !== 'object' || answer?.$ !== 'object') return null;
    const asked = new Set(things.map(textOf));
    const parts = new Map(answer.properties.map(([name, value]) => [textOf(name), value]));
    return [...parts.keys()].every((name) => asked.has(name)) ? parts : null;
  },
  write: (things, partOf) => ({
    $: 'object',
    properties: distinct(things).flatMap((thing) => {
      const part = partOf(thing);
      return part === undefined || typeof thing !== 'string' ? [] : [[thing, part] as const];
    }),
  }),
};

function heldBy(row: Encoded, name: string): Encoded {
  if (typeof row !== 'object' || row?.$ !== 'object') return null;
  return row.properties.find(([key]) => key === name)?.[1] ?? null;
}

/** What one recorded answer says about a list of things. */
export interface RecordedList {
  readonly things: readonly Encoded[];
  readonly how: 'returned' | 'resolved';
  readonly answer: Encoded;
}

/** The forms that the answers may have. */
export function formsOf(recorded: readonly RecordedList[]): readonly Form[] {
  const rows = recorded.flatMap(({ answer }) => (isArray(answer) ? answer.items : []));
  const names = rows.flatMap((row) =>
    typeof row === 'object' && row?.$ === 'object' ? row.properties.map(([name]) => name) : [],
  );
  // One list that is as long as another may be so by chance.
  const hasLengths = new Set(recorded.map(({ things }) => things.length)).size > 1;
  return [...(hasLengths ? [inPlace] : []), ...[...new Set(names)].map(rowsWith), byName];
}
