import { Unavailable } from '../../errors.ts';
import { currentVersion } from '../../performance/windows/current-version.ts';
import { longestWindow } from '../../performance/windows/window-part.ts';
import { minute } from '../../time.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import type { Fleet } from '../ports.ts';

/** How far back the serving version is looked up. */
const span = 15 * minute;

/**
 * The versions of a service whose own pipeline deploys every merge, to all users at once. Nothing can be launched,
 * shifted or withdrawn from outside: the merge is the launch, and the revert is the rollback, at the pipeline's pace.
 */
export function pipelineFleet({ metrics, now }: Pick<ImprovementDependencies, 'metrics' | 'now'>): Fleet {
  async function measuredVersion(service: string, isWanted: (version: string) => boolean) {
    const at = now();
    const parts = await metrics.partsBetween(service, at - span - longestWindow, at);
    return currentVersion(parts.filter(({ version, to }) => isWanted(version) && to > at - span));
  }

  return {
    async serving(service) {
      return { version: await measuredVersion(service, () => true), runsAs: null };
    },
    /** @throws Unavailable `fleet/not-ready` if no version served recently that the new one could be compared with. */
    async launch(service, commit) {
      // A fast pipeline may have deployed the new version already.
      const baseline = await measuredVersion(service, (version) => version !== commit);
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
