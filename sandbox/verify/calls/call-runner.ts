import type { BlockCoverage } from '../../runners/node/block-coverage.ts';
import type { RecordedUse } from '../../runners/node/encoded.ts';
import type { Result } from '../../runners/node/result.ts';

/** Makes calls on a version; each time in a new process. */
export interface CallRunner {
  /** Results in the order of the uses; fewer where the time was up or the process ended. */
  execute(
    side: 'base' | 'candidate',
    uses: readonly RecordedUse[],
    milliseconds: number,
  ): Promise<readonly Result[]>;
  /** What runs of the candidate's modules while the uses are executed. */
  countBlocks(uses: readonly RecordedUse[], milliseconds: number): Promise<BlockCoverage>;
}
