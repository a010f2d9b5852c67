import type { LearningEvent } from '#core/events/learning-event.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { runProgram } from './program.ts';

/** The API as its users call it. */
export interface Api {
  get<Answer>(path: string): Promise<Answer>;
  /** @throws Error with the response if it is a refusal. */
  post(path: string, body?: object): Promise<void>;
  improvements(): Promise<readonly Pick<Improvement, 'id' | 'endpoint' | 'status' | 'reason'>[]>;
  improvement(id: string): Promise<Improvement>;
  /** All events of an improvement, oldest first. */
  eventsOf(id: string): Promise<readonly LearningEvent[]>;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

/** Calls with a token from the operators' command. @param url as the command prints it. */
export const openApi = async (url: string, data: string): Promise<Api> => apiWith(url, await tokenOf(data));

/** A token with all roles of a person. It outlives the instance. */
export async function tokenOf(data: string): Promise<string> {
  const { stdout } = await runProgram(['token', '--data', data]);
  return stdout.trim();
}

export function apiWith(url: string, token: string): Api {
  const headers = { authorization: `Bearer ${token}` };

  async function call(path: string, options: RequestInit = {}): Promise<unknown> {
    const response = await fetch(`${url}${path}`, { ...options, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} responded with ${response.status}: ${text}`);
    return JSON.parse(text);
  }

  async function all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<Item> = (await call(cursor ? `${path}&cursor=${cursor}` : path)) as Page<Item>;
      items.push(...page.items);
      cursor = page.cursor;
    }
    return items;
  }

  return {
    get: async <Answer>(path: string) => (await call(path)) as Answer,
    async post(path, body = {}) {
      await call(path, { method: 'POST', body: JSON.stringify(body) });
    },
    improvements: () => all('/improvements?limit=100'),
    improvement: async (id) => (await call(`/improvements/${id}`)) as Improvement,
    eventsOf: (id) => all(`/events?subject=improvement:${id}`),
  };
}
