/*
 * The local interpreter runs plain JSONPath state machines as AWS does. It accepts a few newer and rarer features but
 * ignores or misinterprets them, so a definition that uses them would behave differently here and on AWS.
 */

interface Place {
  readonly path: string;
  /** The field's name. */
  readonly key: string;
  readonly value: unknown;
  /** Whether the field is part of `Parameters` or another template, in which `.$` marks a path. */
  readonly isInTemplate: boolean;
}

const templates = ['Parameters', 'ResultSelector', 'ItemSelector'];

const startsWith = (pattern: RegExp, { value }: Place) => typeof value === 'string' && pattern.test(value);
const isPath = (place: Place) => /Path$|^Variable$|\.\$$/.test(place.key);

/** The features that the interpreter misreads, and how to recognize them. */
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
    'a path that is read as text',
    (place) =>
      place.isInTemplate && !place.key.endsWith('.$') && startsWith(/^(\$\.|\$\$\.|States\.)/, place),
  ],
  [
    'text that is read as a path',
    (place) => place.isInTemplate && place.key.endsWith('.$') && !startsWith(/^(\$|States\.)/, place),
  ],
];

/** The parts of the definition that the local interpreter would misread, as `place: what`. */
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
