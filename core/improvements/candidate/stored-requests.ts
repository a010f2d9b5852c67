import { NotFound } from '../../errors.ts';
import type { ArtifactStore, RequestLog } from '../ports.ts';
import { readRequestLines } from './request-lines.ts';

export const requestsKey = (service: string): string => `services/${service}/requests.jsonl`;

/**
 * Requests that an operator put into the artifact store, one per line, oldest first; empty if there is no such file.
 *
 * @param onSkipped is called with the number of lines that are not requests, if there are any.
 */
export function storedRequests(
  artifacts: Pick<ArtifactStore, 'read'>,
  onSkipped: (service: string, lines: number) => void,
): RequestLog {
  return {
    async seenRequests(service) {
      const { requests, skipped } = readRequestLines(await read(artifacts, requestsKey(service)));
      if (skipped > 0) onSkipped(service, skipped);
      return requests;
    },
  };
}

async function read(artifacts: Pick<ArtifactStore, 'read'>, key: string): Promise<string> {
  try {
    return await artifacts.read(key);
  } catch (error) {
    if (error instanceof NotFound) return '';
    throw error;
  }
}
