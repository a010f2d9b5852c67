import { NotFound } from '#core/errors.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';

/** An in-memory store with the guarantees of the port. */
export function memoryArtifacts(): ArtifactStore {
  const bodies = new Map<string, string>();
  const read = async (key: string): Promise<string> => {
    const body = bodies.get(key);
    if (body === undefined)
      throw new NotFound(`there is no artifact ${key}.`, { code: 'artifact/unknown', data: { key } });
    return body;
  };
  return {
    read,
    write: async (key, body) => void bodies.set(key, Buffer.from(body).toString()),
    copy: async (from, to) => void bodies.set(to, await read(from)),
    exists: async (key) => bodies.has(key),
  };
}
