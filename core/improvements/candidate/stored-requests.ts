import { NotFound } from '../../errors.ts';
import { parseJson } from '../../validation.ts';
import { SeenRequest } from '../jobs.ts';
import type { ArtifactStore, RequestLog } from '../ports.ts';

export const requestsKey = (service: string): string => `services/${service}/requests.jsonl`;

/**
 * Requests that an operator put into the artifact store, one per line, oldest first; empty if there is no such file.
 * A line that is not a request is skipped: replaying fewer requests is better than testing nothing.
 *
 * @param onSkipped is called with the number of skipped lines, if there are any.
 */
export function storedRequests(
  artifacts: Pick<ArtifactStore, 'read'>,
  onSkipped: (service: string, lines: number) => void,
): RequestLog {
  return {
    async seenRequests(service) {
      const lines = (await read(artifacts, requestsKey(service))).split('\n').filter((line) => line.trim());
      const requests = lines.flatMap(requestIn);
      const skipped = lines.length - requests.length;
      if (skipped > 0) onSkipped(service, skipped);
      return requests;
    },
  };
}

function requestIn(line: string): SeenRequest[] {
  try {
    return [parseJson(SeenRequest, line, 'the request', 'requests/invalid')];
  } catch {
    return [];
  }
}

async function read(artifacts: Pick<ArtifactStore, 'read'>, key: string): Promise<string> {
  try {
    return await artifacts.read(key);
  } catch (error) {
    if (error instanceof NotFound) return '';
    throw error;
  }
}
