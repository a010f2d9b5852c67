import { openRepository } from '../service/repository.ts';
import { type AddedService, readAdded, withAdded, withoutAdded, writeAdded } from './added-services.ts';
import { folderOf } from './folder-of.ts';
import type { ServiceDesk, ServiceLine } from './service-desk.ts';

/** For the next start, while no instance runs. @param file of the added services; the caller holds the lock of its folder. */
export function restingDesk(file: string): ServiceDesk {
  return {
    async add(path) {
      const folder = folderOf(path);
      const { name } = (await openRepository(folder)).manifest;
      const services = withAdded(readAdded(file), { name, path: folder });
      writeAdded(file, services);
      return lineOf({ name, path: folder });
    },
    list: async () => readAdded(file).map(lineOf),
    async remove(name) {
      writeAdded(file, withoutAdded(readAdded(file), name));
      return { name, unfinished: [] };
    },
  };
}

const lineOf = ({ name, path }: Pick<AddedService, 'name' | 'path'>): ServiceLine => ({
  name,
  path,
  url: null,
  reason: 'no instance runs: the next `ironclaw up` starts it.',
  isAdded: true,
});
