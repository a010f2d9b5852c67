import { existingDataFolder } from '../data-folder/data-folder.ts';
import { listServices } from './with-desk.ts';

/**
 * The names of the services that run, or of those that the next start runs.
 * @throws InvalidInput `data-folder/none`.
 */
export async function knownServices(data: string): Promise<readonly string[]> {
  const services = await listServices(existingDataFolder(data));
  return services.map(({ name }) => name);
}
