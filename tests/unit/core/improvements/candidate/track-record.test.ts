import { expect, it } from 'vitest';
import { trackRecords } from '#core/improvements/candidate/track-record.ts';
import { type Status, statuses } from '#core/improvements/status.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';

const recordOf = (status: Status, author = 'find-to-index', service = 'shop') =>
  anImprovement({ id: `${service}-${author}-${status}`, service, status, candidate: aCandidate({ author }) });

const expected: Partial<Record<Status, object>> = {
  applied: { promoted: 1, rolledBack: 0 },
  'rolled-back': { promoted: 0, rolledBack: 1 },
};

it.each(statuses)('counts an improvement that is %s', async (status) => {
  const improvements = MemoryImprovements.of(recordOf(status));
  const counted = expected[status] ?? { promoted: 0, rolledBack: 0 };
  expect((await trackRecords(improvements, 'shop'))('find-to-index')).toEqual(counted);
});

it('counts the changes of one author on one service', async () => {
  const improvements = MemoryImprovements.of(
    recordOf('applied'),
    recordOf('rolled-back'),
    recordOf('applied', 'includes-to-set'),
    recordOf('rolled-back', 'find-to-index', 'bank'),
    anImprovement({ id: 'without-candidate', status: 'applied' }),
  );
  expect((await trackRecords(improvements, 'shop'))('find-to-index')).toEqual({ promoted: 1, rolledBack: 1 });
});
