import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads a file that the service's code may have written: only a regular file, never through a link, never more than
 * `limit` bytes. Returns `null` if there is no such file.
 */
export async function readOutput(path: string, limit: number): Promise<string | null> {
  try {
    // Without O_NONBLOCK, opening a named pipe would block forever.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      return found.isFile() && found.size <= limit ? await file.readFile('utf8') : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
