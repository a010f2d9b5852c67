import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { orderTasks } from '../src/tasks.js';

const task = (name, ...needs) => ({ name, needs });

describe('ordered tasks', () => {
  it('put each task after what it needs', () => {
    const order = orderTasks([task('test', 'build'), task('build'), task('deploy', 'test')]);
    assert.ok(order.indexOf('build') < order.indexOf('test'));
    assert.ok(order.indexOf('test') < order.indexOf('deploy'));
  });
  it('keep the order of tasks that need nothing', () => {
    assert.deepEqual(orderTasks([task('paint'), task('build'), task('deploy')]), [
      'paint',
      'build',
      'deploy',
    ]);
  });
  it('name a task once that two others need', () => {
    const order = orderTasks([
      task('deploy', 'test', 'docs'),
      task('test', 'build'),
      task('docs', 'build'),
      task('build'),
    ]);
    assert.equal(order.length, 4);
    assert.equal(order[0], 'build');
    assert.equal(order.at(-1), 'deploy');
  });
  it('are none without tasks', () => {
    assert.deepEqual(orderTasks([]), []);
  });
  it('take a chain', () => {
    assert.deepEqual(orderTasks([task('c', 'b'), task('b', 'a'), task('a')]), ['a', 'b', 'c']);
  });
  it('refuse a cycle', () => {
    assert.throws(() => orderTasks([task('x', 'y'), task('y', 'z'), task('z', 'x')]), /cycle/);
  });
  it('refuse a need that there is not', () => {
    assert.throws(() => orderTasks([task('test', 'build')]), /unknown task: build/);
  });
  it('may name a task that is needed by nobody', () => {
    assert.deepEqual(orderTasks([task('build'), task('test', 'build'), task('paint')]).length, 3);
  });
});
