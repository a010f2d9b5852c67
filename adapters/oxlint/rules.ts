/** One of oxlint's rules, with what we say of its findings. */
export interface OxlintRule {
  /** As oxlint writes it with a finding. */
  readonly code: string;
  /** As its configuration names it. */
  readonly setting: string;
  /** What is there, and why it matters. */
  readonly message: string;
  readonly whyNoFix: string;
}

/**
 * The rules whose findings can cost time that a user notices. Left out of oxlint's own performance category are rules that
 * gain next to nothing (`no-useless-call`, `prefer-array-flat-map`, `no-map-spread`), that find short lists above all
 * (`prefer-set-has`), and that concern React in a browser: docs/decisions/0034-find-suspicious-places-without-running-them.md.
 */
export const oxlintRules: readonly OxlintRule[] = [
  {
    code: 'eslint(no-await-in-loop)',
    setting: 'no-await-in-loop',
    message: 'Each turn of the loop waits until the one before has ended, so the waits add up.',
    whyNoFix: 'The turns may depend on their order, and many at once may be too much for what they call.',
  },
  {
    code: 'oxc(no-accumulating-spread)',
    setting: 'oxc/no-accumulating-spread',
    message:
      'Each step copies everything that was gathered before, so the time grows with the square of the elements.',
    whyNoFix: 'It has none of the forms that a rule rewrites with the same result.',
  },
  {
    code: 'unicorn(prefer-array-find)',
    setting: 'unicorn/prefer-array-find',
    message: 'The filter visits every element and builds a list, and one element of it is used.',
    whyNoFix: 'The callback may have effects that count on every element.',
  },
  {
    code: 'unicorn(prefer-array-some)',
    setting: 'unicorn/prefer-array-some',
    message: 'The filter visits every element and builds a list, to learn whether there is one.',
    whyNoFix: 'The callback may have effects that count on every element.',
  },
];
