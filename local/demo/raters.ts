import { randomUUID } from 'node:crypto';
import { basePath } from '#functions/api/routes/all-routes.ts';
import type { Tokens } from '../gateway/tokens.ts';

/** Simulated users with different tastes, who use the API like an assistant's developer. */
const models = ['gpt-4.1', 'claude-sonnet', 'llama-3.3'] as const;
const taskTypes = ['code', 'writing'] as const;
const users = ['user-1', 'user-2', 'user-3', 'user-4', 'user-5', 'user-6', 'user-7', 'user-8'] as const;
const likesFavorite = 0.85;
const likesOthers = 0.35;
const eventsPerSecond = 8;

export interface Raters {
  readonly users: readonly string[];
  /** Number of messages whose feedback the API has accepted. */
  events(): number;
  stop(): Promise<void>;
}

/** Each user repeatedly requests a recommendation and rates the recommended model. */
export async function startRaters(apiUrl: string, tokens: Tokens): Promise<Raters> {
  const authorizations = await Promise.all(
    users.map(async (sub) => `Bearer ${await tokens.issue({ sub, roles: ['user'] }, '1h')}`),
  );
  let events = 0;
  let turn = 0;
  let isStopped = false;

  async function rateOne(): Promise<void> {
    const user = turn % users.length;
    const task = Math.floor(turn / users.length) % taskTypes.length;
    turn += 1;
    const headers = { authorization: authorizations[user] ?? '', 'content-type': 'application/json' };
    const taskType = taskTypes[task] ?? 'code';
    const url = `${apiUrl}${basePath}`;
    const offer = `taskType=${taskType}&models=${models.join(',')}`;
    const recommended = await fetch(`${url}/preferences/recommendation?${offer}`, { headers });
    const { model } = (await recommended.json()) as { model: string };
    const isFavorite = model === favorite(user, task);
    const isLiked = Math.random() < (isFavorite ? likesFavorite : likesOthers);
    const response = await fetch(`${url}/feedback`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        messageId: randomUUID(),
        kind: isLiked ? 'thumbs-up' : 'thumbs-down',
        model,
        taskType,
      }),
    });
    await response.arrayBuffer();
    if (response.ok) events += 1;
  }

  const work = (async () => {
    while (!isStopped) {
      const begun = performance.now();
      // Feedback that did not arrive is not counted; the end of the loop reports if none did.
      await rateOne().catch(() => undefined);
      await new Promise((done) =>
        setTimeout(done, Math.max(0, 1_000 / eventsPerSecond - (performance.now() - begun))),
      );
    }
  })();
  return {
    users,
    events: () => events,
    async stop() {
      isStopped = true;
      await work;
    },
  };
}

/** Each user has a favorite for each task type, which the learner does not know. */
function favorite(user: number, task: number): string {
  return models[(user + task) % models.length] ?? models[0];
}
