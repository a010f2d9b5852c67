import { betaQuantile } from '../../numbers/beta-distribution.ts';
import type { CandidateSource } from '../candidate/candidate.ts';
import type { Outcome } from './outcome.ts';

/** Counts of attempts that were judged. A refused answer was not: it costs a question, and is no attempt. */
export interface Counts {
  readonly promoted: number;
  /** Rejected by a gate or a person, or rolled back. */
  readonly failed: number;
}

/** The share of attempts that is expected to be promoted and to stay, with its 95 % credible interval. */
export interface SuccessShare {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What is thought before the first outcome, as if so many attempts had been seen. Rules rewrite what has been argued to be
 * equal and cost nothing: four of their attempts must fail before a model without any outcome is expected to do better.
 */
const priorOf = (source: CandidateSource): Counts =>
  source === 'rule' ? { promoted: 4, failed: 1 } : { promoted: 1, failed: 1 };

/** All other services together weigh at most as much as this many attempts at the service itself. */
const mostBorrowed = 6;

export const countsIn = (outcomes: readonly Pick<Outcome, 'decision'>[]): Counts => ({
  promoted: outcomes.filter(({ decision }) => decision === 'promoted').length,
  failed: outcomes.filter(({ decision }) => decision === 'rejected' || decision === 'rolled-back').length,
});

/**
 * The expected share at one service: its own outcomes, on top of a prior that those at other services have formed. The
 * conjugate Beta prior of a binomial share (A. Gelman et al., "Bayesian Data Analysis", 3rd ed., 2.4), whose weight is bounded,
 * so that a service that differs from the others is soon judged by itself.
 */
export function successShare(source: CandidateSource, own: Counts, others: Counts): SuccessShare {
  const prior = priorOf(source);
  const before = { promoted: prior.promoted + others.promoted, failed: prior.failed + others.failed };
  const seen = before.promoted + before.failed;
  const weight = Math.min(1, mostBorrowed / seen);
  const a = weight * before.promoted + own.promoted;
  const b = weight * before.failed + own.failed;
  return { expected: a / (a + b), low: betaQuantile(0.025, a, b), high: betaQuantile(0.975, a, b) };
}

/** Over all services, where nothing is borrowed. */
export const overallShare = (source: CandidateSource, counts: Counts): SuccessShare =>
  successShare(source, counts, { promoted: 0, failed: 0 });
