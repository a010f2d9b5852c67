import { beforeEach, describe, expect, it } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import { proposeImprovements } from '#core/improvements/opportunity/propose-improvements.ts';
import { notSnoozed, snooze } from '#core/improvements/opportunity/snooze.ts';
import { rankOpportunities } from '#core/performance/report/opportunities.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';

const hour = 3_600_000;
const begun = Date.UTC(2026, 5, 1, 10);
const id = anImprovement().id;

let improvements: MemoryImprovements;
let now = begun;
const context = () => ({ improvements, now: () => now });
beforeEach(() => {
  now = begun;
  improvements = MemoryImprovements.of(anImprovement({ status: 'opportunity' }));
});
const rest = (hours: number) => snooze(id, { hours, reason: 'after the sale', actor: 'user:o' }, context());
const finding = { ...anImprovement().finding, from: begun, to: begun + hour };
const next = async (): Promise<Improvement | null> =>
  (await proposeImprovements({ service: 'shop', findings: [finding], mostEpisodes: 3 }, context())).next;
const listed = () => notSnoozed(rankOpportunities([finding], {}), 'shop', context());

describe('an opportunity that is snoozed', () => {
  it('is neither shown nor started until then, and both afterwards', async () => {
    expect([(await listed()).length, (await next())?.id]).toEqual([1, id]);
    await rest(2);
    now = begun + 2 * hour - 1;
    expect([(await listed()).length, await next()]).toEqual([0, null]);
    now = begun + 2 * hour;
    expect([(await listed()).length, (await next())?.id]).toEqual([1, id]);
  });

  it('is woken by null', async () => {
    await rest(2);
    await rest(0);
    expect([(await listed()).length, (await next())?.id]).toEqual([1, id]);
  });

  it('is recorded with the actor and the reason', async () => {
    await rest(2);
    expect(improvements.events.at(-1)).toMatchObject({
      actor: 'user:o',
      type: 'improvement.snoozed',
      after: { status: 'opportunity', snoozedUntil: begun + 2 * hour },
      reason: 'after the sale',
    });
  });
});

it('an improvement that was started cannot be snoozed', async () => {
  improvements = MemoryImprovements.of(anImprovement({ status: 'testing' }));
  await expect(rest(2)).rejects.toMatchObject({ code: 'improvement/not-waiting' });
});
