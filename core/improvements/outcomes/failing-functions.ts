import type { Finding } from '../../performance/findings/finding.ts';
import { day } from '../../time.ts';
import type { Outcome } from './outcome.ts';
import { countsIn } from './success-share.ts';

/** Where and when a fix is asked for. */
export interface Occasion {
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** At a function where attempts failed so often lately, the next hottest is tried first. */
const mostFailures = 3;
const lately = 30 * day;

/** The hottest functions, with those last at which attempts kept failing since one of theirs was promoted. */
export function failingLast(
  hottest: Finding['hottest'],
  outcomes: readonly Outcome[],
  { service, now }: Occasion,
): Finding['hottest'] {
  const keepsFailing = ({ file, name }: Finding['hottest'][number]): boolean => {
    const here = outcomes.filter(
      (outcome) =>
        outcome.service === service && outcome.path === file && lastName(outcome.function) === lastName(name),
    );
    const promoted = Math.max(
      now - lately,
      ...here.map((o) => (o.decision === 'promoted' ? o.at : -Infinity)),
    );
    return countsIn(here.filter(({ at }) => at > promoted)).failed >= mostFailures;
  };
  return hottest.toSorted((a, b) => Number(keepsFailing(a)) - Number(keepsFailing(b)));
}

/** A profile names a method with its class, a fix may name it alone. */
const lastName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
