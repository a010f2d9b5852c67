import { expect, it } from 'vitest';
import { readSnapshot } from '#core/improvements/candidate/read-snapshot.ts';
import { anImprovement } from '../../../../support/improvement.ts';

const files = [{ path: 'src/a.ts', text: 'export {};' }];
const read = (snapshot: object) =>
  readSnapshot({ read: async () => JSON.stringify({ commit: 'c', files, ...snapshot }) }, anImprovement());

it('has what is for reading only, or is of a scan that read none', async () => {
  const context = [{ path: 'test/a.test.ts', text: 'it();' }];
  expect((await read({ context })).context).toEqual(context);
  expect((await read({})).context).toBeUndefined();
});

it('is refused if its files have another form', async () => {
  await expect(read({ context: [{ path: 'a' }] })).rejects.toMatchObject({ code: 'snapshot/invalid' });
});
