import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupVisits } from '../src/visits.js';

const visit = (user, page, at) => ({ user, page, at });

describe('grouped visits', () => {
  it('are counted by user', () => {
    const groups = groupVisits([visit('ada', '/', 1), visit('bo', '/', 2), visit('ada', '/cart', 3)]);
    assert.equal(groups.get('ada').count, 2);
    assert.equal(groups.get('bo').count, 1);
  });
  it('have each page once', () => {
    const groups = groupVisits([visit('ada', '/', 1), visit('ada', '/cart', 2), visit('ada', '/', 3)]);
    assert.deepEqual([...groups.get('ada').pages], ['/', '/cart']);
  });
  it('know the longest break', () => {
    const groups = groupVisits([visit('ada', '/', 10), visit('ada', '/', 12), visit('ada', '/', 40)]);
    assert.equal(groups.get('ada').longestBreak, 28);
  });
  it('have no break with one visit', () => {
    assert.equal(groupVisits([visit('ada', '/', 10)]).get('ada').longestBreak, 0);
  });
  it('keep the order of the users', () => {
    const groups = groupVisits([visit('cy', '/', 1), visit('ada', '/', 2), visit('cy', '/', 3)]);
    assert.deepEqual([...groups.keys()], ['cy', 'ada']);
  });
  it('are none without visits', () => {
    assert.equal(groupVisits([]).size, 0);
  });
  it('may come from users with numbers', () => {
    assert.deepEqual([...groupVisits([visit(7, '/', 1), visit(8, '/', 2)]).keys()], [7, 8]);
  });
  it('are not mixed up between users', () => {
    const groups = groupVisits([visit('ada', '/a', 1), visit('bo', '/b', 100), visit('ada', '/c', 200)]);
    assert.deepEqual(groups.get('ada'), { pages: new Set(['/a', '/c']), count: 2, longestBreak: 199 });
  });
});
