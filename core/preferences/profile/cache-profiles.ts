import type { ProfileStore } from '../ports.ts';
import type { Profile } from './profile.ts';

/** About 20 MB of profiles. */
const most = 2_000;

/**
 * A profile store with a cache, for a process that updates profiles repeatedly: it does not read what it has just
 * saved. A conflicting write by another process is noticed when saving; then the profile is read.
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
      // Whether this succeeds or not, the cached profile is out of date.
      known.delete(userId);
      return remember(await store.save(change));
    },
  };
}
