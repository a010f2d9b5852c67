import { expect, it } from 'vitest';
import { changeset } from '#core/improvements/documents/changeset.ts';

it('names the package and the kind of release, as the tool reads it', () => {
  expect(changeset('@shop/api', 'Faster')).toBe('---\n"@shop/api": patch\n---\n\nFaster\n');
});

it.each([[undefined], [7], ['a"\nb'], ['Shop'], ['']])('is none for the package name %j', (name) => {
  expect(changeset(name, 'Faster')).toBeNull();
});
