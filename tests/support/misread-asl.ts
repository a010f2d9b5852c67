/*
 * The local interpreter runs plain JSONPath state machines as AWS does. A few newer and rarer features it accepts and
 * then ignores or gets wrong, so that a definition which uses them would behave one way here and another way there.
 */

interface Place {
  readonly path: string;
  /** The field's own name. */
  readonly key: string;
  readonly value: unknown;
  /** Whether the field is part of `Parameters` or another template, in which `.$` marks what is looked up. */
  readonly isInTemplate: boolean;
}

const templates = ['Parameters', 'ResultSelector', 'ItemSelector'];

const startsWith = (pattern: RegExp, { value }: Place) => typeof value === 'string' && pattern.test(value);
const isPath = (place: Place) => /Path$|^Variable$|\.\$$/.test(place.key);

/** What the interpreter misreads, and how to recognize it. */
const pitfalls: readonly (readonly [string, (place: Place) => boolean])[] = [
  ['another query language', ({ key, value }) => key === 'QueryLanguage' && value !== 'JSONPath'],
  ['a JSONata expression', (place) => startsWith(/^\{%/, place)],
  ['a field of JSONata', ({ key, isInTemplate }) => !isInTemplate && /^(Arguments|Output|Items)$/.test(key)],
  ['variables', ({ key, isInTemplate }) => !isInTemplate && key === 'Assign'],
  ['a variable', (place) => isPath(place) && startsWith(/^\$[A-Za-z_]/, place)],
  ['a callback', ({ key, value }) => key === 'Resource' && String(value).endsWith('.waitForTaskToken')],
  ['the state in the context', (place) => startsWith(/\$\$\.(State|Task)\b/, place)],
  [
    'an intrinsic function as a path',
    (place) => place.key.endsWith('Path') && startsWith(/^States\./, place),
  ],
  [
    'a distributed map',
    ({ key, value }) =>
      /^(ItemReader|ResultWriter)$/.test(key) || (key === 'Mode' && value === 'DISTRIBUTED'),
  ],
  [
    'a path that is taken for text',
    (place) =>
      place.isInTemplate && !place.key.endsWith('.$') && startsWith(/^(\$\.|\$\$\.|States\.)/, place),
  ],
  [
    'text that is taken for a path',
    (place) => place.isInTemplate && place.key.endsWith('.$') && !startsWith(/^(\$|States\.)/, place),
  ],
];

/** What in the definition the local interpreter would misread, as `place: what`. */
export function misread(definition: object): readonly string[] {
  return [...placesIn(definition, '$', false)].flatMap((place) =>
    pitfalls.filter(([, isOne]) => isOne(place)).map(([what]) => `${place.path}: ${what}`),
  );
}

function* placesIn(node: unknown, path: string, isInTemplate: boolean): Generator<Place> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const place = { path: `${path}.${key}`, key, value, isInTemplate };
    yield place;
    yield* placesIn(value, place.path, isInTemplate || templates.includes(key));
  }
}
