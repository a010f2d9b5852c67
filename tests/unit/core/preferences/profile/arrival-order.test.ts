import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import type { Profile } from '#core/preferences/profile/profile.ts';
import { day, hour } from '#core/time.ts';
import { RatedUsers } from '../rated-users.ts';

const begin = Date.UTC(2026, 4, 1, 9);

/** Each at a time of its own: of two first messages of the same moment, either may be the latest activity. */
const said = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 }).chain((hours) =>
  fc.tuple(
    ...hours.map((later) =>
      fc.record({
        messageId: fc.constantFrom('m1', 'm2', 'm3'),
        kind: fc.constantFrom('thumbs-up', 'thumbs-down', 'withdrawn', 'comment' as const),
        comment: fc.constantFrom('Good.', 'Bad.'),
        tone: fc.constantFrom('dry', 'warm'),
        at: fc.constant(begin + later * hour),
      }),
    ),
  ),
);

/** The profile after each of them has arrived and was learned on its own. */
async function profileAfter(all: readonly Partial<FeedbackInput>[]) {
  const users = new RatedUsers();
  users.now = begin + 30 * day;
  for (const feedback of all) {
    await users.say('u', feedback);
    await users.learn();
  }
  return summaryOf(await users.profiles.load('u'));
}

/** Sums to nine digits: the order of additions rounds otherwise. Arms that were emptied again count like none. */
function summaryOf(profile: Profile | null) {
  const arms = [...(profile?.taste.tasks ?? []), ...(profile?.styles ?? [])].flatMap(([task, ofTask]) =>
    [...ofTask.arms].map(([name, { rewards, count }]) => ({ task, name, rewards, count })),
  );
  const counting = arms.filter(({ count }) => Number(count.toFixed(9)) > 0);
  return {
    arms: new Map(
      counting.map(({ task, name, rewards, count }) => [
        `${task} ${name}`,
        [rewards.toFixed(9), count.toFixed(9)],
      ]),
    ),
    recent: profile?.recent,
    times: profile?.times,
  };
}

test('a profile is the same in whatever order the feedback of a few messages arrives', async () => {
  const orders = said.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([inOrder, mixed]) => {
      expect(await profileAfter(mixed)).toEqual(await profileAfter(inOrder));
    }),
  );
});
