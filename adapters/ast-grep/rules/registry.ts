import { findToIndex } from './find-to-index.ts';
import { hoistIntlFormatter } from './hoist-intl-formatter.ts';
import { includesToSet } from './includes-to-set.ts';
import type { Rewrite, Rule } from './rule.ts';
import { spreadReduceToArray } from './spread-reduce-to-array.ts';
import { spreadReduceToObject } from './spread-reduce-to-object.ts';

/** The rules that can write, in the order in which the generator tries them on a function. */
export const rewrites: readonly Rewrite[] = [
  spreadReduceToObject,
  spreadReduceToArray,
  findToIndex,
  includesToSet,
  hoistIntlFormatter,
];

export const rules: readonly Rule[] = [...rewrites];
