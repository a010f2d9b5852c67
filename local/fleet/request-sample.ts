import { SeenRequest } from '#core/improvements/jobs.ts';
import type { SeenHttpRequest } from './weighted-proxy.ts';

const kept = 2_000;

/** The latest requests of a service, in order and without headers: those may contain secrets. */
export function sampleOf() {
  let requests: SeenRequest[] = [];
  return {
    add({ method, path, contentType, body }: SeenHttpRequest): void {
      const seen = SeenRequest.safeParse({
        method,
        path,
        ...(contentType === undefined ? {} : { contentType }),
        ...(body === undefined ? {} : { body }),
      });
      if (!seen.success) return;
      requests.push(seen.data);
      if (requests.length > 2 * kept) requests = requests.slice(-kept);
    },
    all: (): readonly SeenRequest[] => requests.slice(-kept),
  };
}
