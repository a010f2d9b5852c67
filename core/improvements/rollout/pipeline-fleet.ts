import { Unavailable } from '../../errors.ts';
import { currentVersion } from '../../performance/windows/current-version.ts';
import { longestWindow } from '../../performance/windows/window-part.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import type { Fleet } from '../ports.ts';

/** How far back the version that serves is looked for. */
const span = 15 * 60_000;

/**
 * The versions of a service whose own pipeline deploys what is merged, to everybody at once. From outside nothing can
 * be launched, shifted or withdrawn: the merge is the launch, and the revert rolls it back, at the pipeline's pace.
 */
export function pipelineFleet({ metrics, now }: Pick<ImprovementDependencies, 'metrics' | 'now'>): Fleet {
  return {
    /** @throws Unavailable `fleet/not-ready` where no version served lately that the new one could be held against. */
    async launch(service, commit) {
      const at = now();
      const parts = await metrics.partsBetween(service, at - span - longestWindow, at);
      // A quick pipeline may have brought the new version already.
      const baseline = currentVersion(
        parts.filter(({ version, to }) => version !== commit && to > at - span),
      );
      if (baseline === null)
        throw new Unavailable(
          `service ${service} has measured no requests of the version before ${commit.slice(0, 7)} in the last ` +
            'quarter of an hour; without them there is nothing to compare the new version with.',
          { code: 'fleet/not-ready', data: { service, commit } },
        );
      return { baseline };
    },
    async shift() {},
    async promote() {},
    async withdraw() {},
    async retire() {},
  };
}
