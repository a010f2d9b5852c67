import * as z from 'zod/mini';
import { catch as otherwise } from 'zod/mini';
import { EndpointProfile, HotFunction, MetricsBatch, mostFunctions, mostProfiles } from './metrics-batch.ts';

const orNull = <Schema extends z.ZodMiniType>(schema: Schema) => otherwise(z.nullable(schema), null);

/**
 * A batch as it arrives: a profile, or a function of one, that has another form takes nothing else with it, and is null. How many there
 * may be is not checked yet.
 */
export const ReceivedBatch = z.extend(MetricsBatch, {
  profiles: z._default(
    z.array(orNull(z.extend(EndpointProfile, { functions: z.array(orNull(HotFunction)) }))),
    [],
  ),
});
export type ReceivedBatch = z.infer<typeof ReceivedBatch>;

/** The profiles of a batch that can be kept, and why others cannot, each reason with its number. */
export function readProfiles({ profiles }: Pick<ReceivedBatch, 'profiles'>) {
  const read = profiles.filter((profile) => profile !== null);
  const bounded = read.filter(({ functions }) => functions.length <= mostFunctions);
  const first = bounded.slice(0, mostProfiles);
  const kept: readonly EndpointProfile[] = first.map((profile) => ({
    ...profile,
    functions: profile.functions.filter((hot) => hot !== null),
  }));
  const all = [
    ['a profile has another form than POST /metrics takes', profiles.length - read.length],
    [`a profile has over ${mostFunctions} functions`, read.length - bounded.length],
    [`a batch has over ${mostProfiles} profiles`, bounded.length - first.length],
    [
      'a function of a profile has another form than POST /metrics takes',
      functionsOf(first) - functionsOf(kept),
    ],
  ] as const;
  return { kept, refused: new Map(all.filter(([, times]) => times > 0)) };
}

const functionsOf = (profiles: readonly { readonly functions: readonly unknown[] }[]): number =>
  profiles.reduce((sum, { functions }) => sum + functions.length, 0);
