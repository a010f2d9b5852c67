import { expect, it } from 'vitest';
import { awaitEvidence } from '#core/improvements/base/await-evidence.ts';
import { proposeImprovements } from '#core/improvements/opportunity/propose-improvements.ts';
import { day, hour, minute } from '#core/time.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';

const begun = Date.UTC(2026, 5, 1);
const generating = anImprovement({ status: 'generating', attempt: 1, createdAt: begun });

it.each([
  ['ten minutes at first', minute, 10 * minute],
  ['as long as the opportunity is known', 3 * hour, 3 * hour],
  ['a day at most', 9 * day, day],
])('missing evidence is looked for again after %s', (_, age, expected) => {
  const { improvement } = awaitEvidence(generating, 'too few requests.', begun + age);
  expect((improvement.snoozedUntil ?? 0) - begun - age).toBe(expected);
  expect(improvement.reason).toContain('too few requests.');
});

it('missing evidence uses up none of the attempts at an endpoint', async () => {
  const at = begun + 2 * hour;
  const { improvement } = awaitEvidence(generating, 'too few requests.', at);
  const improvements = MemoryImprovements.of(improvement);
  const propose = (now: number) =>
    proposeImprovements(
      { service: improvement.service, findings: [improvement.finding], mostEpisodes: 1 },
      { improvements, now: () => now },
    );

  expect((await propose(at + hour)).next).toBeNull();
  expect((await propose(at + 2 * hour)).next).toMatchObject({ id: improvement.id, attempt: 0 });
});
