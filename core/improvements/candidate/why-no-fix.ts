import type { HotFunction } from '../../performance/windows/metrics-batch.ts';
import type { Manifest } from '../../service/manifest.ts';
import type { Improvement } from '../improvement.ts';
import type { Gathered } from './ask-for-candidates.ts';
import type { CandidateGenerator, Snapshot } from './candidate.ts';
import { whyNothingToChange } from './why-nothing-to-change.ts';

interface NoFix {
  readonly improvement: Pick<Improvement, 'attempt' | 'earlier' | 'finding'>;
  readonly manifest: Pick<Manifest, 'sources'>;
  readonly snapshot: Snapshot;
  readonly gathered: Pick<Gathered, 'refused' | 'obstacles'>;
  /** Those that were asked. */
  readonly generators: readonly Pick<CandidateGenerator, 'source'>[];
}

/** Why an attempt has no candidate, and the hottest lines, at which a person may look instead. Without a full stop. */
export function whyNoFix(request: NoFix): string {
  const { improvement, manifest, snapshot, gathered } = request;
  const { finding } = improvement;
  const why =
    answersOf(gathered) ??
    whyNothingToChange(finding, snapshot, manifest.sources) ??
    whyNoneAnswered(request);
  return finding.hottest.length === 0 ? why : `${why}; the time goes to ${hottestOf(finding.hottest)}`;
}

function answersOf({ refused, obstacles }: NoFix['gathered']): string | null {
  const outcomes = [...refused.map(({ outcome }) => outcome), ...obstacles.map(String)];
  // Asked side by side and again, a model may fail in the same way many times.
  return outcomes.length === 0 ? null : [...new Set(outcomes)].join('; ');
}

function whyNoneAnswered({ improvement: { attempt, earlier }, generators }: NoFix): string {
  const last = attempt > 1 ? earlier.at(-1) : undefined;
  if (last) return `there is no other candidate, and the last one was ${last.outcome}`;
  const writers = generators.map(({ source }) => source).filter((source) => source !== 'rule');
  return writers.length === 0
    ? 'no rule matches the hottest functions, and no model is configured'
    : `no rule matches the hottest functions, and the ${writers.join(' and the ')} proposed no fix`;
}

const most = 3;

/** "netPrice (src/prices.ts:3, 83 %), total (src/cart.ts:9, 12 %)". */
const hottestOf = (hottest: readonly HotFunction[]): string =>
  hottest
    .slice(0, most)
    .map(
      ({ name, file, line, lines, total }) =>
        `${name} (${file}:${lines?.[0]?.line ?? line}, ${Math.round(100 * total)} %)`,
    )
    .join(', ');
