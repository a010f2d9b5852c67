import { findToIndex } from './find-to-index.ts';
import { hoistIntlFormatter } from './hoist-intl-formatter.ts';
import { includesToSet } from './includes-to-set.ts';
import type { Rule } from './rule.ts';
import { spreadReduceToArray } from './spread-reduce-to-array.ts';
import { spreadReduceToObject } from './spread-reduce-to-object.ts';

/** Every rule, in the order in which the generator tries them on a function. */
export const rules: readonly Rule[] = [
  spreadReduceToObject,
  spreadReduceToArray,
  findToIndex,
  includesToSet,
  hoistIntlFormatter,
];
