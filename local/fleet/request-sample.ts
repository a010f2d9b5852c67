import { SeenRequest } from '#core/improvements/jobs.ts';
import type { SeenHttpRequest } from './weighted-proxy.ts';

/** The latest requests of a service. */
export interface RequestSample {
  add(request: SeenHttpRequest): void;
  /** In order. */
  all(): readonly SeenRequest[];
}

const kept = { requests: 2_000, characters: 16 * 1024 ** 2 };

/** Keeps the latest requests, after some known ones, with the headers that the proxy lets through. */
export function sampleOf(known: readonly SeenRequest[] = []): RequestSample {
  let requests = [...known];
  let characters = lengthOf(requests);
  return {
    add({ method, path, contentType, headers, body }) {
      const seen = SeenRequest.safeParse({
        method,
        path,
        ...(contentType === undefined ? {} : { contentType }),
        ...(headers === undefined ? {} : { headers }),
        ...(body === null ? { bodyOmitted: true } : body === undefined ? {} : { body }),
      });
      if (!seen.success) return;
      requests.push(seen.data);
      characters += sizeOf(seen.data);
      if (requests.length <= 2 * kept.requests && characters <= 2 * kept.characters) return;
      requests = latest(requests);
      characters = lengthOf(requests);
    },
    all: () => latest(requests),
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

const lengthOf = (requests: readonly SeenRequest[]): number =>
  requests.reduce((sum, request) => sum + sizeOf(request), 0);
