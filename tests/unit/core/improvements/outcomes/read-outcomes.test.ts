import { expect, it } from 'vitest';
import { readOutcomes } from '#core/improvements/outcomes/read-outcomes.ts';
import { minute } from '#core/time.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';

const promoted = (service: string, count: number, since: number) =>
  Array.from({ length: count }, (_, i) =>
    anImprovement({
      id: `${service}-${i}`,
      service,
      status: 'applied',
      candidate: aCandidate(),
      createdAt: since + i * minute,
    }),
  );

it('reads the latest of all services, and further back at one', async () => {
  const improvements = MemoryImprovements.of(...promoted('shop', 60, 0), ...promoted('bank', 300, 1e12));
  expect(await readOutcomes(improvements, null)).toHaveLength(200);
  const read = await readOutcomes(improvements, 'shop');
  expect(read.filter(({ service }) => service === 'shop')).toHaveLength(50);
  expect(read).toHaveLength(250);
});

it('counts an improvement once that is in both', async () => {
  const improvements = MemoryImprovements.of(...promoted('shop', 3, 0));
  expect(await readOutcomes(improvements, 'shop')).toHaveLength(3);
});
