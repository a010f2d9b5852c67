import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { folderSizes } from '../src/sizes.js';

const folder = (name, sizes, ...folders) => ({ name, files: sizes.map((bytes) => ({ bytes })), folders });

describe('the sizes of folders', () => {
  it('are those of their files', () => {
    assert.deepEqual(folderSizes(folder('home', [10, 20])), { '/home': 30 });
  });
  it('are 0 without files', () => {
    assert.deepEqual(folderSizes(folder('empty', [])), { '/empty': 0 });
  });
  it('count the folders inside', () => {
    assert.deepEqual(folderSizes(folder('home', [1], folder('docs', [2], folder('old', [4])))), {
      '/home': 7,
      '/home/docs': 6,
      '/home/docs/old': 4,
    });
  });
  it('are of each folder', () => {
    const sizes = folderSizes(folder('home', [], folder('docs', [5]), folder('photos', [7, 8])));
    assert.deepEqual(sizes, { '/home': 20, '/home/docs': 5, '/home/photos': 15 });
  });
  it('stand in the order of the folders', () => {
    const sizes = folderSizes(folder('home', [], folder('b', [1], folder('c', [1])), folder('a', [1])));
    assert.deepEqual(Object.keys(sizes), ['/home', '/home/b', '/home/b/c', '/home/a']);
  });
  it('may have a path before them', () => {
    assert.deepEqual(folderSizes(folder('docs', [3]), '/home'), { '/home/docs': 3 });
  });
  it('tell folders of one name apart', () => {
    const sizes = folderSizes(
      folder('x', [], folder('a', [], folder('x', [1])), folder('b', [], folder('x', [2]))),
    );
    assert.equal(sizes['/x/a/x'], 1);
    assert.equal(sizes['/x/b/x'], 2);
  });
  it('may be large', () => {
    assert.equal(folderSizes(folder('disk', [2 ** 30, 2 ** 29]))['/disk'], 1_610_612_736);
  });
});
