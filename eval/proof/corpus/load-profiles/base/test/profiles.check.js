import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadProfiles } from '../src/profiles.js';

class Directory {
  users = {
    u1: { name: 'Ada', teams: ['t1', 't2'] },
    u2: { name: 'Bo', teams: ['t2'] },
    u3: { name: 'Cy', teams: [] },
    u4: { name: 'Di', teams: ['t9'] },
  };
  teams = { t1: { name: 'Core' }, t2: { name: 'Design' } };

  async user(id) {
    return this.users[id] ?? null;
  }

  async team(id) {
    const team = this.teams[id];
    if (!team) throw new Error(`no team ${id}`);
    return team;
  }
}

const namesOf = (profiles) => profiles.map(({ name }) => name);

describe('profiles', () => {
  it('have names and teams', async () => {
    assert.deepEqual(await loadProfiles(new Directory(), ['u1']), [
      { id: 'u1', name: 'Ada', teams: ['Core', 'Design'] },
    ]);
  });
  it('keep the order of the ids', async () => {
    assert.deepEqual(namesOf(await loadProfiles(new Directory(), ['u2', 'u1'])), ['Bo', 'Ada']);
  });
  it('leave unknown users out', async () => {
    assert.deepEqual(namesOf(await loadProfiles(new Directory(), ['u9', 'u2'])), ['Bo']);
  });
  it('may have no team', async () => {
    assert.deepEqual(await loadProfiles(new Directory(), ['u3']), [{ id: 'u3', name: 'Cy', teams: [] }]);
  });
  it('are none without ids', async () => {
    assert.deepEqual(await loadProfiles(new Directory(), []), []);
  });
  it('share teams', async () => {
    const profiles = await loadProfiles(new Directory(), ['u1', 'u2']);
    assert.deepEqual(
      profiles.map(({ teams }) => teams),
      [['Core', 'Design'], ['Design']],
    );
  });
  it('fail where a team cannot be read', async () => {
    await assert.rejects(loadProfiles(new Directory(), ['u1', 'u4']), /no team t9/);
  });
  it('are loaded for all ids', async () => {
    assert.equal((await loadProfiles(new Directory(), ['u1', 'u2', 'u3'])).length, 3);
  });
});
