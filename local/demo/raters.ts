import { randomUUID } from 'node:crypto';
import { second } from '#core/time.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import type { Tokens } from '../gateway/tokens.ts';
import { type Loop, repeat } from '../repeat.ts';
import { callMilliseconds } from './call-milliseconds.ts';

/** Simulated users with different tastes, who use the API like an assistant's developer. */
const models = ['gpt-4.1', 'claude-sonnet', 'llama-3.3'] as const;
const taskTypes = ['code', 'writing'] as const;
const users = ['user-1', 'user-2', 'user-3', 'user-4', 'user-5', 'user-6', 'user-7', 'user-8'] as const;
const likesFavorite = 0.85;
const likesOthers = 0.35;
const eventsPerSecond = 8;

export interface Raters extends Loop {
  readonly users: readonly string[];
  /** Number of messages whose feedback the API has accepted. */
  events(): number;
}

/** Each user repeatedly requests a recommendation and rates the recommended model. */
export async function startRaters(apiUrl: string, tokens: Tokens): Promise<Raters> {
  const authorizations = await Promise.all(
    users.map(async (sub) => `Bearer ${await tokens.issue({ sub, roles: ['user'] }, '1h')}`),
  );
  let events = 0;
  let turn = 0;

  async function rateOne(): Promise<void> {
    const user = turn % users.length;
    const task = Math.floor(turn / users.length) % taskTypes.length;
    turn += 1;
    const headers = { authorization: authorizations[user] ?? '', 'content-type': 'application/json' };
    const taskType = taskTypes[task] ?? 'code';
    const url = `${apiUrl}${basePath}`;
    const offer = `taskType=${taskType}&models=${models.join(',')}`;
    const signal = AbortSignal.timeout(callMilliseconds);
    const recommended = await fetch(`${url}/preferences/recommendation?${offer}`, { headers, signal });
    if (!recommended.ok) throw new Error(`no recommendation, but status ${recommended.status}`);
    const { model } = (await recommended.json()) as { model: string };
    const isFavorite = model === favorite(user, task);
    const isLiked = Math.random() < (isFavorite ? likesFavorite : likesOthers);
    const response = await fetch(`${url}/feedback`, {
      method: 'POST',
      headers,
      signal,
      body: JSON.stringify({
        messageId: randomUUID(),
        kind: isLiked ? 'thumbs-up' : 'thumbs-down',
        model,
        taskType,
      }),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the feedback got status ${response.status}`);
    events += 1;
  }

  // Feedback that did not arrive is not counted; the end of the loop reports if none did.
  const loop = repeat("the demo's feedback", rateOne, second / eventsPerSecond);
  return { users, events: () => events, stop: loop.stop };
}

/** Each user has a favorite for each task type, which the learner does not know. */
function favorite(user: number, task: number): string {
  return models[(user + task) % models.length] ?? models[0];
}
