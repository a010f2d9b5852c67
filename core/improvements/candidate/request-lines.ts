import { parseJson } from '../../validation.ts';
import { SeenRequest } from '../jobs.ts';

/**
 * Reads requests, one per line. A line that is not a request is skipped: replaying fewer requests is better than testing
 * nothing.
 */
export function readRequestLines(text: string): { requests: readonly SeenRequest[]; skipped: number } {
  const lines = text.split('\n').filter((line) => line.trim());
  const requests = lines.flatMap(requestIn);
  return { requests, skipped: lines.length - requests.length };
}

export const requestLines = (requests: readonly SeenRequest[]): string =>
  requests.map((request) => `${JSON.stringify(request)}\n`).join('');

function requestIn(line: string): SeenRequest[] {
  try {
    return [parseJson(SeenRequest, line, 'the request', 'requests/invalid')];
  } catch {
    return [];
  }
}
