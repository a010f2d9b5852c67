import { SeenRequest } from '#core/improvements/jobs.ts';
import type { SeenHttpRequest } from './weighted-proxy.ts';

const kept = { requests: 2_000, characters: 16 * 1024 ** 2 };

/** The latest requests of a service, in order and without headers: those may contain secrets. */
export function sampleOf() {
  let requests: SeenRequest[] = [];
  let characters = 0;
  return {
    add({ method, path, contentType, body }: SeenHttpRequest): void {
      const seen = SeenRequest.safeParse({
        method,
        path,
        ...(contentType === undefined ? {} : { contentType }),
        ...(body === null ? { bodyOmitted: true } : body === undefined ? {} : { body }),
      });
      if (!seen.success) return;
      requests.push(seen.data);
      characters += sizeOf(seen.data);
      if (requests.length <= 2 * kept.requests && characters <= 2 * kept.characters) return;
      requests = latest(requests);
      characters = requests.reduce((sum, request) => sum + sizeOf(request), 0);
    },
    all: (): readonly SeenRequest[] => latest(requests),
  };
}

function latest(requests: readonly SeenRequest[]): SeenRequest[] {
  let characters = 0;
  const tooOld = requests.findLastIndex((request) => {
    characters += sizeOf(request);
    return characters > kept.characters;
  });
  return requests.slice(Math.max(tooOld + 1, requests.length - kept.requests));
}

const sizeOf = ({ body = '' }: SeenRequest): number => body.length;
