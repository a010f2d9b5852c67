import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leaderboard } from '../src/leaderboard.js';

const player = (name, score, seconds = 10) => ({ name, score, seconds });
const namesOf = (rows) => rows.map(({ name }) => name);

describe('a leaderboard', () => {
  it('begins with the best', () => {
    assert.deepEqual(namesOf(leaderboard([player('Ada', 5), player('Bo', 9), player('Cy', 7)], 10)), [
      'Bo',
      'Cy',
      'Ada',
    ]);
  });
  it('puts who was faster first', () => {
    assert.deepEqual(namesOf(leaderboard([player('Ada', 5, 20), player('Bo', 5, 12)], 10)), ['Bo', 'Ada']);
  });
  it('has ranks', () => {
    assert.deepEqual(leaderboard([player('Ada', 5), player('Bo', 9)], 10), [
      { rank: 1, name: 'Bo', score: 9 },
      { rank: 2, name: 'Ada', score: 5 },
    ]);
  });
  it('shares ranks', () => {
    const rows = leaderboard(
      [player('Ada', 9, 1), player('Bo', 7, 1), player('Cy', 7, 2), player('Di', 5)],
      10,
    );
    assert.deepEqual(
      rows.map(({ rank }) => rank),
      [1, 2, 2, 4],
    );
  });
  it('is as long as asked', () => {
    assert.deepEqual(namesOf(leaderboard([player('Ada', 5), player('Bo', 9), player('Cy', 7)], 2)), [
      'Bo',
      'Cy',
    ]);
  });
  it('may be shorter', () => {
    assert.equal(leaderboard([player('Ada', 5)], 3).length, 1);
  });
  it('is empty without players', () => {
    assert.deepEqual(leaderboard([], 3), []);
  });
  it('leaves the players as they are', () => {
    const players = [player('Ada', 5), player('Bo', 9)];
    leaderboard(players, 1);
    assert.deepEqual(namesOf(players), ['Ada', 'Bo']);
  });
});
