import { mean } from '../../numbers/mean.ts';
import type { CandidateSource } from '../candidate/candidate.ts';
import type { Outcome } from './outcome.ts';
import { type Counts, countsIn, overallShare, type SuccessShare, successShare } from './success-share.ts';

/** How the attempts of one author ended, at one service or at all. */
export interface OutcomeRow {
  /** Null for all services together. */
  readonly service: string | null;
  readonly source: CandidateSource;
  readonly author: string;
  readonly promoted: number;
  readonly rolledBack: number;
  readonly rejected: number;
  /** Answers that were no attempt. */
  readonly refused: number;
  /** How many attempts each gate, or an approver, has rejected. */
  readonly rejectedBy: Readonly<Record<string, number>>;
  readonly success: SuccessShare;
  /** Over those promoted, the mean of how much faster the benchmark promised, and production was; null if unknown. */
  readonly promised: number | null;
  readonly measured: number | null;
}

/** A row for each author over all services, then one for each author and service; those with the best expected success first. */
export function outcomeTable(outcomes: readonly Outcome[]): readonly OutcomeRow[] {
  const authors = [...Map.groupBy(outcomes, ({ source, author }) => `${source}\n${author}`).values()];
  const overall = authors.map((all) => rowOf(null, all, all));
  const byService = authors.flatMap((all) =>
    [...Map.groupBy(all, ({ service }) => service)].map(([service, own]) => rowOf(service, own, all)),
  );
  return [...overall.toSorted(bestFirst), ...byService.toSorted(byServiceThenBest)];
}

function rowOf(service: string | null, own: readonly Outcome[], all: readonly Outcome[]): OutcomeRow {
  const { source = 'rule', author = '' } = own[0] ?? {};
  const others = all.filter((outcome) => outcome.service !== service);
  const promoted = own.filter(({ decision }) => decision === 'promoted');
  return {
    service,
    source,
    author,
    promoted: promoted.length,
    rolledBack: own.filter(({ decision }) => decision === 'rolled-back').length,
    rejected: own.filter(({ decision }) => decision === 'rejected').length,
    refused: own.filter(({ decision }) => decision === 'refused').length,
    rejectedBy: countBy(own.flatMap(({ by }) => by ?? [])),
    success: shareOf(service, source, countsIn(own), countsIn(others)),
    promised: meanRatio(promoted.flatMap(({ promised }) => promised ?? [])),
    measured: meanRatio(promoted.flatMap(({ measured }) => measured ?? [])),
  };
}

const shareOf = (
  service: string | null,
  source: CandidateSource,
  own: Counts,
  others: Counts,
): SuccessShare => (service === null ? overallShare(source, own) : successShare(source, own, others));

const countBy = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length]));

/** The geometric mean, because twice as fast and half as fast make no change. */
function meanRatio(ratios: readonly { readonly ratio: number }[]): number | null {
  if (ratios.length === 0) return null;
  return Math.exp(mean(ratios.map(({ ratio }) => Math.log(ratio))));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const bestFirst = (a: OutcomeRow, b: OutcomeRow): number =>
  b.success.expected - a.success.expected || compareText(a.author, b.author);

const byServiceThenBest = (a: OutcomeRow, b: OutcomeRow): number =>
  compareText(a.service ?? '', b.service ?? '') || bestFirst(a, b);
