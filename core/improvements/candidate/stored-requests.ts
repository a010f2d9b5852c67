import { NotFound } from '../../errors.ts';
import { parseJson } from '../../validation.ts';
import { SeenRequest } from '../jobs.ts';
import type { ArtifactStore, RequestLog } from '../ports.ts';

export const requestsKey = (service: string): string => `services/${service}/requests.jsonl`;

/**
 * Requests that somebody has put into the artifact store, one a line, oldest first; none where there is no such file.
 * A line that is no request is left out: replaying a few requests less is better than testing nothing.
 *
 * @param onSkipped hears how many lines were left out, where there were any.
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
