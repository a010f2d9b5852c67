import * as z from 'zod/mini';
import { catch as otherwise } from 'zod/mini';
import { EndpointProfile, HotFunction, MetricsBatch } from './metrics-batch.ts';

const orNull = <Schema extends z.ZodMiniType>(schema: Schema) => otherwise(z.nullable(schema), null);

/** A batch as it arrives: a profile, or a function of one, that has another form takes nothing else with it, and is null. */
export const ReceivedBatch = z.extend(MetricsBatch, {
  profiles: z._default(
    z
      .array(
        orNull(
          z.extend(EndpointProfile, {
            functions: z.array(orNull(HotFunction)).check(z.maxLength(20)),
          }),
        ),
      )
      .check(z.maxLength(50)),
    [],
  ),
});
export type ReceivedBatch = z.infer<typeof ReceivedBatch>;

/** The profiles of a batch that can be kept, and why others cannot, each reason with its number. */
export function readProfiles({ profiles }: Pick<ReceivedBatch, 'profiles'>) {
  const read = profiles.filter((profile) => profile !== null);
  const kept: readonly EndpointProfile[] = read.map((profile) => ({
    ...profile,
    functions: profile.functions.filter((hot) => hot !== null),
  }));
  const all = [
    ['a profile has another form than POST /metrics takes', profiles.length - kept.length],
    [
      'a function of a profile has another form than POST /metrics takes',
      functionsOf(read) - functionsOf(kept),
    ],
  ] as const;
  return { kept, refused: new Map(all.filter(([, times]) => times > 0)) };
}

const functionsOf = (profiles: readonly { readonly functions: readonly unknown[] }[]): number =>
  profiles.reduce((sum, { functions }) => sum + functions.length, 0);
