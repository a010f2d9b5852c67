import type { ProfileStore } from '../ports.ts';
import type { Profile } from './profile.ts';

/** About 20 MB of profiles. */
const most = 2_000;

/**
 * The store for one who changes profiles again and again: what it saved it need not read. That somebody else was
 * first is noticed when it saves, and then it reads.
 */
export function cacheProfiles(store: ProfileStore): ProfileStore {
  const known = new Map<string, Profile>();

  function remember(profile: Profile): Profile {
    known.delete(profile.userId);
    known.set(profile.userId, profile);
    if (known.size > most) known.delete(known.keys().next().value ?? '');
    return profile;
  }

  return {
    async load(userId, how) {
      const remembered = known.get(userId);
      if (remembered) return remembered;
      const profile = await store.load(userId, how);
      return profile && remember(profile);
    },
    loadAll: (userIds) => store.loadAll(userIds),
    async save(change) {
      const { userId } = change.profile;
      // Whatever becomes of this: it is not what is remembered any more.
      known.delete(userId);
      return remember(await store.save(change));
    },
  };
}
