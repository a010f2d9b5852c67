import * as z from 'zod/mini';
import { groupCount, levelCount, type Population } from '#core/preferences/learner/population-model.ts';
import { Count, Names, packed, packedTable, Table, unpacked } from './packed.ts';

const format = 1;
const Packed = z
  .object({
    format: z.literal(format),
    tasks: Names,
    models: Names,
    common: z.object({ means: z.array(z.number()), strengths: z.array(z.number()), weights: Table }),
    groups: z.object({
      shares: z.array(z.number()),
      follow: z.number(),
      strength: z.number(),
      means: Table,
      backing: Table,
    }),
    hasGroups: z.boolean(),
    grouping: Count,
    changes: z.array(z.object({ number: Count, group: Count, task: z.string() })),
  })
  .check(
    z.refine(({ tasks, models, common, groups }) => {
      const size = tasks.length * models.length;
      return (
        common.weights.length === size * levelCount &&
        groups.means.length === size * groupCount &&
        groups.backing.length === size * groupCount &&
        groups.shares.length === groupCount
      );
    }, 'has tables that do not fit its names'),
  );

export function packPopulation({ common, groups, ...population }: Population): Uint8Array {
  return packed({
    format,
    ...population,
    common: { ...common, weights: packedTable(common.weights) },
    groups: { ...groups, means: packedTable(groups.means), backing: packedTable(groups.backing) },
  });
}

/** @throws InvalidInput `store/unreadable` if it is damaged, or was packed by another version of this program. */
export function unpackPopulation(bytes: unknown): Population {
  const { format: _, ...population } = unpacked(Packed, bytes, 'the population', 'store/unreadable');
  return population;
}
