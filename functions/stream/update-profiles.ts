import * as z from 'zod';
import { changeIn } from '#adapters/dynamodb/preferences/stream-changes.ts';
import { countRatings } from '#core/experiments/count-ratings.ts';
import { updateProfiles } from '#core/preferences/profile/update-profiles.ts';
import { parse } from '#core/validation.ts';
import { experimentStore } from '../composition/experiment-store.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { count } from '../observability/metrics.ts';
import { observed } from '../observability/observed.ts';

const Image = z.record(z.string(), z.custom<never>());

/** The fields we read of a batch from the table's stream. */
const Batch = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({
        SequenceNumber: z.string().regex(/^\d+$/),
        NewImage: Image.optional(),
        OldImage: Image.optional(),
      }),
    }),
  ),
});

/** Updates experiments and profiles from the feedback changes in the table's stream; a failed batch is delivered again. */
export const handler = observed({
  read: (event) => parse(Batch, event, 'the batch', 'stream/invalid-batch'),
  about: ({ Records }) => ({ records: String(Records.length) }),
  run: learn,
});

async function learn({ Records }: z.infer<typeof Batch>): Promise<{ users: number }> {
  const all = Records.flatMap((record) => changeIn(record) ?? []);
  const { remembered: profiles, populations, now } = preferenceStores();
  // Ratings come first, because a saved profile hides its changes from the next delivery; each rating counts once.
  await countRatings(all, { store: experimentStore(), now: now() });
  const changes = all.filter((change) => change.feedback !== null);
  const { users, applied } = await updateProfiles({ changes, profiles, populations, now });
  count('FeedbackLearned', applied.length);
  return { users };
}
