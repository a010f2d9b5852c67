import { awaitInLoop } from './await-in-loop.ts';
import { filterToFind } from './filter-to-find.ts';
import { filterToSome } from './filter-to-some.ts';
import { filterToUnique } from './filter-to-unique.ts';
import { findToIndex } from './find-to-index.ts';
import { hoistIntlFormatter } from './hoist-intl-formatter.ts';
import { hoistRegexp } from './hoist-regexp.ts';
import { includesToSet } from './includes-to-set.ts';
import { jsonRoundTrip } from './json-round-trip.ts';
import { keysInLoop } from './keys-in-loop.ts';
import { localeStringInLoop } from './locale-string-in-loop.ts';
import { objectSpreadInLoop } from './object-spread-in-loop.ts';
import { queryInLoop } from './query-in-loop.ts';
import type { Rewrite, Rule } from './rule.ts';
import { sequentialQueries } from './sequential-queries.ts';
import { shiftInLoop } from './shift-in-loop.ts';
import { sortToTakeOne } from './sort-to-take-one.ts';
import { spreadReduceToArray } from './spread-reduce-to-array.ts';
import { spreadReduceToObject } from './spread-reduce-to-object.ts';
import { spreadToPush } from './spread-to-push.ts';
import { syncCallInRequest } from './sync-call-in-request.ts';
import { unboundedPromiseAll } from './unbounded-promise-all.ts';

/** The rules that can write, in the order in which the generator tries them on a function. */
export const rewrites: readonly Rewrite[] = [
  spreadReduceToObject,
  spreadReduceToArray,
  spreadToPush,
  findToIndex,
  includesToSet,
  filterToUnique,
  hoistIntlFormatter,
  filterToSome,
  filterToFind,
  hoistRegexp,
];

/** The rules that only say what to look at, because a person has to judge. */
const suggestions: readonly Rule[] = [
  queryInLoop,
  awaitInLoop,
  sequentialQueries,
  unboundedPromiseAll,
  syncCallInRequest,
  objectSpreadInLoop,
  jsonRoundTrip,
  keysInLoop,
  localeStringInLoop,
  shiftInLoop,
  sortToTakeOne,
];

export const rules: readonly Rule[] = [...rewrites, ...suggestions];
