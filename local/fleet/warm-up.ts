import type { SeenRequest } from '#core/improvements/jobs.ts';

const longest = 2_000;
const most = 150;

/** Sends a new version the latest read-only production requests, one at a time, for a short time. */
export async function warmUp(url: string, requests: readonly SeenRequest[]): Promise<void> {
  const deadline = Date.now() + longest;
  for (const { path, headers = {} } of requests.filter(({ method }) => method === 'GET').slice(-most)) {
    if (Date.now() > deadline) return;
    const signal = AbortSignal.timeout(longest);
    const response = await fetch(`${url}${path}`, { headers, signal }).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
  }
}
