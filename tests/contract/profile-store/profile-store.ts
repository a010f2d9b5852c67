import { beforeEach, describe, expect, it } from 'vitest';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import type { ProfileChange, ProfileStore } from '#core/preferences/ports.ts';
import { emptyProfile, type Profile } from '#core/preferences/profile/profile.ts';
import { sha256 } from '../../support/memory-preferences.ts';

export interface ProfileRecords {
  readonly profiles: ProfileStore;
  /** A subject's learning events, oldest first. */
  eventsOf(subject: string): Promise<readonly LearningEvent[]>;
}

const now = Date.UTC(2026, 5, 1, 9);

/** A profile with every kind of content; its numbers have few digits. */
export function aProfile(fields: Partial<Profile> = {}): Profile {
  const arm = (rewards: number, count: number) => ({ rewards, count });
  return {
    ...emptyProfile('user-1'),
    taste: {
      tasks: new Map([
        [
          'code',
          {
            arms: new Map([
              ['gpt-4.1', arm(23, 25.5)],
              ['llama-3.3', arm(0, 2.25)],
            ]),
            change: { evidence: 1.5, rewards: 0, count: 2 },
          },
        ],
        [
          'mail',
          { arms: new Map([['llama-3.3', arm(0.75, 1)]]), change: { evidence: 0, rewards: 0, count: 0 } },
        ],
      ]),
      membership: [1, 0, 0, 0, 0, 0, 0, 0],
      carried: [0.5, 0, 0, 0, 0, 0, 0, -2],
      grouping: 3,
      followed: 7,
      latest: now - 1,
    },
    leniency: { excess: -1.5, count: 4 },
    styles: new Map([
      ['length', { arms: new Map([['short', arm(4, 5)]]), change: { evidence: 0, rewards: 0, count: 0 } }],
    ]),
    overrides: new Map([['mail', 'gpt-4.1']]),
    times: new Map([
      ['code', { morning: 20, night: 3 }],
      ['mail', { evening: 1 }],
      ['verse', { evening: 1 }],
    ]),
    recent: [
      { taskType: 'code', at: now - 90_000 },
      { taskType: 'verse', at: now - 1 },
    ],
    timeZone: 'Europe/Vienna',
    announced: new Map([['code', 'gpt-4.1']]),
    updatedAt: now,
    version: 1,
    sequence: '111700000000012345678901',
    ...fields,
  };
}

/** What every profile store guarantees. `open` returns an empty store. */
export function behavesAsProfileStore(open: () => Promise<ProfileRecords>): void {
  let profiles: ProfileStore;
  let eventsOf: ProfileRecords['eventsOf'];
  beforeEach(async () => {
    ({ profiles, eventsOf } = await open());
  });
  const save = (profile: Profile, change: Partial<ProfileChange> = {}) =>
    profiles.save({ profile, expectedVersion: profile.version - 1, events: [], ...change });
  const preferred = {
    type: 'preference.changed',
    subject: 'user:user-1',
    actor: 'user:user-1',
    before: null,
    after: { model: 'gpt-4.1' },
    impact: 0.25,
    reason: 'It was liked.',
  };

  it('has no profile of an unknown user', async () => {
    expect(await profiles.load('user-1')).toBeNull();
    expect(await profiles.loadAll(['user-1'])).toEqual([]);
  });

  it('reads a profile as it was saved', async () => {
    const profile = aProfile({ forgottenAt: now - 5 });
    expect(await save(profile)).toEqual(profile);
    expect(await profiles.load('user-1')).toEqual(profile);
    const second = aProfile({ version: 2, announced: new Map() });
    await save(second);
    expect(await profiles.load('user-1')).toEqual(second);
  });

  it('keeps an empty profile', async () => {
    const empty = { ...emptyProfile('user-1'), version: 1, forgottenAt: now, updatedAt: now };
    await save(empty);
    expect(await profiles.load('user-1')).toEqual(empty);
  });

  it('refuses a change based on an old version and saves nothing of it', async () => {
    await save(aProfile());
    const stale = save(aProfile({ timeZone: 'UTC' }), { events: [preferred] });
    await expect(stale).rejects.toMatchObject({ code: 'store/stale' });
    await expect(save(aProfile({ version: 3 }))).rejects.toMatchObject({ code: 'store/stale' });
    expect(await profiles.load('user-1')).toEqual(aProfile());
    expect(await eventsOf('user:user-1')).toEqual([]);
  });

  it('lets one of many concurrent first writes win', async () => {
    const saving = Array.from({ length: 8 }, (_, i) => save(aProfile({ sequence: `${i}` })));
    const results = await Promise.allSettled(saving);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('appends events to the chain of the user, and keeps its end', async () => {
    const saved = await save(aProfile(), { events: [preferred, { ...preferred, reason: 'More so.' }] });
    await save({ ...saved, version: 2 }, { events: [preferred] });
    const events = await eventsOf('user:user-1');
    expect(events.map(({ sequence, reason }) => [sequence, reason])).toEqual([
      [1, 'It was liked.'],
      [2, 'More so.'],
      [3, 'It was liked.'],
    ]);
    expect(verifyChain(events, sha256)).toBeNull();
    const { lastEvent } = (await profiles.load('user-1')) ?? {};
    expect(lastEvent).toEqual({ sequence: 3, hash: events[2]?.hash });
  });

  describe('of many users', () => {
    it('reads the existing ones, in the requested order', async () => {
      const users = Array.from({ length: 130 }, (_, i) => `user-${i}`);
      for (const userId of users) if (userId !== 'user-7') await save(aProfile({ userId }));
      const asked = users.toReversed();
      const found = await profiles.loadAll(asked);
      expect(found.map(({ userId }) => userId)).toEqual(asked.filter((item) => item !== 'user-7'));
      expect(found[0]).toEqual(aProfile({ userId: 'user-129' }));
    });
  });
}
