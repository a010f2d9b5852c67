import { randomUUID } from 'node:crypto';
import { basePath } from '#functions/api/routes/all-routes.ts';
import type { Tokens } from '../gateway/tokens.ts';

/** Simulated users with tastes of their own; they use the API as an assistant's developer would. */
const models = ['gpt-4.1', 'claude-sonnet', 'llama-3.3'] as const;
const taskTypes = ['code', 'writing'] as const;
const users = ['user-1', 'user-2', 'user-3', 'user-4', 'user-5', 'user-6', 'user-7', 'user-8'] as const;
const likesFavorite = 0.85;
const likesOthers = 0.35;
const eventsPerSecond = 8;

export interface Raters {
  readonly users: readonly string[];
  /** Messages that got feedback, as the API confirmed them. */
  events(): number;
  stop(): Promise<void>;
}

/** Lets each user ask for a model, use it, and say what it was like, again and again. */
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
      // A feedback that did not arrive is not counted, and the loop's end says when none did.
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

/** Every user has a favorite for each task type; the learner is never told. */
function favorite(user: number, task: number): string {
  return models[(user + task) % models.length] ?? models[0];
}
