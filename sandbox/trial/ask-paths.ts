import type { Client } from '../verify/client.ts';

export interface Response {
  readonly path: string;
  readonly status: number;
}

/** Asks each path. @returns the best response: a 2xx, else any below 500, else any; null if nothing responds. */
export async function askPaths(client: Client, paths: readonly string[]): Promise<Response | null> {
  const responses: Response[] = [];
  for (const path of paths) {
    const response = await ask(client, path);
    if (response === null) break;
    responses.push(response);
    if (rankOf(response) === 0) break;
  }
  return responses.toSorted((a, b) => rankOf(a) - rankOf(b))[0] ?? null;
}

/** A missing page says least of the service. */
function rankOf({ status }: Response): number {
  if (status < 300) return 0;
  if (status < 500) return status === 404 ? 2 : 1;
  return 3;
}

async function ask(client: Client, path: string): Promise<Response | null> {
  try {
    return { path, status: (await client.send({ method: 'GET', path })).status };
  } catch {
    return null;
  }
}
