import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RateLimiter } from '../src/limiter.js';

describe('a limiter', () => {
  it('allows as many calls as its limit', () => {
    const limiter = new RateLimiter(2, 1_000);
    assert.deepEqual(
      [0, 10, 20].map((now) => limiter.allow('ada', now)),
      [true, true, false],
    );
  });
  it('allows calls again after a window', () => {
    const limiter = new RateLimiter(1, 1_000);
    assert.equal(limiter.allow('ada', 0), true);
    assert.equal(limiter.allow('ada', 500), false);
    assert.equal(limiter.allow('ada', 1_500), true);
  });
  it('counts each key by itself', () => {
    const limiter = new RateLimiter(1, 1_000);
    assert.equal(limiter.allow('ada', 0), true);
    assert.equal(limiter.allow('bo', 0), true);
  });
  it('tells what remains', () => {
    const limiter = new RateLimiter(3, 1_000);
    limiter.allow('ada', 0);
    assert.equal(limiter.remaining('ada', 100), 2);
    assert.equal(limiter.remaining('bo', 100), 3);
    assert.equal(limiter.remaining('ada', 5_000), 3);
  });
  it('has nothing left at its limit', () => {
    const limiter = new RateLimiter(1, 1_000);
    limiter.allow('ada', 0);
    assert.equal(limiter.remaining('ada', 1), 0);
  });
  it('forgets a key', () => {
    const limiter = new RateLimiter(1, 1_000);
    limiter.allow('ada', 0);
    assert.equal(limiter.reset('ada'), 1);
    assert.equal(limiter.allow('ada', 1), true);
  });
  it('forgets nothing of an unknown key', () => {
    assert.equal(new RateLimiter(1, 1_000).reset('bo'), 0);
  });
  it('needs a limit', () => {
    assert.throws(() => new RateLimiter(0, 1_000), RangeError);
  });
});
